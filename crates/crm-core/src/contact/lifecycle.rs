//! Archiving, restoring and purging contacts.

use super::Contact;
use crate::operation::lifecycle;

lifecycle!(@archive Contact, "contacts", "/contacts", ContactDelete => ArchiveContact);
lifecycle!(@restore Contact, "contacts", "/contacts", ContactDelete => RestoreContact);
lifecycle!(@purge Contact, "contacts", "/contacts", ContactPurge => PurgeContact);
