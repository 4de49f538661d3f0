//! Archiving, restoring and purging communications.

use super::Communication;
use crate::operation::lifecycle;

lifecycle!(@archive Communication, "communications", "/communications", CommunicationDelete => ArchiveCommunication);
lifecycle!(@restore Communication, "communications", "/communications", CommunicationDelete => RestoreCommunication);
lifecycle!(@purge Communication, "communications", "/communications", CommunicationPurge => PurgeCommunication);
