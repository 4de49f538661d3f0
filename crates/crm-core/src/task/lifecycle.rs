//! Archiving, restoring and purging tasks.

use super::Task;
use crate::operation::lifecycle;

lifecycle!(@archive Task, "tasks", "/activities", ActivityDelete => ArchiveTask);
lifecycle!(@restore Task, "tasks", "/activities", ActivityDelete => RestoreTask);
lifecycle!(@purge Task, "tasks", "/activities", ActivityPurge => PurgeTask);
