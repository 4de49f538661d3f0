//! The account record: each field declared once.

use crate::contact::{Channel, ContactId, CreatedVia, SourceDetail};
use crate::field::{Element, FieldKind, Id, Merge, ScalarKind, SearchColumn, UserId, label};
use crate::point::{EmailPoint, ExternalId, Extra, Link, PhonePoint};
use crate::team::TeamId;
use crate::value::{Address, Currency, Date, Money, SocialProfile, TimeZone, Timestamp, WebUrl};

crate::record! {
    /// A company or other organisation, or an individual customer.
    pub struct Account: Account, draft AccountDraft, patch AccountPatch;
    fixed {
        /// How the account came into the CRM; it never changes.
        created_via: CreatedVia = label("Created via");
    }
    entered {
        /// What the company is called.
        name: String = label("Name").search(SearchColumn::Name)
            .aliases(&["company", "company name", "organization", "organisation", "customer"]).indexed();
        /// The name in the register, if it is another.
        legal_name: Option<String> = label("Legal name").search(SearchColumn::Name);
        /// Other names it goes by.
        aliases: Vec<String> = label("Aliases").merge(Merge::Union).search(SearchColumn::Name);
        /// Its registrable domains, lower-case; they match it to addresses and imports.
        domains: Vec<String> = label("Domains").merge(Merge::Union).search(SearchColumn::Point)
            .fed_by(&["website"])
            .aliases(&["domain", "company domain name"]);
        /// Its web page.
        website: Option<WebUrl> = label("Website").aliases(&["web", "homepage", "url"]);
        /// The industry, in the tenant's vocabulary.
        industry: Option<String> = label("Industry").search(SearchColumn::Text).indexed();
        /// How many people work there.
        employee_count: Option<u32> = label("Employees")
            .aliases(&["number of employees", "employees"]);
        /// The size band, if it is not to follow from the number of employees.
        size_override: Option<SizeBand> = label("Size, set by hand");
        /// The year it was founded.
        founded_year: Option<u32> = label("Founded").aliases(&["year founded"]);
        /// What it turns over in a year.
        annual_revenue: Option<Money> = label("Annual revenue").aliases(&["revenue"]);
        /// The currency of its deals and documents; the tenant's if unset.
        currency: Option<Currency> = label("Currency");
        /// A business, or an individual who is a customer.
        kind: AccountKind = label("Kind");
        /// Whether the tenant works with it; archiving is something else.
        status: AccountStatus = label("Status").indexed().milestone();
        /// What it is to the tenant; a partner may also be a customer.
        categories: Vec<AccountCategory> = label("Categories").merge(Merge::Union)
            .aliases(&["type", "category"]).milestone();
        /// Where it was won: web, referral, event, campaign, or a tenant's own word.
        acquisition_source: Option<String> = label("Source");
        /// Details of the source.
        source_detail: Vec<SourceDetail> = label("Source details").merge(Merge::Union);
        /// E-mail addresses, one of them primary.
        emails: Vec<EmailPoint> = label("E-mail addresses").merge(Merge::Union)
            .search(SearchColumn::Point).aliases(&["email"]);
        /// Telephone numbers, one of them primary.
        phones: Vec<PhonePoint> = label("Telephone numbers").merge(Merge::Union)
            .search(SearchColumn::Point).aliases(&["phone"]);
        /// Addresses: registered, office, billing, shipping.
        addresses: Vec<Address> = label("Addresses").merge(Merge::Union);
        /// Other web pages.
        links: Vec<Link> = label("Web pages").merge(Merge::Union);
        /// Profiles on social networks.
        social: Vec<SocialProfile> = label("Social profiles").merge(Merge::Union);
        /// The zone it works in, as an IANA name.
        time_zone: Option<TimeZone> = label("Time zone");
        /// How it prefers to be reached.
        preferred_channel: Option<Channel> = label("Preferred channel");
        /// Where the logo is: a blob reference or a web address.
        logo: Option<String> = label("Logo");
        /// What it does.
        description: Option<String> = label("Description").search(SearchColumn::Text);
        /// Free text about it.
        note: Option<String> = label("Note").search(SearchColumn::Text).aliases(&["notes"]);
        /// The company it belongs to.
        parent_id: Option<AccountId> = label("Parent account").indexed();
        /// The responsible user.
        owner_id: Option<UserId> = label("Owner").indexed().milestone();
        /// Users who stand in for the owner, in order; merging adds the owners of the others.
        backup_owner_ids: Vec<UserId> = label("Backup owners").merge(Merge::Union)
            .fed_by(&["owner_id"]);
        /// The user who manages the account day by day, if not the owner.
        account_manager_id: Option<UserId> = label("Account manager");
        /// The team it belongs to.
        team_id: Option<TeamId> = label("Team");
        /// The day of the first contact, if it was before any that the CRM knows of.
        first_contact_on: Option<Date> = label("First contact").merge(Merge::Earliest);
        /// The contact behind an individual customer.
        individual_contact_id: Option<ContactId> = label("Individual");
        /// What other systems call it.
        external_ids: Vec<ExternalId> = label("External ids").merge(Merge::Union);
        /// Values from imports that no field holds.
        extras: Vec<Extra> = label("Unmapped values").merge(Merge::Union);
    }
    derived {
        /// The name in the order and form in which names are sorted and compared.
        sort_name: Option<String> = label("Sort name").from(&["name"]).indexed();
        /// The size band, from the number of employees or as set by hand.
        size_band: Option<SizeBand> = label("Size").from(&["employee_count", "size_override"]);
        /// The primary e-mail address in normal form.
        primary_email: Option<String> = label("Primary e-mail").from(&["emails"]);
        /// The primary telephone number.
        primary_phone: Option<String> = label("Primary phone").from(&["phones"]);
        /// City and country of the primary address.
        location: Option<String> = label("Location").from(&["addresses"]);
        /// The main contact; at most one.
        primary_contact_id: Option<ContactId> = label("Primary contact").merge(Merge::Derived).milestone();
        /// When anything last happened with the account or its contacts.
        last_activity_at: Option<Timestamp> = label("Last activity").merge(Merge::Latest).indexed();
        /// When someone was last in touch.
        last_contacted_at: Option<Timestamp> = label("Last contact").merge(Merge::Latest);
        /// When someone was first in touch.
        first_contacted_at: Option<Timestamp> = label("First contact at").merge(Merge::Earliest);
    }
}

