//! The vocabularies of leads (LEA-16 to LEA-28).

use crate::contact::SourceDetail;
use crate::value::text::fold;

crate::choice! {
    /// By which means a lead came (LEA-16).
    pub enum LeadMedium {
        /// An unpaid search or page.
        #[default]
        Organic = "organic",
        /// An advertisement.
        Paid = "paid",
        /// A social network.
        Social = "social",
        /// Another site or person.
        Referral = "referral",
        /// No detour.
        Direct = "direct",
    }
}

impl LeadMedium {
    /// The means that a `utm_medium` stands for; none if it stands for none of them, such as
    /// `email`.
    pub fn of_utm(medium: &str) -> Option<Self> {
        match fold(medium.trim()).as_str() {
            "organic" | "seo" => Some(Self::Organic),
            "cpc" | "ppc" | "cpm" | "cpa" | "paid" | "paidsearch" | "paid_search" | "display"
            | "banner" | "paid_social" | "paidsocial" => Some(Self::Paid),
            "social" | "social-network" | "social-media" | "sm" => Some(Self::Social),
            "referral" | "affiliate" | "partner" => Some(Self::Referral),
            "direct" | "(none)" | "none" => Some(Self::Direct),
            _ => None,
        }
    }
}

/// The value of a detail of the source, such as `utm_medium`.
pub(super) fn detail<'d>(details: &'d [SourceDetail], name: &str) -> Option<&'d str> {
    let found = details
        .iter()
        .find(|detail| fold(&detail.name) == name && !detail.value.trim().is_empty());
    found.map(|detail| detail.value.trim())
}

crate::choice! {
    /// When a lead is to decide (LEA-19).
    pub enum LeadTimeline {
        /// Now.
        #[default]
        Immediate = "immediate",
        /// Within three months.
        OneToThreeMonths = "1_3_months",
        /// In three to six months.
        ThreeToSixMonths = "3_6_months",
        /// In six to twelve months.
        SixToTwelveMonths = "6_12_months",
        /// Later than in a year.
        OverTwelveMonths = "12_plus_months",
    }
}

crate::choice! {
    /// Whether a lead may decide (LEA-20).
    pub enum LeadAuthority {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Nobody knows.
        #[default]
        Unknown = "unknown",
    }
}

crate::choice! {
    /// How a need is known (LEA-21).
    pub enum LeadNeed {
        /// It was said.
        #[default]
        Explicit = "explicit",
        /// It follows from what was said or done.
        Implied = "implied",
    }
}

crate::choice! {
    /// How pressing a need is (LEA-21).
    pub enum NeedIntensity {
        /// Very.
        #[default]
        High = "high",
        /// Little.
        Low = "low",
    }
}

crate::choice! {
    /// Why a lead is not a fit (LEA-28).
    pub enum DisqualifyReason {
        /// There is no money for it.
        NoBudget = "no_budget",
        /// The person cannot decide and leads to nobody who can.
        NoAuthority = "no_authority",
        /// They do not need it.
        NoNeed = "no_need",
        /// They are outside what the tenant serves.
        WrongSegment = "wrong_segment",
        /// The data is false.
        InvalidData = "invalid_data",
        /// It is spam.
        Spam = "spam",
        /// It is there already.
        Duplicate = "duplicate",
        /// They compete.
        Competitor = "competitor",
        /// Something else, said in words.
        #[default]
        Other = "other",
    }
}

crate::choice! {
    /// Why a lead that would fit does not proceed.
    pub enum LeadLostReason {
        /// Nobody answers.
        NoResponse = "no_response",
        /// They bought elsewhere.
        Competition = "competition",
        /// It costs too much.
        Price = "price",
        /// It is the wrong time.
        Timing = "timing",
        /// They lost interest.
        NoInterest = "no_interest",
        /// Something else, said in words.
        #[default]
        Other = "other",
    }
}

crate::choice! {
    /// Who converted a lead (LEA-25).
    pub enum ConversionOrigin {
        /// A person.
        #[default]
        Manual = "manual",
        /// A rule or another program.
        Automated = "automated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utm_words_stand_for_means_lea_16() {
        for (word, medium) in [
            ("CPC", Some(LeadMedium::Paid)),
            (" organic ", Some(LeadMedium::Organic)),
            ("Social-Network", Some(LeadMedium::Social)),
            ("affiliate", Some(LeadMedium::Referral)),
            ("(none)", Some(LeadMedium::Direct)),
            ("email", None),
            ("", None),
        ] {
            assert_eq!(LeadMedium::of_utm(word), medium, "{word}");
        }
    }

    #[test]
    fn a_detail_is_found_by_its_name_in_any_case() {
        let details = [
            SourceDetail {
                name: "utm_medium".into(),
                value: " ".into(),
            },
            SourceDetail {
                name: "UTM_Medium".into(),
                value: "cpc".into(),
            },
        ];
        assert_eq!(detail(&details, "utm_medium"), Some("cpc"));
        assert_eq!(detail(&details, "utm_campaign"), None);
    }
}
