//! E-mail addresses, telephone numbers, hosts.

use super::Normalised;
use crate::attribute::Slot;
use crate::{mail, text};

/// An address as whole, local part and domain, which stay in step.
pub(super) fn email(value: &str, values: &mut Normalised) {
    let lower = text::fold(value.trim());
    let Some((local, domain)) = lower.rsplit_once('@') else {
        return;
    };
    let domain = domain.trim_end_matches(['.', '>', ';', ',']);
    let local = local.rsplit(['<', ':', ' ']).next().unwrap_or(local);
    if local.is_empty() || domain.is_empty() || domain.contains(' ') {
        return;
    }
    let (local, domain) = mail::inbox(local, domain).map_or_else(
        || {
            let base = local.split('+').next().filter(|base| !base.is_empty());
            (base.unwrap_or(local).to_owned(), domain)
        },
        |(local, domain)| (local, domain),
    );
    let telling = if mail::is_free(domain) { "" } else { domain };
    if !telling.is_empty() && mail::is_role(&local) {
        // Whoever is on duty reads it: it says where somebody works, not who it is.
        values.push(Slot::EMAIL, format!("*@{domain}"));
        values.push_part(Slot::EMAIL_LOCAL, "");
        values.push_part(Slot::EMAIL_DOMAIN, telling);
        return;
    }
    let whole = format!("{local}@{domain}");
    if values.has(Slot::EMAIL, whole.as_bytes()) {
        return;
    }
    values.push_part(Slot::EMAIL, whole);
    values.push_part(Slot::EMAIL_LOCAL, local);
    values.push_part(Slot::EMAIL_DOMAIN, telling);
}

/// The last digits, which survive a lost country code or trunk prefix.
const TAIL: usize = 9;
/// Fewer digits name an extension at most.
const SHORTEST: usize = 6;

/// The numbers of a cell that may hold several.
pub(super) fn phones(value: &str, values: &mut Normalised) {
    for number in value.split([';', '|', '\n']) {
        let key = text::search_key(number);
        let dialled = key.split(['x', '#']).next().unwrap_or_default();
        let dialled = dialled.trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits: String = dialled.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < SHORTEST {
            continue;
        }
        let tail = digits
            .get(digits.len().saturating_sub(TAIL)..)
            .unwrap_or_default();
        values.push(Slot::PHONE, tail.trim_start_matches('0'));
    }
}

/// The host of a web address, or of what is left of one.
pub(super) fn host(value: &str) -> String {
    let lower = text::fold(value.trim());
    let rest = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}