/// The id of an account.
pub type AccountId = Id<Account>;

crate::choice! {
    /// What an account stands for (ACC-12).
    pub enum AccountKind {
        /// A business or organisation.
        #[default]
        Business = "business",
        /// A person who is a customer, backed by exactly one contact.
        Individual = "individual",
    }
}

crate::choice! {
    /// Whether the tenant works with an account.
    pub enum AccountStatus {
        /// Yes.
        #[default]
        Active = "active",
        /// No.
        Inactive = "inactive",
    }
}

crate::choice! {
    /// What an account is to the tenant (ACC-14).
    pub enum AccountCategory {
        /// It might buy.
        #[default]
        Prospect = "prospect",
        /// It buys.
        Customer = "customer",
        /// It works with the tenant.
        Partner = "partner",
    }
}

impl Element for AccountCategory {
    const LIST: FieldKind = FieldKind::List(ScalarKind::Choice(Self::NAMES));
}

crate::choice! {
    /// How large a company is (ACC-07); the tenant sets where each band begins.
    pub enum SizeBand {
        /// Fewer than 50 people, unless the tenant says otherwise.
        #[default]
        Small = "small",
        /// From 50.
        Medium = "medium",
        /// From 250.
        Large = "large",
        /// From 1000.
        Enterprise = "enterprise",
    }
}
