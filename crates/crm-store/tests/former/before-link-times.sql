-- A file as the engine made it before links carried the times of what they lead to and the audit chain said which
-- entries stand on timelines: a contact and an account, and about both one of everything that a timeline shows,
-- what is planned, what was only talked about and what went to the archive.
CREATE TABLE tenant (
  number INTEGER PRIMARY KEY, -- short name of the tenant in every other table
  id BLOB NOT NULL UNIQUE -- the host's id of the tenant
) STRICT;
CREATE TABLE audit (
  entry INTEGER PRIMARY KEY, -- tenant << 40 | sequence
  tenant INTEGER GENERATED ALWAYS AS (entry >> 40) VIRTUAL,
  sequence INTEGER GENERATED ALWAYS AS (entry & 1099511627775) VIRTUAL,
  at INTEGER NOT NULL,
  actor BLOB NOT NULL,
  operation TEXT NOT NULL,
  cause BLOB,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  version INTEGER NOT NULL,
  changes TEXT,
  salt BLOB NOT NULL,
  commitment BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_record ON audit (record);
CREATE INDEX audit_by_cause ON audit (cause) WHERE cause IS NOT NULL;
CREATE TABLE outbox (
  entry INTEGER PRIMARY KEY, -- tenant << 40 | cursor
  tenant INTEGER GENERATED ALWAYS AS (entry >> 40) VIRTUAL,
  cursor INTEGER GENERATED ALWAYS AS (entry & 1099511627775) VIRTUAL,
  id BLOB NOT NULL,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  record BLOB NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor BLOB NOT NULL,
  cause BLOB,
  audit_sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE idempotency (
  tenant INTEGER NOT NULL,
  key TEXT NOT NULL,
  operation TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  UNIQUE (tenant, key)
) STRICT;
CREATE TABLE engine (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "contact" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "created_via" TEXT,
  "name_prefix" TEXT,
  "name_given" TEXT,
  "name_middle" TEXT,
  "name_family" TEXT,
  "name_suffix" TEXT,
  "name_nickname" TEXT,
  "name_given_phonetic" TEXT,
  "name_family_phonetic" TEXT,
  "display_as" TEXT,
  "emails" TEXT,
  "phones" TEXT,
  "addresses" TEXT,
  "links" TEXT,
  "social" TEXT,
  "company_text" TEXT,
  "job_title" TEXT,
  "job_title_key" TEXT,
  "department" TEXT,
  "time_zone" TEXT,
  "language" TEXT,
  "preferred_channel" TEXT,
  "preferences" TEXT,
  "status" TEXT,
  "contact_type" TEXT,
  "priority" TEXT,
  "lifecycle_stage" TEXT,
  "lifecycle_stage_key" TEXT,
  "lead_status" TEXT,
  "acquisition_source" TEXT,
  "medium" TEXT,
  "source_detail" TEXT,
  "birthday" TEXT,
  "dates" TEXT,
  "photo" TEXT,
  "photo_file_id" BLOB,
  "note" TEXT,
  "owner_id" BLOB,
  "backup_owner_ids" TEXT,
  "team_id" BLOB,
  "external_ids" TEXT,
  "extras" TEXT,
  "display_name" TEXT,
  "display_name_key" TEXT,
  "sort_name" TEXT,
  "sort_name_key" TEXT,
  "primary_email" TEXT,
  "primary_email_key" TEXT,
  "primary_phone" TEXT,
  "location" TEXT,
  "account_id" BLOB,
  "last_activity_at" INTEGER,
  "last_contacted_at" INTEGER,
  "first_contacted_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "contact_by_id" ON "contact" (tenant, id);
CREATE INDEX "contact_by_created_at" ON "contact" (tenant, "created_at", id);
CREATE INDEX "contact_by_updated_at" ON "contact" (tenant, "updated_at", id);
CREATE INDEX "contact_by_merged_into" ON "contact" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "contact_by_job_title" ON "contact" (tenant, "job_title_key", id);
CREATE INDEX "contact_by_status" ON "contact" (tenant, "status", id);
CREATE INDEX "contact_by_lifecycle_stage" ON "contact" (tenant, "lifecycle_stage_key", id);
CREATE INDEX "contact_by_photo_file_id" ON "contact" (tenant, "photo_file_id") WHERE "photo_file_id" IS NOT NULL;
CREATE INDEX "contact_by_owner_id" ON "contact" (tenant, "owner_id", id);
CREATE INDEX "contact_by_team_id" ON "contact" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "contact_by_display_name" ON "contact" (tenant, "display_name_key", id);
CREATE INDEX "contact_by_sort_name" ON "contact" (tenant, "sort_name_key", id);
CREATE INDEX "contact_by_primary_email" ON "contact" (tenant, "primary_email_key", id);
CREATE INDEX "contact_by_account_id" ON "contact" (tenant, "account_id", id);
CREATE INDEX "contact_by_last_activity_at" ON "contact" (tenant, "last_activity_at", id);
CREATE TABLE "contact_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "contact_key_unique" ON "contact_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "contact_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "account" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "created_via" TEXT,
  "name" TEXT,
  "name_key" TEXT,
  "legal_name" TEXT,
  "aliases" TEXT,
  "domains" TEXT,
  "website" TEXT,
  "industry" TEXT,
  "industry_key" TEXT,
  "employee_count" INTEGER,
  "size_override" TEXT,
  "founded_year" INTEGER,
  "annual_revenue_amount" INTEGER,
  "annual_revenue_currency" TEXT,
  "currency" TEXT,
  "kind" TEXT,
  "status" TEXT,
  "categories" TEXT,
  "acquisition_source" TEXT,
  "source_detail" TEXT,
  "emails" TEXT,
  "phones" TEXT,
  "addresses" TEXT,
  "links" TEXT,
  "social" TEXT,
  "time_zone" TEXT,
  "preferred_channel" TEXT,
  "logo" TEXT,
  "description" TEXT,
  "note" TEXT,
  "parent_id" BLOB,
  "owner_id" BLOB,
  "backup_owner_ids" TEXT,
  "account_manager_id" BLOB,
  "team_id" BLOB,
  "first_contact_on" TEXT,
  "individual_contact_id" BLOB,
  "external_ids" TEXT,
  "extras" TEXT,
  "sort_name" TEXT,
  "sort_name_key" TEXT,
  "size_band" TEXT,
  "primary_email" TEXT,
  "primary_phone" TEXT,
  "location" TEXT,
  "primary_contact_id" BLOB,
  "last_activity_at" INTEGER,
  "last_contacted_at" INTEGER,
  "first_contacted_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "account_by_id" ON "account" (tenant, id);
CREATE INDEX "account_by_created_at" ON "account" (tenant, "created_at", id);
CREATE INDEX "account_by_updated_at" ON "account" (tenant, "updated_at", id);
CREATE INDEX "account_by_merged_into" ON "account" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "account_by_name" ON "account" (tenant, "name_key", id);
CREATE INDEX "account_by_industry" ON "account" (tenant, "industry_key", id);
CREATE INDEX "account_by_status" ON "account" (tenant, "status", id);
CREATE INDEX "account_by_parent_id" ON "account" (tenant, "parent_id", id);
CREATE INDEX "account_by_owner_id" ON "account" (tenant, "owner_id", id);
CREATE INDEX "account_by_team_id" ON "account" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "account_by_individual_contact_id" ON "account" (tenant, "individual_contact_id") WHERE "individual_contact_id" IS NOT NULL;
CREATE INDEX "account_by_sort_name" ON "account" (tenant, "sort_name_key", id);
CREATE INDEX "account_by_primary_contact_id" ON "account" (tenant, "primary_contact_id") WHERE "primary_contact_id" IS NOT NULL;
CREATE INDEX "account_by_last_activity_at" ON "account" (tenant, "last_activity_at", id);
CREATE TABLE "account_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "account_key_unique" ON "account_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "account_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "association" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "contact_id" BLOB,
  "account_id" BLOB,
  "role" TEXT,
  "role_text" TEXT,
  "sentiment" TEXT,
  "influence" INTEGER,
  "title" TEXT,
  "department" TEXT,
  "started_on" TEXT,
  "ended_on" TEXT,
  "primary_account" INTEGER,
  "primary_contact" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "association_by_id" ON "association" (tenant, id);
CREATE INDEX "association_by_created_at" ON "association" (tenant, "created_at", id);
CREATE INDEX "association_by_updated_at" ON "association" (tenant, "updated_at", id);
CREATE INDEX "association_by_merged_into" ON "association" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "association_by_contact_id" ON "association" (tenant, "contact_id", id);
CREATE INDEX "association_by_account_id" ON "association" (tenant, "account_id", id);
CREATE TABLE "association_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "association_key_unique" ON "association_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "tag" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "parent_id" BLOB,
  "description" TEXT,
  "color" TEXT,
  "applies_to" TEXT,
  "applied_by" TEXT,
  "path" TEXT,
  "path_key" TEXT,
  "former_paths" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "tag_by_id" ON "tag" (tenant, id);
CREATE INDEX "tag_by_created_at" ON "tag" (tenant, "created_at", id);
CREATE INDEX "tag_by_updated_at" ON "tag" (tenant, "updated_at", id);
CREATE INDEX "tag_by_merged_into" ON "tag" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "tag_by_parent_id" ON "tag" (tenant, "parent_id", id);
CREATE INDEX "tag_by_path" ON "tag" (tenant, "path_key", id);
CREATE TABLE "tag_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "tag_key_unique" ON "tag_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "tag_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "tag_link" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "tag_id" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "tag_link_by_id" ON "tag_link" (tenant, id);
CREATE INDEX "tag_link_by_created_at" ON "tag_link" (tenant, "created_at", id);
CREATE INDEX "tag_link_by_updated_at" ON "tag_link" (tenant, "updated_at", id);
CREATE INDEX "tag_link_by_merged_into" ON "tag_link" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "tag_link_by_tag_id" ON "tag_link" (tenant, "tag_id", id);
CREATE INDEX "tag_link_by_record_id" ON "tag_link" (tenant, "record_id", id);
CREATE TABLE "tag_link_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "tag_link_key_unique" ON "tag_link_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "relationship" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "from_kind" TEXT,
  "from_id" BLOB,
  "kind" TEXT,
  "to_kind" TEXT,
  "to_id" BLOB,
  "kind_text" TEXT,
  "strength" INTEGER,
  "since" TEXT,
  "note" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "relationship_by_id" ON "relationship" (tenant, id);
CREATE INDEX "relationship_by_created_at" ON "relationship" (tenant, "created_at", id);
CREATE INDEX "relationship_by_updated_at" ON "relationship" (tenant, "updated_at", id);
CREATE INDEX "relationship_by_merged_into" ON "relationship" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "relationship_by_from_id" ON "relationship" (tenant, "from_id", id);
CREATE INDEX "relationship_by_to_id" ON "relationship" (tenant, "to_id", id);
CREATE TABLE "relationship_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "relationship_key_unique" ON "relationship_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "merge" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "survivor_id" BLOB,
  "records" TEXT,
  "fields" TEXT,
  "references" TEXT,
  "choices" TEXT,
  "undone_at" INTEGER,
  "undone_by" BLOB,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "merge_by_id" ON "merge" (tenant, id);
CREATE INDEX "merge_by_created_at" ON "merge" (tenant, "created_at", id);
CREATE INDEX "merge_by_updated_at" ON "merge" (tenant, "updated_at", id);
CREATE INDEX "merge_by_merged_into" ON "merge" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "merge_by_survivor_id" ON "merge" (tenant, "survivor_id", id);
CREATE TABLE "merge_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "merge_key_unique" ON "merge_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "duplicate_decision" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "first_id" BLOB,
  "second_id" BLOB,
  "reason" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "duplicate_decision_by_id" ON "duplicate_decision" (tenant, id);
CREATE INDEX "duplicate_decision_by_created_at" ON "duplicate_decision" (tenant, "created_at", id);
CREATE INDEX "duplicate_decision_by_updated_at" ON "duplicate_decision" (tenant, "updated_at", id);
CREATE INDEX "duplicate_decision_by_merged_into" ON "duplicate_decision" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "duplicate_decision_by_first_id" ON "duplicate_decision" (tenant, "first_id", id);
CREATE INDEX "duplicate_decision_by_second_id" ON "duplicate_decision" (tenant, "second_id", id);
CREATE TABLE "duplicate_decision_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "duplicate_decision_key_unique" ON "duplicate_decision_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "custom_field" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_kind_key" TEXT,
  "name" TEXT,
  "field_type" TEXT,
  "label" TEXT,
  "description" TEXT,
  "required" INTEGER,
  "options" TEXT,
  "indexed" INTEGER,
  "sensitivity" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "custom_field_by_id" ON "custom_field" (tenant, id);
CREATE INDEX "custom_field_by_created_at" ON "custom_field" (tenant, "created_at", id);
CREATE INDEX "custom_field_by_updated_at" ON "custom_field" (tenant, "updated_at", id);
CREATE INDEX "custom_field_by_merged_into" ON "custom_field" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "custom_field_by_record_kind" ON "custom_field" (tenant, "record_kind_key", id);
CREATE TABLE "custom_field_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "custom_field_key_unique" ON "custom_field_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "role" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "key" TEXT,
  "key_key" TEXT,
  "name" TEXT,
  "grants" TEXT,
  "fields" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "role_by_id" ON "role" (tenant, id);
CREATE INDEX "role_by_created_at" ON "role" (tenant, "created_at", id);
CREATE INDEX "role_by_updated_at" ON "role" (tenant, "updated_at", id);
CREATE INDEX "role_by_merged_into" ON "role" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "role_by_key" ON "role" (tenant, "key_key", id);
CREATE TABLE "role_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "role_key_unique" ON "role_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "team" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "name_key" TEXT,
  "parent_id" BLOB,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "team_by_id" ON "team" (tenant, id);
CREATE INDEX "team_by_created_at" ON "team" (tenant, "created_at", id);
CREATE INDEX "team_by_updated_at" ON "team" (tenant, "updated_at", id);
CREATE INDEX "team_by_merged_into" ON "team" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "team_by_name" ON "team" (tenant, "name_key", id);
CREATE INDEX "team_by_parent_id" ON "team" (tenant, "parent_id") WHERE "parent_id" IS NOT NULL;
CREATE TABLE "team_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "team_key_unique" ON "team_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "team_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "import" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "file_name" TEXT,
  "status" TEXT,
  "inspection" TEXT,
  "options" TEXT,
  "digest" TEXT,
  "total_rows" INTEGER,
  "processed_rows" INTEGER,
  "counts" TEXT,
  "recent" TEXT,
  "undone_to" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "import_by_id" ON "import" (tenant, id);
CREATE INDEX "import_by_created_at" ON "import" (tenant, "created_at", id);
CREATE INDEX "import_by_updated_at" ON "import" (tenant, "updated_at", id);
CREATE INDEX "import_by_merged_into" ON "import" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "import_by_status" ON "import" (tenant, "status", id);
CREATE TABLE "import_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "import_key_unique" ON "import_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "import_row" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "import_id" BLOB,
  "row" INTEGER,
  "line" INTEGER,
  "outcome" TEXT,
  "record_kind" TEXT,
  "record_id" BLOB,
  "problems" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "import_row_by_id" ON "import_row" (tenant, id);
CREATE INDEX "import_row_by_created_at" ON "import_row" (tenant, "created_at", id);
CREATE INDEX "import_row_by_updated_at" ON "import_row" (tenant, "updated_at", id);
CREATE INDEX "import_row_by_merged_into" ON "import_row" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "import_row_by_import_id" ON "import_row" (tenant, "import_id", id);
CREATE TABLE "import_row_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "import_row_key_unique" ON "import_row_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "settings" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "time_zone" TEXT,
  "currency" TEXT,
  "country" TEXT,
  "validation_profile" TEXT,
  "email_policy" TEXT,
  "lifecycle_stages" TEXT,
  "size_thresholds" TEXT,
  "exclusive_tag_namespaces" TEXT,
  "communication_channels" TEXT,
  "task_outcomes" TEXT,
  "activity_types" TEXT,
  "working_days" TEXT,
  "working_from" TEXT,
  "working_until" TEXT,
  "holidays" TEXT,
  "snooze_limit" INTEGER,
  "snooze_days" INTEGER,
  "reminder_expiry_days" INTEGER,
  "escalation_user_id" BLOB,
  "file_size_limit" INTEGER,
  "file_types" TEXT,
  "import_rows_per_day" INTEGER,
  "bulk_calls_per_hour" INTEGER,
  "bulk_calls_per_day" INTEGER,
  "export_rows_per_hour" INTEGER,
  "export_rows_per_day" INTEGER,
  "deal_number_format" TEXT,
  "lead_mode" TEXT,
  "lead_sub_statuses" TEXT,
  "lead_warm_from" INTEGER,
  "lead_hot_from" INTEGER,
  "engaged_days" INTEGER,
  "active_days" INTEGER,
  "at_risk_days" INTEGER,
  "win_without_account" INTEGER,
  "relaxed_buying_groups" INTEGER,
  "audited_reads" TEXT,
  "unseen_work" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "settings_by_id" ON "settings" (tenant, id);
CREATE INDEX "settings_by_created_at" ON "settings" (tenant, "created_at", id);
CREATE INDEX "settings_by_updated_at" ON "settings" (tenant, "updated_at", id);
CREATE INDEX "settings_by_merged_into" ON "settings" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE TABLE "settings_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "settings_key_unique" ON "settings_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "segment" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_kind_key" TEXT,
  "kind" TEXT,
  "name" TEXT,
  "name_key" TEXT,
  "description" TEXT,
  "rule" TEXT,
  "rule_version" INTEGER,
  "rule_fields" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "segment_by_id" ON "segment" (tenant, id);
CREATE INDEX "segment_by_created_at" ON "segment" (tenant, "created_at", id);
CREATE INDEX "segment_by_updated_at" ON "segment" (tenant, "updated_at", id);
CREATE INDEX "segment_by_merged_into" ON "segment" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "segment_by_record_kind" ON "segment" (tenant, "record_kind_key", id);
CREATE INDEX "segment_by_name" ON "segment" (tenant, "name_key", id);
CREATE TABLE "segment_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "segment_key_unique" ON "segment_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "link" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "item_kind" TEXT,
  "item_id" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "origin" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "link_by_id" ON "link" (tenant, id);
CREATE INDEX "link_by_created_at" ON "link" (tenant, "created_at", id);
CREATE INDEX "link_by_updated_at" ON "link" (tenant, "updated_at", id);
CREATE INDEX "link_by_merged_into" ON "link" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "link_by_item_id" ON "link" (tenant, "item_id", id);
CREATE INDEX "link_by_record_id" ON "link" (tenant, "record_id", id);
CREATE TABLE "link_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "link_key_unique" ON "link_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "communication" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "kind" TEXT,
  "channel" TEXT,
  "direction" TEXT,
  "subject" TEXT,
  "body" TEXT,
  "body_html" TEXT,
  "summary" TEXT,
  "occurred_at" INTEGER,
  "time_zone" TEXT,
  "duration_seconds" INTEGER,
  "outcome" TEXT,
  "location" TEXT,
  "recording_url" TEXT,
  "transcript_id" TEXT,
  "message_id" TEXT,
  "in_reply_to" TEXT,
  "references" TEXT,
  "thread_id" TEXT,
  "thread_id_key" TEXT,
  "task_id" BLOB,
  "privacy" TEXT,
  "owner_id" BLOB,
  "team_id" BLOB,
  "external_ids" TEXT,
  "body_safe_html" TEXT,
  "status" TEXT,
  "scheduled_at" INTEGER,
  "requested_at" INTEGER,
  "ignores_quiet_hours" INTEGER,
  "failure" TEXT,
  "user_ids" TEXT,
  "attachment_count" INTEGER,
  "touched_at" INTEGER,
  "timeline_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "communication_by_id" ON "communication" (tenant, id);
CREATE INDEX "communication_by_created_at" ON "communication" (tenant, "created_at", id);
CREATE INDEX "communication_by_updated_at" ON "communication" (tenant, "updated_at", id);
CREATE INDEX "communication_by_merged_into" ON "communication" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "communication_by_occurred_at" ON "communication" (tenant, "occurred_at", id);
CREATE INDEX "communication_by_thread_id" ON "communication" (tenant, "thread_id_key", id);
CREATE INDEX "communication_by_task_id" ON "communication" (tenant, "task_id", id);
CREATE INDEX "communication_by_privacy" ON "communication" (tenant, "privacy", id);
CREATE INDEX "communication_by_owner_id" ON "communication" (tenant, "owner_id", id);
CREATE INDEX "communication_by_team_id" ON "communication" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "communication_by_status" ON "communication" (tenant, "status", id);
CREATE INDEX "communication_by_scheduled_at" ON "communication" (tenant, "scheduled_at", id);
CREATE INDEX "communication_by_timeline_at" ON "communication" (tenant, "timeline_at", id);
CREATE TABLE "communication_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "communication_key_unique" ON "communication_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "communication_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "participant" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "communication_id" BLOB,
  "role" TEXT,
  "contact_id" BLOB,
  "user_id" BLOB,
  "address" TEXT,
  "name" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "participant_by_id" ON "participant" (tenant, id);
CREATE INDEX "participant_by_created_at" ON "participant" (tenant, "created_at", id);
CREATE INDEX "participant_by_updated_at" ON "participant" (tenant, "updated_at", id);
CREATE INDEX "participant_by_merged_into" ON "participant" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "participant_by_communication_id" ON "participant" (tenant, "communication_id", id);
CREATE INDEX "participant_by_contact_id" ON "participant" (tenant, "contact_id", id);
CREATE INDEX "participant_by_user_id" ON "participant" (tenant, "user_id", id);
CREATE TABLE "participant_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "participant_key_unique" ON "participant_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "task" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "subject" TEXT,
  "description" TEXT,
  "kind" TEXT,
  "kind_text" TEXT,
  "priority" TEXT,
  "due_on" TEXT,
  "due_time" TEXT,
  "time_zone" TEXT,
  "assignee_id" BLOB,
  "backup_owner_ids" TEXT,
  "team_id" BLOB,
  "checklist" TEXT,
  "recurrence" TEXT,
  "recurs_from" TEXT,
  "outcome" TEXT,
  "result" TEXT,
  "status" TEXT,
  "due_at" INTEGER,
  "completed_at" INTEGER,
  "completed_by" BLOB,
  "series_on" TEXT,
  "follows_id" BLOB,
  "missed" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "task_by_id" ON "task" (tenant, id);
CREATE INDEX "task_by_created_at" ON "task" (tenant, "created_at", id);
CREATE INDEX "task_by_updated_at" ON "task" (tenant, "updated_at", id);
CREATE INDEX "task_by_merged_into" ON "task" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "task_by_due_on" ON "task" (tenant, "due_on", id);
CREATE INDEX "task_by_assignee_id" ON "task" (tenant, "assignee_id", id);
CREATE INDEX "task_by_team_id" ON "task" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "task_by_status" ON "task" (tenant, "status", id);
CREATE INDEX "task_by_due_at" ON "task" (tenant, "due_at", id);
CREATE INDEX "task_by_completed_at" ON "task" (tenant, "completed_at", id);
CREATE INDEX "task_by_follows_id" ON "task" (tenant, "follows_id", id);
CREATE TABLE "task_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "task_key_unique" ON "task_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "task_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "reminder" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "key" TEXT,
  "text" TEXT,
  "remind_at" INTEGER,
  "before_minutes" INTEGER,
  "local_on" TEXT,
  "local_time" TEXT,
  "time_zone" TEXT,
  "recurrence" TEXT,
  "recurs_from" TEXT,
  "priority" TEXT,
  "working_hours" INTEGER,
  "assignee_id" BLOB,
  "backup_owner_ids" TEXT,
  "state" TEXT,
  "due_at" INTEGER,
  "original_due_at" INTEGER,
  "instance_on" TEXT,
  "missed" INTEGER,
  "snoozes" TEXT,
  "transfers" TEXT,
  "moved_by_hand" INTEGER,
  "leased_until" INTEGER,
  "deliveries" INTEGER,
  "notified_at" INTEGER,
  "notified_user_id" BLOB,
  "answered_at" INTEGER,
  "answered_by" BLOB,
  "ended_with_record" INTEGER,
  "next_at" INTEGER,
  "delivery_order" TEXT,
  "delivery_order_key" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "reminder_by_id" ON "reminder" (tenant, id);
CREATE INDEX "reminder_by_created_at" ON "reminder" (tenant, "created_at", id);
CREATE INDEX "reminder_by_updated_at" ON "reminder" (tenant, "updated_at", id);
CREATE INDEX "reminder_by_merged_into" ON "reminder" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "reminder_by_record_id" ON "reminder" (tenant, "record_id", id);
CREATE INDEX "reminder_by_assignee_id" ON "reminder" (tenant, "assignee_id", id);
CREATE INDEX "reminder_by_state" ON "reminder" (tenant, "state", id);
CREATE INDEX "reminder_by_due_at" ON "reminder" (tenant, "due_at", id);
CREATE INDEX "reminder_by_next_at" ON "reminder" (tenant, "next_at", id);
CREATE INDEX "reminder_by_delivery_order" ON "reminder" (tenant, "delivery_order_key", id);
CREATE TABLE "reminder_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "reminder_key_unique" ON "reminder_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "note" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "title" TEXT,
  "body" TEXT,
  "pinned" INTEGER,
  "privacy" TEXT,
  "owner_id" BLOB,
  "team_id" BLOB,
  "user_ids" TEXT,
  "position" TEXT,
  "position_key" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "note_by_id" ON "note" (tenant, id);
CREATE INDEX "note_by_created_at" ON "note" (tenant, "created_at", id);
CREATE INDEX "note_by_updated_at" ON "note" (tenant, "updated_at", id);
CREATE INDEX "note_by_merged_into" ON "note" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "note_by_privacy" ON "note" (tenant, "privacy", id);
CREATE INDEX "note_by_owner_id" ON "note" (tenant, "owner_id", id);
CREATE INDEX "note_by_team_id" ON "note" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "note_by_position" ON "note" (tenant, "position_key", id);
CREATE TABLE "note_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "note_key_unique" ON "note_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "note_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "comment" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "parent_id" BLOB,
  "body" TEXT,
  "owner_id" BLOB,
  "user_ids" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "comment_by_id" ON "comment" (tenant, id);
CREATE INDEX "comment_by_created_at" ON "comment" (tenant, "created_at", id);
CREATE INDEX "comment_by_updated_at" ON "comment" (tenant, "updated_at", id);
CREATE INDEX "comment_by_merged_into" ON "comment" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "comment_by_record_id" ON "comment" (tenant, "record_id", id);
CREATE INDEX "comment_by_parent_id" ON "comment" (tenant, "parent_id", id);
CREATE TABLE "comment_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "comment_key_unique" ON "comment_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "file" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "name_key" TEXT,
  "description" TEXT,
  "kind" TEXT,
  "folder" TEXT,
  "folder_key" TEXT,
  "labels" TEXT,
  "retention" TEXT,
  "keep_until" TEXT,
  "privacy" TEXT,
  "owner_id" BLOB,
  "team_id" BLOB,
  "media_type" TEXT,
  "size_bytes" INTEGER,
  "digest" TEXT,
  "scan" TEXT,
  "version_count" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "file_by_id" ON "file" (tenant, id);
CREATE INDEX "file_by_created_at" ON "file" (tenant, "created_at", id);
CREATE INDEX "file_by_updated_at" ON "file" (tenant, "updated_at", id);
CREATE INDEX "file_by_merged_into" ON "file" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "file_by_name" ON "file" (tenant, "name_key", id);
CREATE INDEX "file_by_folder" ON "file" (tenant, "folder_key", id);
CREATE INDEX "file_by_privacy" ON "file" (tenant, "privacy", id);
CREATE INDEX "file_by_owner_id" ON "file" (tenant, "owner_id", id);
CREATE INDEX "file_by_team_id" ON "file" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE TABLE "file_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "file_key_unique" ON "file_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "file_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "file_version" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "file_id" BLOB,
  "number" INTEGER,
  "name" TEXT,
  "media_type" TEXT,
  "size_bytes" INTEGER,
  "digest" TEXT,
  "digest_key" TEXT,
  "scan" TEXT,
  "threat" TEXT,
  "restored_from" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "file_version_by_id" ON "file_version" (tenant, id);
CREATE INDEX "file_version_by_created_at" ON "file_version" (tenant, "created_at", id);
CREATE INDEX "file_version_by_updated_at" ON "file_version" (tenant, "updated_at", id);
CREATE INDEX "file_version_by_merged_into" ON "file_version" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "file_version_by_file_id" ON "file_version" (tenant, "file_id", id);
CREATE INDEX "file_version_by_digest" ON "file_version" (tenant, "digest_key", id);
CREATE TABLE "file_version_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "file_version_key_unique" ON "file_version_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "timeline_entry" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "kind" TEXT,
  "custom_kind" TEXT,
  "communication_id" BLOB,
  "title" TEXT,
  "description" TEXT,
  "happened_at" INTEGER,
  "user_id" BLOB,
  "details" TEXT,
  "automatic" INTEGER,
  "external_ids" TEXT,
  "occurred_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "timeline_entry_by_id" ON "timeline_entry" (tenant, id);
CREATE INDEX "timeline_entry_by_created_at" ON "timeline_entry" (tenant, "created_at", id);
CREATE INDEX "timeline_entry_by_updated_at" ON "timeline_entry" (tenant, "updated_at", id);
CREATE INDEX "timeline_entry_by_merged_into" ON "timeline_entry" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "timeline_entry_by_communication_id" ON "timeline_entry" (tenant, "communication_id", id);
CREATE INDEX "timeline_entry_by_occurred_at" ON "timeline_entry" (tenant, "occurred_at", id);
CREATE TABLE "timeline_entry_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "timeline_entry_key_unique" ON "timeline_entry_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "timeline_entry_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "pipeline" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "name_key" TEXT,
  "description" TEXT,
  "status" TEXT,
  "high_value_amount" INTEGER,
  "high_value_currency" TEXT,
  "hot_probability" INTEGER,
  "sales_rules" TEXT,
  "amount_from_quotation" INTEGER,
  "is_default" INTEGER,
  "configuration" INTEGER,
  "stages" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "pipeline_by_id" ON "pipeline" (tenant, id);
CREATE INDEX "pipeline_by_created_at" ON "pipeline" (tenant, "created_at", id);
CREATE INDEX "pipeline_by_updated_at" ON "pipeline" (tenant, "updated_at", id);
CREATE INDEX "pipeline_by_merged_into" ON "pipeline" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "pipeline_by_name" ON "pipeline" (tenant, "name_key", id);
CREATE TABLE "pipeline_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "pipeline_key_unique" ON "pipeline_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "pipeline_version" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "pipeline_id" BLOB,
  "configuration" INTEGER,
  "stages" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "pipeline_version_by_id" ON "pipeline_version" (tenant, id);
CREATE INDEX "pipeline_version_by_created_at" ON "pipeline_version" (tenant, "created_at", id);
CREATE INDEX "pipeline_version_by_updated_at" ON "pipeline_version" (tenant, "updated_at", id);
CREATE INDEX "pipeline_version_by_merged_into" ON "pipeline_version" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "pipeline_version_by_pipeline_id" ON "pipeline_version" (tenant, "pipeline_id", id);
CREATE TABLE "pipeline_version_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "pipeline_version_key_unique" ON "pipeline_version_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "deal" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "created_via" TEXT,
  "name" TEXT,
  "name_key" TEXT,
  "account_id" BLOB,
  "amount_amount" INTEGER,
  "amount_currency" TEXT,
  "currency" TEXT,
  "discount_amount" INTEGER,
  "discount_currency" TEXT,
  "discount_percent" INTEGER,
  "tax_amount" INTEGER,
  "tax_currency" TEXT,
  "expected_close_on" TEXT,
  "forecast_category" TEXT,
  "priority" TEXT,
  "source" TEXT,
  "medium" TEXT,
  "campaign" TEXT,
  "note" TEXT,
  "owner_id" BLOB,
  "backup_owner_ids" TEXT,
  "members" TEXT,
  "team_id" BLOB,
  "competitor_ids" TEXT,
  "external_ids" TEXT,
  "extras" TEXT,
  "number" TEXT,
  "number_key" TEXT,
  "pipeline_id" BLOB,
  "configuration" INTEGER,
  "stage_id" BLOB,
  "stage" TEXT,
  "stage_entered_at" INTEGER,
  "status" TEXT,
  "rank" TEXT,
  "rank_key" TEXT,
  "probability" INTEGER,
  "probability_source" TEXT,
  "total_amount" INTEGER,
  "total_currency" TEXT,
  "quoted" INTEGER,
  "line_count" INTEGER,
  "member_ids" TEXT,
  "lead_id" BLOB,
  "primary_contact_id" BLOB,
  "closed_on" TEXT,
  "closed_at" INTEGER,
  "won_reason" TEXT,
  "lost_reason" TEXT,
  "reason_text" TEXT,
  "lost_to_id" BLOB,
  "slips" TEXT,
  "slip_days" INTEGER,
  "first_contacted_at" INTEGER,
  "last_activity_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "deal_by_id" ON "deal" (tenant, id);
CREATE INDEX "deal_by_created_at" ON "deal" (tenant, "created_at", id);
CREATE INDEX "deal_by_updated_at" ON "deal" (tenant, "updated_at", id);
CREATE INDEX "deal_by_merged_into" ON "deal" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "deal_by_name" ON "deal" (tenant, "name_key", id);
CREATE INDEX "deal_by_account_id" ON "deal" (tenant, "account_id", id);
CREATE INDEX "deal_by_expected_close_on" ON "deal" (tenant, "expected_close_on", id);
CREATE INDEX "deal_by_owner_id" ON "deal" (tenant, "owner_id", id);
CREATE INDEX "deal_by_team_id" ON "deal" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "deal_by_number" ON "deal" (tenant, "number_key", id);
CREATE INDEX "deal_by_pipeline_id" ON "deal" (tenant, "pipeline_id", id);
CREATE INDEX "deal_by_stage_id" ON "deal" (tenant, "stage_id", id);
CREATE INDEX "deal_by_status" ON "deal" (tenant, "status", id);
CREATE INDEX "deal_by_rank" ON "deal" (tenant, "rank_key", id);
CREATE INDEX "deal_by_stage_id_rank" ON "deal" (tenant, "stage_id", "rank_key", id);
CREATE INDEX "deal_by_probability" ON "deal" (tenant, "probability", id);
CREATE INDEX "deal_by_lead_id" ON "deal" (tenant, "lead_id", id);
CREATE INDEX "deal_by_primary_contact_id" ON "deal" (tenant, "primary_contact_id", id);
CREATE INDEX "deal_by_closed_on" ON "deal" (tenant, "closed_on", id);
CREATE INDEX "deal_by_lost_to_id" ON "deal" (tenant, "lost_to_id") WHERE "lost_to_id" IS NOT NULL;
CREATE INDEX "deal_by_last_activity_at" ON "deal" (tenant, "last_activity_at", id);
CREATE TABLE "deal_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "deal_key_unique" ON "deal_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "deal_tally" (
  tenant INTEGER NOT NULL,
  "stage_id" BLOB NOT NULL,
  currency TEXT NOT NULL, -- empty for records without an amount
  count INTEGER NOT NULL,
  amount TEXT NOT NULL,
  weighted TEXT NOT NULL,
  PRIMARY KEY (tenant, "stage_id", currency)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE "deal_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "deal_line" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "deal_id" BLOB,
  "product_id" TEXT,
  "name" TEXT,
  "quantity" INTEGER,
  "price_amount" INTEGER,
  "price_currency" TEXT,
  "discount_amount" INTEGER,
  "discount_currency" TEXT,
  "discount_percent" INTEGER,
  "position" INTEGER,
  "total_amount" INTEGER,
  "total_currency" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "deal_line_by_id" ON "deal_line" (tenant, id);
CREATE INDEX "deal_line_by_created_at" ON "deal_line" (tenant, "created_at", id);
CREATE INDEX "deal_line_by_updated_at" ON "deal_line" (tenant, "updated_at", id);
CREATE INDEX "deal_line_by_merged_into" ON "deal_line" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "deal_line_by_deal_id" ON "deal_line" (tenant, "deal_id", id);
CREATE TABLE "deal_line_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "deal_line_key_unique" ON "deal_line_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "deal_contact" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "deal_id" BLOB,
  "contact_id" BLOB,
  "role" TEXT,
  "role_text" TEXT,
  "note" TEXT,
  "primary" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "deal_contact_by_id" ON "deal_contact" (tenant, id);
CREATE INDEX "deal_contact_by_created_at" ON "deal_contact" (tenant, "created_at", id);
CREATE INDEX "deal_contact_by_updated_at" ON "deal_contact" (tenant, "updated_at", id);
CREATE INDEX "deal_contact_by_merged_into" ON "deal_contact" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "deal_contact_by_deal_id" ON "deal_contact" (tenant, "deal_id", id);
CREATE INDEX "deal_contact_by_contact_id" ON "deal_contact" (tenant, "contact_id", id);
CREATE TABLE "deal_contact_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "deal_contact_key_unique" ON "deal_contact_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "stage_stay" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "deal_id" BLOB,
  "pipeline_id" BLOB,
  "configuration" INTEGER,
  "stage_id" BLOB,
  "stage" TEXT,
  "status" TEXT,
  "entered_at" INTEGER,
  "cause" TEXT,
  "document_id" BLOB,
  "amount_amount" INTEGER,
  "amount_currency" TEXT,
  "total_amount" INTEGER,
  "total_currency" TEXT,
  "probability" INTEGER,
  "expected_close_on" TEXT,
  "note" TEXT,
  "closed_on" TEXT,
  "won_reason" TEXT,
  "lost_reason" TEXT,
  "reason_text" TEXT,
  "lost_to_id" BLOB,
  "left_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "stage_stay_by_id" ON "stage_stay" (tenant, id);
CREATE INDEX "stage_stay_by_created_at" ON "stage_stay" (tenant, "created_at", id);
CREATE INDEX "stage_stay_by_updated_at" ON "stage_stay" (tenant, "updated_at", id);
CREATE INDEX "stage_stay_by_merged_into" ON "stage_stay" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "stage_stay_by_deal_id" ON "stage_stay" (tenant, "deal_id", id);
CREATE INDEX "stage_stay_by_pipeline_id" ON "stage_stay" (tenant, "pipeline_id") WHERE "pipeline_id" IS NOT NULL;
CREATE INDEX "stage_stay_by_stage_id" ON "stage_stay" (tenant, "stage_id", id);
CREATE INDEX "stage_stay_by_document_id" ON "stage_stay" (tenant, "document_id") WHERE "document_id" IS NOT NULL;
CREATE INDEX "stage_stay_by_lost_to_id" ON "stage_stay" (tenant, "lost_to_id") WHERE "lost_to_id" IS NOT NULL;
CREATE TABLE "stage_stay_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "stage_stay_key_unique" ON "stage_stay_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "deal_alert" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "deal_id" BLOB,
  "kind" TEXT,
  "stay_id" BLOB,
  "document_id" BLOB,
  "document_revision" INTEGER,
  "rule" TEXT,
  "names" TEXT,
  "task_id" BLOB,
  "snoozed_until" INTEGER,
  "resolved_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "deal_alert_by_id" ON "deal_alert" (tenant, id);
CREATE INDEX "deal_alert_by_created_at" ON "deal_alert" (tenant, "created_at", id);
CREATE INDEX "deal_alert_by_updated_at" ON "deal_alert" (tenant, "updated_at", id);
CREATE INDEX "deal_alert_by_merged_into" ON "deal_alert" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "deal_alert_by_deal_id" ON "deal_alert" (tenant, "deal_id", id);
CREATE INDEX "deal_alert_by_stay_id" ON "deal_alert" (tenant, "stay_id") WHERE "stay_id" IS NOT NULL;
CREATE INDEX "deal_alert_by_document_id" ON "deal_alert" (tenant, "document_id") WHERE "document_id" IS NOT NULL;
CREATE INDEX "deal_alert_by_task_id" ON "deal_alert" (tenant, "task_id", id);
CREATE TABLE "deal_alert_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "deal_alert_key_unique" ON "deal_alert_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "competitor" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "name_key" TEXT,
  "website" TEXT,
  "account_id" BLOB,
  "strengths" TEXT,
  "weaknesses" TEXT,
  "note" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "competitor_by_id" ON "competitor" (tenant, id);
CREATE INDEX "competitor_by_created_at" ON "competitor" (tenant, "created_at", id);
CREATE INDEX "competitor_by_updated_at" ON "competitor" (tenant, "updated_at", id);
CREATE INDEX "competitor_by_merged_into" ON "competitor" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "competitor_by_name" ON "competitor" (tenant, "name_key", id);
CREATE INDEX "competitor_by_account_id" ON "competitor" (tenant, "account_id") WHERE "account_id" IS NOT NULL;
CREATE TABLE "competitor_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "competitor_key_unique" ON "competitor_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "competitor_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "sales_document" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "kind" TEXT,
  "number" TEXT,
  "number_key" TEXT,
  "status" TEXT,
  "account_id" BLOB,
  "deal_id" BLOB,
  "origin_id" BLOB,
  "customer_name" TEXT,
  "issued_on" TEXT,
  "due_on" TEXT,
  "total_amount" INTEGER,
  "total_currency" TEXT,
  "tax_amount" INTEGER,
  "tax_currency" TEXT,
  "lines" TEXT,
  "payments" TEXT,
  "url" TEXT,
  "external_ids" TEXT,
  "extras" TEXT,
  "revision" INTEGER,
  "paid_amount" INTEGER,
  "paid_currency" TEXT,
  "balance_amount" INTEGER,
  "balance_currency" TEXT,
  "paid_on" TEXT,
  "fulfilled" INTEGER,
  "settled" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "sales_document_by_id" ON "sales_document" (tenant, id);
CREATE INDEX "sales_document_by_created_at" ON "sales_document" (tenant, "created_at", id);
CREATE INDEX "sales_document_by_updated_at" ON "sales_document" (tenant, "updated_at", id);
CREATE INDEX "sales_document_by_merged_into" ON "sales_document" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "sales_document_by_kind" ON "sales_document" (tenant, "kind", id);
CREATE INDEX "sales_document_by_number" ON "sales_document" (tenant, "number_key", id);
CREATE INDEX "sales_document_by_account_id" ON "sales_document" (tenant, "account_id", id);
CREATE INDEX "sales_document_by_deal_id" ON "sales_document" (tenant, "deal_id", id);
CREATE INDEX "sales_document_by_origin_id" ON "sales_document" (tenant, "origin_id", id);
CREATE INDEX "sales_document_by_issued_on" ON "sales_document" (tenant, "issued_on", id);
CREATE TABLE "sales_document_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "sales_document_key_unique" ON "sales_document_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "sales_document_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "sales_event" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "document_id" BLOB,
  "event" TEXT,
  "document_revision" INTEGER,
  "deal_id" BLOB,
  "rule" TEXT,
  "effect" TEXT,
  "stage" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "sales_event_by_id" ON "sales_event" (tenant, id);
CREATE INDEX "sales_event_by_created_at" ON "sales_event" (tenant, "created_at", id);
CREATE INDEX "sales_event_by_updated_at" ON "sales_event" (tenant, "updated_at", id);
CREATE INDEX "sales_event_by_merged_into" ON "sales_event" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "sales_event_by_document_id" ON "sales_event" (tenant, "document_id", id);
CREATE INDEX "sales_event_by_deal_id" ON "sales_event" (tenant, "deal_id", id);
CREATE TABLE "sales_event_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "sales_event_key_unique" ON "sales_event_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "lead" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "created_via" TEXT,
  "name_prefix" TEXT,
  "name_given" TEXT,
  "name_middle" TEXT,
  "name_family" TEXT,
  "name_suffix" TEXT,
  "name_nickname" TEXT,
  "name_given_phonetic" TEXT,
  "name_family_phonetic" TEXT,
  "display_as" TEXT,
  "emails" TEXT,
  "phones" TEXT,
  "addresses" TEXT,
  "company_text" TEXT,
  "website" TEXT,
  "job_title" TEXT,
  "acquisition_source" TEXT,
  "acquisition_source_key" TEXT,
  "medium" TEXT,
  "campaign" TEXT,
  "source_detail" TEXT,
  "referrer" TEXT,
  "budget_amount" INTEGER,
  "budget_currency" TEXT,
  "budget_to_amount" INTEGER,
  "budget_to_currency" TEXT,
  "timeline" TEXT,
  "authority" TEXT,
  "need" TEXT,
  "need_intensity" TEXT,
  "priority" TEXT,
  "sub_status" TEXT,
  "account_id" BLOB,
  "contact_id" BLOB,
  "note" TEXT,
  "owner_id" BLOB,
  "backup_owner_ids" TEXT,
  "team_id" BLOB,
  "external_ids" TEXT,
  "extras" TEXT,
  "display_name" TEXT,
  "display_name_key" TEXT,
  "sort_name" TEXT,
  "sort_name_key" TEXT,
  "primary_email" TEXT,
  "primary_email_key" TEXT,
  "primary_phone" TEXT,
  "location" TEXT,
  "status" TEXT,
  "qualified_at" INTEGER,
  "assigned_at" INTEGER,
  "assignments" TEXT,
  "closed_at" INTEGER,
  "closed_by" BLOB,
  "closed_from" TEXT,
  "disqualify_reason" TEXT,
  "lost_reason" TEXT,
  "reason_text" TEXT,
  "score" INTEGER,
  "automatic_score" INTEGER,
  "score_override" INTEGER,
  "score_reason" TEXT,
  "score_until" INTEGER,
  "scored_by" BLOB,
  "rating" TEXT,
  "converted_at" INTEGER,
  "conversion_origin" TEXT,
  "conversion_id" BLOB,
  "converted_account_id" BLOB,
  "converted_contact_id" BLOB,
  "converted_deal_id" BLOB,
  "first_contacted_at" INTEGER,
  "last_contacted_at" INTEGER,
  "last_activity_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "lead_by_id" ON "lead" (tenant, id);
CREATE INDEX "lead_by_created_at" ON "lead" (tenant, "created_at", id);
CREATE INDEX "lead_by_updated_at" ON "lead" (tenant, "updated_at", id);
CREATE INDEX "lead_by_merged_into" ON "lead" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "lead_by_acquisition_source" ON "lead" (tenant, "acquisition_source_key", id);
CREATE INDEX "lead_by_account_id" ON "lead" (tenant, "account_id", id);
CREATE INDEX "lead_by_contact_id" ON "lead" (tenant, "contact_id", id);
CREATE INDEX "lead_by_owner_id" ON "lead" (tenant, "owner_id", id);
CREATE INDEX "lead_by_team_id" ON "lead" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "lead_by_display_name" ON "lead" (tenant, "display_name_key", id);
CREATE INDEX "lead_by_sort_name" ON "lead" (tenant, "sort_name_key", id);
CREATE INDEX "lead_by_primary_email" ON "lead" (tenant, "primary_email_key", id);
CREATE INDEX "lead_by_status" ON "lead" (tenant, "status", id);
CREATE INDEX "lead_by_assigned_at" ON "lead" (tenant, "assigned_at", id);
CREATE INDEX "lead_by_score" ON "lead" (tenant, "score", id);
CREATE INDEX "lead_by_score_until" ON "lead" (tenant, "score_until", id);
CREATE INDEX "lead_by_rating" ON "lead" (tenant, "rating", id);
CREATE INDEX "lead_by_converted_at" ON "lead" (tenant, "converted_at", id);
CREATE INDEX "lead_by_conversion_id" ON "lead" (tenant, "conversion_id") WHERE "conversion_id" IS NOT NULL;
CREATE INDEX "lead_by_converted_account_id" ON "lead" (tenant, "converted_account_id", id);
CREATE INDEX "lead_by_converted_contact_id" ON "lead" (tenant, "converted_contact_id", id);
CREATE INDEX "lead_by_converted_deal_id" ON "lead" (tenant, "converted_deal_id", id);
CREATE INDEX "lead_by_last_activity_at" ON "lead" (tenant, "last_activity_at", id);
CREATE TABLE "lead_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "lead_key_unique" ON "lead_key" (tenant, space, value) WHERE is_unique;
CREATE VIRTUAL TABLE "lead_search" USING fts5 (name, point, company, text, content='', contentless_delete=1, detail='column', tokenize='ascii', prefix='7 8');
CREATE TABLE "assignment_rule" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "name_key" TEXT,
  "position" INTEGER,
  "disabled" INTEGER,
  "condition" TEXT,
  "strategy" TEXT,
  "territory_field" TEXT,
  "candidates" TEXT,
  "given" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "assignment_rule_by_id" ON "assignment_rule" (tenant, id);
CREATE INDEX "assignment_rule_by_created_at" ON "assignment_rule" (tenant, "created_at", id);
CREATE INDEX "assignment_rule_by_updated_at" ON "assignment_rule" (tenant, "updated_at", id);
CREATE INDEX "assignment_rule_by_merged_into" ON "assignment_rule" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "assignment_rule_by_name" ON "assignment_rule" (tenant, "name_key", id);
CREATE INDEX "assignment_rule_by_position" ON "assignment_rule" (tenant, "position", id);
CREATE TABLE "assignment_rule_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "assignment_rule_key_unique" ON "assignment_rule_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "conversion" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "lead_id" BLOB,
  "origin" TEXT,
  "account_id" BLOB,
  "contact_id" BLOB,
  "deal_id" BLOB,
  "created" TEXT,
  "fields" TEXT,
  "holds" TEXT,
  "undone_at" INTEGER,
  "undone_by" BLOB,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "conversion_by_id" ON "conversion" (tenant, id);
CREATE INDEX "conversion_by_created_at" ON "conversion" (tenant, "created_at", id);
CREATE INDEX "conversion_by_updated_at" ON "conversion" (tenant, "updated_at", id);
CREATE INDEX "conversion_by_merged_into" ON "conversion" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "conversion_by_lead_id" ON "conversion" (tenant, "lead_id", id);
CREATE INDEX "conversion_by_account_id" ON "conversion" (tenant, "account_id") WHERE "account_id" IS NOT NULL;
CREATE INDEX "conversion_by_contact_id" ON "conversion" (tenant, "contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "conversion_by_deal_id" ON "conversion" (tenant, "deal_id") WHERE "deal_id" IS NOT NULL;
CREATE TABLE "conversion_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "conversion_key_unique" ON "conversion_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "number_sequence" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "name" TEXT,
  "last" INTEGER,
  "blocks" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "number_sequence_by_id" ON "number_sequence" (tenant, id);
CREATE INDEX "number_sequence_by_created_at" ON "number_sequence" (tenant, "created_at", id);
CREATE INDEX "number_sequence_by_updated_at" ON "number_sequence" (tenant, "updated_at", id);
CREATE INDEX "number_sequence_by_merged_into" ON "number_sequence" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE TABLE "number_sequence_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "number_sequence_key_unique" ON "number_sequence_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "saved_view" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_kind_key" TEXT,
  "name" TEXT,
  "name_key" TEXT,
  "description" TEXT,
  "visibility" TEXT,
  "team_id" BLOB,
  "shape" TEXT,
  "columns" TEXT,
  "sort" TEXT,
  "filter" TEXT,
  "group_by" TEXT,
  "owner_id" BLOB,
  "filter_fields" TEXT,
  "fields" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "saved_view_by_id" ON "saved_view" (tenant, id);
CREATE INDEX "saved_view_by_created_at" ON "saved_view" (tenant, "created_at", id);
CREATE INDEX "saved_view_by_updated_at" ON "saved_view" (tenant, "updated_at", id);
CREATE INDEX "saved_view_by_merged_into" ON "saved_view" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "saved_view_by_record_kind" ON "saved_view" (tenant, "record_kind_key", id);
CREATE INDEX "saved_view_by_name" ON "saved_view" (tenant, "name_key", id);
CREATE INDEX "saved_view_by_team_id" ON "saved_view" (tenant, "team_id") WHERE "team_id" IS NOT NULL;
CREATE INDEX "saved_view_by_owner_id" ON "saved_view" (tenant, "owner_id", id);
CREATE TABLE "saved_view_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "saved_view_key_unique" ON "saved_view_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "view_mark" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "view_id" BLOB,
  "record_kind" TEXT,
  "owner_id" BLOB,
  "pinned" INTEGER,
  "position" INTEGER,
  "preferred" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "view_mark_by_id" ON "view_mark" (tenant, id);
CREATE INDEX "view_mark_by_created_at" ON "view_mark" (tenant, "created_at", id);
CREATE INDEX "view_mark_by_updated_at" ON "view_mark" (tenant, "updated_at", id);
CREATE INDEX "view_mark_by_merged_into" ON "view_mark" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "view_mark_by_view_id" ON "view_mark" (tenant, "view_id", id);
CREATE INDEX "view_mark_by_owner_id" ON "view_mark" (tenant, "owner_id", id);
CREATE TABLE "view_mark_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "view_mark_key_unique" ON "view_mark_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "bulk" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "owner_id" BLOB,
  "status" TEXT,
  "action" TEXT,
  "total" INTEGER,
  "processed" INTEGER,
  "changed" INTEGER,
  "unchanged" INTEGER,
  "refused" INTEGER,
  "reached_id" BLOB,
  "undone_to" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "bulk_by_id" ON "bulk" (tenant, id);
CREATE INDEX "bulk_by_created_at" ON "bulk" (tenant, "created_at", id);
CREATE INDEX "bulk_by_updated_at" ON "bulk" (tenant, "updated_at", id);
CREATE INDEX "bulk_by_merged_into" ON "bulk" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "bulk_by_owner_id" ON "bulk" (tenant, "owner_id", id);
CREATE INDEX "bulk_by_status" ON "bulk" (tenant, "status", id);
CREATE INDEX "bulk_by_reached_id" ON "bulk" (tenant, "reached_id") WHERE "reached_id" IS NOT NULL;
CREATE TABLE "bulk_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "bulk_key_unique" ON "bulk_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "bulk_item" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "bulk_id" BLOB,
  "position" INTEGER,
  "record_id" BLOB,
  "outcome" TEXT,
  "code" TEXT,
  "reason" TEXT,
  "field" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "bulk_item_by_id" ON "bulk_item" (tenant, id);
CREATE INDEX "bulk_item_by_created_at" ON "bulk_item" (tenant, "created_at", id);
CREATE INDEX "bulk_item_by_updated_at" ON "bulk_item" (tenant, "updated_at", id);
CREATE INDEX "bulk_item_by_merged_into" ON "bulk_item" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "bulk_item_by_bulk_id" ON "bulk_item" (tenant, "bulk_id", id);
CREATE TABLE "bulk_item_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "bulk_item_key_unique" ON "bulk_item_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "share" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "user_id" BLOB,
  "team_id" BLOB,
  "level" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "share_by_id" ON "share" (tenant, id);
CREATE INDEX "share_by_created_at" ON "share" (tenant, "created_at", id);
CREATE INDEX "share_by_updated_at" ON "share" (tenant, "updated_at", id);
CREATE INDEX "share_by_merged_into" ON "share" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "share_by_record_id" ON "share" (tenant, "record_id", id);
CREATE INDEX "share_by_user_id" ON "share" (tenant, "user_id", id);
CREATE INDEX "share_by_team_id" ON "share" (tenant, "team_id", id);
CREATE TABLE "share_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "share_key_unique" ON "share_key" (tenant, space, value) WHERE is_unique;
CREATE TABLE "usage" (
  rowid INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL REFERENCES tenant (number),
  id BLOB NOT NULL,
  version INTEGER NOT NULL,
  "created_at" INTEGER,
  "created_by" BLOB,
  "updated_at" INTEGER,
  "updated_by" BLOB,
  "archived_at" INTEGER,
  "merged_into" BLOB,
  "user_id" BLOB,
  "what" TEXT,
  "hours" TEXT,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "usage_by_id" ON "usage" (tenant, id);
CREATE INDEX "usage_by_created_at" ON "usage" (tenant, "created_at", id);
CREATE INDEX "usage_by_updated_at" ON "usage" (tenant, "updated_at", id);
CREATE INDEX "usage_by_merged_into" ON "usage" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "usage_by_user_id" ON "usage" (tenant, "user_id", id);
CREATE TABLE "usage_key" (
  tenant INTEGER NOT NULL,
  space INTEGER NOT NULL,
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  is_unique INTEGER NOT NULL,
  PRIMARY KEY (tenant, space, value, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "usage_key_unique" ON "usage_key" (tenant, space, value) WHERE is_unique;
INSERT INTO "tenant" ("number", "id") VALUES (1, x'00000000000000000000000000000001');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627777, 1767225600000000, x'00000000000000000000000000000002', 'settings.update', 'create', 'settings', x'00000000000000000000000000000000', 1, '[{"field":"validation_profile","new":"default"},{"field":"email_policy","new":"unique"},{"field":"activity_types","new":["visit"]},{"field":"lead_mode","new":"records"},{"field":"win_without_account","new":false},{"field":"relaxed_buying_groups","new":false},{"field":"audited_reads","new":"nothing"},{"field":"unseen_work","new":"refuse"}]', x'aeaf52febe706064760fec77aacb280e', x'eee6c2cd81b210efac8d0db416cb3e1bcb71a479adc73814f8816881faeb59c8', x'90813e6f5efc7675d16521e48c61717ac970c66a7bd255e2df7030e9f2d64cc9');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627778, 1767225600000000, x'00000000000000000000000000000002', 'contacts.create', 'create', 'contact', x'019b76daa8007004812e6299272e6df0', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":{"given":"Ada","family":"Lovelace"}},{"field":"job_title","new":"Analyst"},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"display_name","new":"Ada Lovelace"},{"field":"sort_name","new":"Lovelace, Ada"}]', x'90df7bd8aeb779318a65cdfcdff2ba3c', x'7745e1a33a0513f6d3e89d0a708846fe966a638735dc090b22640897f57aa435', x'190bf4a1b8b2035b6857dfa0e35b9be17bb846db76cef3b97438ab8f61d5b816');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627779, 1767225660000000, x'00000000000000000000000000000002', 'contacts.update', 'update', 'contact', x'019b76daa8007004812e6299272e6df0', 2, '[{"field":"status","old":"active","new":"inactive"}]', x'740faa5257452d8007347ff6d5de20c1', x'ff251cff917e416396c5db962cb211af59a2165b17675abe9e2b48c7b732bbad', x'59a2562cee26507e57e7f449441e3dbd47d484d2b4d8d1856dce3d7adc66ec71');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627780, 1767225660000000, x'00000000000000000000000000000002', 'accounts.create', 'create', 'account', x'019b76db9260700bb35255e9257cc6a7', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":"Engines"},{"field":"kind","new":"business"},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"sort_name","new":"Engines"}]', x'0908d2393e27f41efc5a343f8fd7765d', x'99574a2ca3c4b86f7ee745366b293fd45461155fd0e4fd5ee9fa60568b05a7f5', x'b7ba788ccdf7e96ba9e820497b405e00cab87054e06f7d50ba0f9b0590b0dd57');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627781, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'communication', x'019b771280e0700f979a3e3c2651d3e0', 1, '[{"field":"kind","new":"call"},{"field":"direction","new":"outbound"},{"field":"subject","new":"Engines"},{"field":"occurred_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"ignores_quiet_hours","new":false},{"field":"attachment_count","new":0},{"field":"touched_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"timeline_at","new":"2026-01-01T01:01:00.000000Z"}]', x'3ededef35369f97890b695a9257c7045', x'dad9084e0e496e8ac2e414a19311137bedc9ce904e6cf7bee459b20babff55bb', x'a867095b1c175cec661ad3508fce9dd6673a3d9c6b4c2cec10506c4f6d93ac82');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627782, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e0701392f49a24bc02a5ee', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-700f-979a-3e3c2651d3e0"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'c9c672c62f9deb461b32adf635fa8253', x'76160aced7bf0141818ecc1a38daee6e228a82e30216fadc74a6ddfbc0ef2f64', x'7ff44842db2439bfc93cc5fafe7fd7a81d685fcfa38ca7fefdcd08f058d16673');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627783, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'update', 'contact', x'019b76daa8007004812e6299272e6df0', 3, '[{"field":"last_activity_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"last_contacted_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"first_contacted_at","new":"2026-01-01T01:01:00.000000Z"}]', x'2e19c35310ad9f20a9edefb7b9b0bc2b', x'491a05ba508a44f9d194746b249e1b4392d5c1852bc31f56c806c4c1e85e0786', x'bdbdd5a4e6e9ee30c5ec5472c0a4f86e140b65df180c15d2c3eed4f2c3b5242e');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627784, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e0701ab5d81f333a1fb9e9', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-700f-979a-3e3c2651d3e0"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'efb5c7f98332e5d6825cfe3f7e9a48d5', x'181d57e7e230a2e010c317116d04328d1d335269bdfef39b4e4e1d55ed91b8b8', x'768e696acb5cd0226d4b492b86edfb9c3cce9b47aeb974c5824bdd57bbd3d2be');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627785, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'update', 'account', x'019b76db9260700bb35255e9257cc6a7', 2, '[{"field":"last_activity_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"last_contacted_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"first_contacted_at","new":"2026-01-01T01:01:00.000000Z"}]', x'6a3f7fb9fcd4241dadd64c3b2f419e4a', x'a75a996235c6a526a195a1de56ee33d50bc7f57f7eefd8f76af3dbb88b08b952', x'2f46e6fbed54562917ac3711985dffd4dea0f9b2587a4b0924acf923968b8cdf');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627786, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'communication', x'019b771280e070218ed08f9be18c7912', 1, '[{"field":"kind","new":"meeting"},{"field":"direction","new":"internal"},{"field":"subject","new":"Looms"},{"field":"occurred_at","new":"2026-01-01T00:30:00.000000Z"},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"ignores_quiet_hours","new":false},{"field":"attachment_count","new":0},{"field":"timeline_at","new":"2026-01-01T00:30:00.000000Z"}]', x'0713a04003e98edd9cbfebf3e056a253', x'b054ee61af5ba9e203b092ede5ecb01396c6c19c11a594387384d36e18282d91', x'5fd414c53f17ec5f1ef21a936ed8537fcd2cefaf9a70f247c4da58b824149070');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627787, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e07025b575b0cf8802b717', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-7021-8ed0-8f9be18c7912"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'856909e111f9b3391f6f4281d4a0c64c', x'ab181d57c6808d152cb74200d71f049c8ea777ca88a9d661a83342a4b5c4009a', x'27df99f50b747e31b6b9bda0a82a3438658955966d316f1fc79b719b3bcbec2d');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627788, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e07029b83530a6b9a265e8', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-7021-8ed0-8f9be18c7912"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'eb7a07aacd555fc97747d9cf518401df', x'94b59e0ed6483290a0f288ea061af89314ef4921e42d8d6d5f8ba70389290daa', x'587cd303bd016debf28e6f5a812124d4e6748ff12eb4eb5158d5093cf11fa4be');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627789, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'communication', x'019b771280e0702daf2e4e21c8be9549', 1, '[{"field":"kind","new":"meeting"},{"field":"direction","new":"outbound"},{"field":"subject","new":"Cogs"},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"status","new":"draft"},{"field":"ignores_quiet_hours","new":false},{"field":"attachment_count","new":0},{"field":"timeline_at","new":"2026-01-01T01:01:00.000000Z"}]', x'51ce3318362240f6eacdeb9f83c17c34', x'6f0fafb504f3ac6fb4487b2f84da9f25407a819fccb3888fa5c4b7c3524a88bd', x'e0050028fe3b2aac29380c4136d01a3d36fa5dbdac6cbd61d174042215811791');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627790, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e07031b5ecd25279d84c08', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-702d-af2e-4e21c8be9549"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'dca8c7560fe79fa0157efe3745d6c3a1', x'a0996efd40b87e2b6a0691c19661d5e942fee0a43e32073dae86e024217ac2a2', x'c2b8b4c7644e9b34e4e97280e9b91b2b532389a5ec8a4964ff6663af2d63d892');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627791, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'create', 'link', x'019b771280e0703582e7d55cdc519f3f', 1, '[{"field":"item_kind","new":"communication"},{"field":"item_id","new":"019b7712-80e0-702d-af2e-4e21c8be9549"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'd056506e67bb8b24e9b8a03cbee45593', x'247608630771ccfae361c02384d3fce6b7646e60be7059a6f1fa7966a4943678', x'baf983c6d1b26ba00de96b7c96f7fa17d847946babaf273204ad3eba70e66005');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627792, 1767229260000000, x'00000000000000000000000000000002', 'communications.log', 'update', 'communication', x'019b771280e0702daf2e4e21c8be9549', 2, '[{"field":"status","old":"draft","new":"scheduled"},{"field":"scheduled_at","new":"2026-02-01T10:00:00.000000Z"},{"field":"timeline_at","old":"2026-01-01T01:01:00.000000Z","new":"2026-02-01T10:00:00.000000Z"}]', x'd5ee5a3350692c8055f053ed7217c6a7', x'3b986e5c1351619a4cbe58ed0949a32de5880b9da1a575792c68f9c39340a147', x'e3f1f42a356167e99ad935d56a328a50f8363d28419e0d265c45a026926b36cc');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627793, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'task', x'019b771280e0703cb8e7a884b9ff7922', 1, '[{"field":"subject","new":"Write"},{"field":"kind","new":"task"},{"field":"priority","new":"medium"},{"field":"assignee_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"recurs_from","new":"schedule"},{"field":"status","new":"pending"},{"field":"missed","new":0}]', x'251c72af43b1c7c35edecf33512736da', x'2d167aba57de3ef90ce31d33c0cf735f486e658b02d75213ffffa4efecc3b31c', x'7c9408100c6963437861d130d1316b8bf77384f5f4cb3a48e03c94b4a9b1e4c4');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627794, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'link', x'019b771280e07040a686498ea8d1d37a', 1, '[{"field":"item_kind","new":"task"},{"field":"item_id","new":"019b7712-80e0-703c-b8e7-a884b9ff7922"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'6eaaab41419a673a801daed8fe0e910e', x'74f7b98017b7bc2e981ddd3146ee8a129f6701aba5ff916b08f21b659be55dba', x'd35c44cd4ddad1fefaf42a22b3e9756235ed1aa734e1b2c63d47bf25217a8f83');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627795, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'link', x'019b771280e070449d14f49a546f9b38', 1, '[{"field":"item_kind","new":"task"},{"field":"item_id","new":"019b7712-80e0-703c-b8e7-a884b9ff7922"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'd9770b3d1a862ca38683837ef3c36e50', x'ceb77c3fc9bd05a7ae5b5e2309234057e4080a66d4a834e6a812e8e911383ba7', x'ebf68f0100ed26869626d2d8c756a5413e3fcec8117690c0f49f7f1390a0c570');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627796, 1767229260000000, x'00000000000000000000000000000002', 'tasks.complete', 'update', 'task', x'019b771280e0703cb8e7a884b9ff7922', 2, '[{"field":"status","old":"pending","new":"completed"},{"field":"completed_at","new":"2026-01-01T01:01:00.000000Z"},{"field":"completed_by","new":"00000000-0000-0000-0000-000000000002"}]', x'b6a9372b2a6506e737ee1be1df3db851', x'76ce63e004882d1f87bc02d333b02e62f30b22e6a59a6fbe7fd2caf67c96f64f', x'8f088bf6e47a8d2a76349f85513710cc4c9831ee6a6cd75d15e72b866bf1da11');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627797, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'task', x'019b771280e0704b8a61eb5565499433', 1, '[{"field":"subject","new":"Read"},{"field":"kind","new":"task"},{"field":"priority","new":"medium"},{"field":"assignee_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"recurs_from","new":"schedule"},{"field":"status","new":"pending"},{"field":"missed","new":0}]', x'4c1b42cf2e54a741ce8169d6d803d77f', x'2f53730fa9fd59ee7d535f67a42a04b49e8fd8e93472d0e010b8e1698934189d', x'766c9bd356d733ec8f00a777b15c530ee48aedfa5ec6b9bca6b9eb6208a93db9');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627798, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'link', x'019b771280e0704f9471bb3d1a5df69f', 1, '[{"field":"item_kind","new":"task"},{"field":"item_id","new":"019b7712-80e0-704b-8a61-eb5565499433"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'5ff82443db50e5c7f65638b907c07ab1', x'dec2e1e37bf767c24d5628eedc8e616b224dbc82ea1e320c69ce7b6f9624dbf3', x'ec4de53c625e5cef564fb17621f25dae44708c083f0bf3a0848b4ba673242827');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627799, 1767229260000000, x'00000000000000000000000000000002', 'tasks.create', 'create', 'link', x'019b771280e07053897aa6f6eb9cfa8a', 1, '[{"field":"item_kind","new":"task"},{"field":"item_id","new":"019b7712-80e0-704b-8a61-eb5565499433"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'4d82857ad964265e1a50fbc432e22158', x'0bc03ec3bf89e3b7fb6da8dcd88a7a89145dbfb099d12fc4a14d5eaa9069db20', x'0f1f69af1d80da85385fbc0b43d3ad52c7b87f5688310304c5cd0241478d4271');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627800, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'note', x'019b771280e07057914ad3a4a87c7d78', 1, '[{"field":"body","new":"Likes engines"},{"field":"pinned","new":false},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"position","new":"0 2026-01-01T01:01:00.000000Z"}]', x'e5145968b35bffc334c337446d13b0a6', x'78cfdff5ae135f432eab7c8005e2e76d53dd3cf314575966f1b42370cfcb4871', x'd422fdf723251fa74ae668ce706556ebdf19e60faa2dfa4f408cbdd671140b48');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627801, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'link', x'019b771280e0705b9d529e91eef1e06f', 1, '[{"field":"item_kind","new":"note"},{"field":"item_id","new":"019b7712-80e0-7057-914a-d3a4a87c7d78"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'f17f68d1a53889c5d8026004052cb6d0', x'257549c49c19f7e2ad1bdcb4488d7c56bc2e351990e22b12ed6bbb10a634a6e2', x'9086b5ed2b2dbbac7b47ce5d7ac69db0da93044e1a7fec0480d007cf7b6b62e7');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627802, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'link', x'019b771280e0705fb85a2e3795e6e6d9', 1, '[{"field":"item_kind","new":"note"},{"field":"item_id","new":"019b7712-80e0-7057-914a-d3a4a87c7d78"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'bd9b4ee4f9cb2195533b40d35e9a495d', x'36d0f566f256a68232b36150320b36b36c098c2e31b82875dda8f4865afc2baa', x'9f701e5671b6aba70911e01daaf423313cca4c0b5906b97e956826474422e58e');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627803, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'note', x'019b771280e0706387ad8e418d0fdaa8', 1, '[{"field":"body","new":"Likes looms"},{"field":"pinned","new":false},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"position","new":"0 2026-01-01T01:01:00.000000Z"}]', x'503d4ea89948ecf2e5e7a27c488b4d8c', x'e20816b063644b53f5f5591e3a5e0b0ef30d7d494b92278fae977e44f9325d14', x'adb5f08ee3890b76460f28defa1b52958c1ec2a3277ada1d4ab33b8bcfd758e2');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627804, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'link', x'019b771280e070679a7e5e9a92a8d0d0', 1, '[{"field":"item_kind","new":"note"},{"field":"item_id","new":"019b7712-80e0-7063-87ad-8e418d0fdaa8"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'049a4436992d157aee8dd11839ad32df', x'414f94afc6d76c72a9f41cad8c5f03cf81eb13f7388adc29e1d0a13febb70e8c', x'63c750023c5a12b7f0d1c07cd1b3a3782b387d05684b32da20771c294136693c');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627805, 1767229260000000, x'00000000000000000000000000000002', 'notes.create', 'create', 'link', x'019b771280e0706b9879a64a44103dbf', 1, '[{"field":"item_kind","new":"note"},{"field":"item_id","new":"019b7712-80e0-7063-87ad-8e418d0fdaa8"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'832b3f77b4721ff52f79acd4433e0809', x'447e42be1b2a6cb5184bc1f21b65757f4e4b3f85ce7fa01d92d137a71936df11', x'e24b1ee71721110c815ffc78dc685ba7436e8bcddb2d4815d907ba978e6993e0');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627806, 1767229260000000, x'00000000000000000000000000000002', 'notes.archive', 'archive', 'note', x'019b771280e0706387ad8e418d0fdaa8', 2, '[{"field":"archived_at","new":"2026-01-01T01:01:00.000000Z"}]', x'f6fbb26cd26168926a55612db97912be', x'c4d512dfa65d518a25a6827836ec3c744cf8e43faf0891fc48a07be581797d11', x'd731cabfe6c9da979ac175b148e732196e1790c8ec62dec029a805bb6babc7ad');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627807, 1767229260000000, x'00000000000000000000000000000002', 'files.upload', 'create', 'file', x'019b771280e070728b76481fd677ba2c', 1, '[{"field":"name","new":"plan.txt"},{"field":"kind","new":"other"},{"field":"retention","new":"free"},{"field":"privacy","new":"all"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"size_bytes","new":0},{"field":"scan","new":"unscanned"},{"field":"version_count","new":0}]', x'de1dba5eb68a33708ed98ebfaa65f69e', x'68f5e06d3151f2a2ccdebe84e945c3724e522a59a6acfe6583feac673f4c7047', x'c76c578b89614caee21ebd885febcb39fc3d3da9d3ca078ca8413600ff4415ca');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627808, 1767229260000000, x'00000000000000000000000000000002', 'files.upload', 'update', 'file', x'019b771280e070728b76481fd677ba2c', 2, '[{"field":"media_type","new":"application/octet-stream"},{"field":"size_bytes","old":0,"new":1},{"field":"digest","new":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},{"field":"version_count","old":0,"new":1}]', x'b9f3e42945cb13447f851aee89f82430', x'96f7f1ea0263976548c1b73a9c0aba4fab1ba19e8657315e785ce6b31ef6f9e1', x'898d6446a0e34ed7429528b98c10b4498df0566239dab26393bc8fc6aa20089d');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627809, 1767229260000000, x'00000000000000000000000000000002', 'files.upload', 'create', 'file_version', x'019b771280e070799cb2dc165e143559', 1, '[{"field":"file_id","new":"019b7712-80e0-7072-8b76-481fd677ba2c"},{"field":"number","new":1},{"field":"name","new":"plan.txt"},{"field":"media_type","new":"application/octet-stream"},{"field":"size_bytes","new":1},{"field":"digest","new":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},{"field":"scan","new":"unscanned"}]', x'9d1f9f54fe5c616362256a393af8826f', x'ac096fb6d0ee8ff1d7ef0fadf26d9925c24f3e34b4bbc691e5fea3449be2bde3', x'ecf0b95975753727c6dbaedfd4a45fa18d9e0f164a224af900db1a2d60d3aeb7');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627810, 1767229260000000, x'00000000000000000000000000000002', 'files.upload', 'create', 'link', x'019b771280e0707d997898e72142fdde', 1, '[{"field":"item_kind","new":"file"},{"field":"item_id","new":"019b7712-80e0-7072-8b76-481fd677ba2c"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'2b9cedc47ec8401334438be21085922e', x'7326e0337372145458ab25b8bed21cda2f3af71378257d751b9dfb4880e099ad', x'23b6bbb1941b142069375d6727c92ba83db30e4c42635858c6b4e662d326eec9');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627811, 1767229260000000, x'00000000000000000000000000000002', 'files.upload', 'create', 'link', x'019b771280e07081957449190c0c13ed', 1, '[{"field":"item_kind","new":"file"},{"field":"item_id","new":"019b7712-80e0-7072-8b76-481fd677ba2c"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'159b2666e138e2c4d1bd733015856930', x'beedbf7a08987fb24ea09b504dda853d2438fceac2d6a37941b14823e445b967', x'b4233fa252bbc6108517d138860c41f2408cb47f577215acece3d2c46c4ca1a8');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627812, 1767229260000000, x'00000000000000000000000000000002', 'timeline.record', 'create', 'timeline_entry', x'019b771280e07085915a6e619198e057', 1, '[{"field":"kind","new":"custom"},{"field":"custom_kind","new":"visit"},{"field":"title","new":"Visit"},{"field":"automatic","new":false},{"field":"occurred_at","new":"2026-01-01T01:01:00.000000Z"}]', x'57eab462c0ac9c9e0709e281c5340cf7', x'f11fc2f297e7ff0e8fc5cf83d3ee93b2994c3a76160e747c7beac436ee8bbc63', x'b949f655e905d8ed65323800366d4118b6f05103c4545e3adee666bf5527bc5c');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627813, 1767229260000000, x'00000000000000000000000000000002', 'timeline.record', 'create', 'link', x'019b771280e070899a1366c4bfd6fbf0', 1, '[{"field":"item_kind","new":"timeline_entry"},{"field":"item_id","new":"019b7712-80e0-7085-915a-6e619198e057"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"019b76da-a800-7004-812e-6299272e6df0"},{"field":"origin","new":"given"}]', x'8d16c7e73a07b652cb927514865f354c', x'b0fa4ba037ebe9aa1c184857a28fc4d3bff546952a0eaf797ad8606d24da51ce', x'e42237be8f4eb9dacbb43756ac84da4414631e8a6f28f5cd7b1b5d3fad9aae89');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627814, 1767229260000000, x'00000000000000000000000000000002', 'timeline.record', 'create', 'link', x'019b771280e0708d9091fb316a2f8987', 1, '[{"field":"item_kind","new":"timeline_entry"},{"field":"item_id","new":"019b7712-80e0-7085-915a-6e619198e057"},{"field":"record_kind","new":"account"},{"field":"record_id","new":"019b76db-9260-700b-b352-55e9257cc6a7"},{"field":"origin","new":"given"}]', x'17aa196cbdbfe2ff68a9f98faa46a8f5', x'7fad731542c408da981a43fa5d62679dd328e64c3b73f8c4f1803db02c821ba8', x'78f625943dd62d1a1096fdbdd8ac676c92474c3c716efec14006890b95dd91cf');
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627777, x'019b76daa800700386d40b90622a734b', 'settings.created', 'settings', x'00000000000000000000000000000000', 1, 1767225600000000, x'00000000000000000000000000000002', 1);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627778, x'019b76daa8007007bc4de41f1bcc1b21', 'contact.created', 'contact', x'019b76daa8007004812e6299272e6df0', 1, 1767225600000000, x'00000000000000000000000000000002', 2);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627779, x'019b76db9260700aa9c3a27688795369', 'contact.updated', 'contact', x'019b76daa8007004812e6299272e6df0', 2, 1767225660000000, x'00000000000000000000000000000002', 3);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627780, x'019b76db9260700e9f0f9924a3016430', 'account.created', 'account', x'019b76db9260700bb35255e9257cc6a7', 1, 1767225660000000, x'00000000000000000000000000000002', 4);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627781, x'019b771280e07012be1fc22fed32c4fb', 'communication.created', 'communication', x'019b771280e0700f979a3e3c2651d3e0', 1, 1767229260000000, x'00000000000000000000000000000002', 5);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627782, x'019b771280e070168776dc20b2cc9cfc', 'link.created', 'link', x'019b771280e0701392f49a24bc02a5ee', 1, 1767229260000000, x'00000000000000000000000000000002', 6);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627783, x'019b771280e070199463718ff4c22e52', 'contact.updated', 'contact', x'019b76daa8007004812e6299272e6df0', 3, 1767229260000000, x'00000000000000000000000000000002', 7);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627784, x'019b771280e0701da2b02ae563623c5c', 'link.created', 'link', x'019b771280e0701ab5d81f333a1fb9e9', 1, 1767229260000000, x'00000000000000000000000000000002', 8);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627785, x'019b771280e07020b3d34a5b8eb3a906', 'account.updated', 'account', x'019b76db9260700bb35255e9257cc6a7', 2, 1767229260000000, x'00000000000000000000000000000002', 9);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627786, x'019b771280e07024ac0ede8d4a9951f7', 'communication.created', 'communication', x'019b771280e070218ed08f9be18c7912', 1, 1767229260000000, x'00000000000000000000000000000002', 10);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627787, x'019b771280e070288c82101c1dcdbb13', 'link.created', 'link', x'019b771280e07025b575b0cf8802b717', 1, 1767229260000000, x'00000000000000000000000000000002', 11);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627788, x'019b771280e0702ca5a5cddd1bb0915f', 'link.created', 'link', x'019b771280e07029b83530a6b9a265e8', 1, 1767229260000000, x'00000000000000000000000000000002', 12);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627789, x'019b771280e07030ab6d673b40c03b44', 'communication.created', 'communication', x'019b771280e0702daf2e4e21c8be9549', 1, 1767229260000000, x'00000000000000000000000000000002', 13);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627790, x'019b771280e07034a7cf6f2dc8290455', 'link.created', 'link', x'019b771280e07031b5ecd25279d84c08', 1, 1767229260000000, x'00000000000000000000000000000002', 14);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627791, x'019b771280e07038950bfdafd78addd1', 'link.created', 'link', x'019b771280e0703582e7d55cdc519f3f', 1, 1767229260000000, x'00000000000000000000000000000002', 15);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627792, x'019b771280e0703ba0285884c63b04f0', 'communication.updated', 'communication', x'019b771280e0702daf2e4e21c8be9549', 2, 1767229260000000, x'00000000000000000000000000000002', 16);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627793, x'019b771280e0703f98021acbb7c7af86', 'task.created', 'task', x'019b771280e0703cb8e7a884b9ff7922', 1, 1767229260000000, x'00000000000000000000000000000002', 17);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627794, x'019b771280e07043ac3e025df9b1646c', 'link.created', 'link', x'019b771280e07040a686498ea8d1d37a', 1, 1767229260000000, x'00000000000000000000000000000002', 18);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627795, x'019b771280e07047919a262a64a512c3', 'link.created', 'link', x'019b771280e070449d14f49a546f9b38', 1, 1767229260000000, x'00000000000000000000000000000002', 19);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627796, x'019b771280e0704aba27143edc7f3d65', 'task.updated', 'task', x'019b771280e0703cb8e7a884b9ff7922', 2, 1767229260000000, x'00000000000000000000000000000002', 20);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627797, x'019b771280e0704e9b96d654f1c64b88', 'task.created', 'task', x'019b771280e0704b8a61eb5565499433', 1, 1767229260000000, x'00000000000000000000000000000002', 21);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627798, x'019b771280e07052ac3e0c1197a3fa5a', 'link.created', 'link', x'019b771280e0704f9471bb3d1a5df69f', 1, 1767229260000000, x'00000000000000000000000000000002', 22);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627799, x'019b771280e07056ac7b255d69da9b24', 'link.created', 'link', x'019b771280e07053897aa6f6eb9cfa8a', 1, 1767229260000000, x'00000000000000000000000000000002', 23);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627800, x'019b771280e0705a80e9726ccf2a820d', 'note.created', 'note', x'019b771280e07057914ad3a4a87c7d78', 1, 1767229260000000, x'00000000000000000000000000000002', 24);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627801, x'019b771280e0705eb50fa3d0ae99b092', 'link.created', 'link', x'019b771280e0705b9d529e91eef1e06f', 1, 1767229260000000, x'00000000000000000000000000000002', 25);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627802, x'019b771280e07062833a45a1cd399947', 'link.created', 'link', x'019b771280e0705fb85a2e3795e6e6d9', 1, 1767229260000000, x'00000000000000000000000000000002', 26);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627803, x'019b771280e070668c03f18160ba3be5', 'note.created', 'note', x'019b771280e0706387ad8e418d0fdaa8', 1, 1767229260000000, x'00000000000000000000000000000002', 27);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627804, x'019b771280e0706ab5b1461ad985b3e8', 'link.created', 'link', x'019b771280e070679a7e5e9a92a8d0d0', 1, 1767229260000000, x'00000000000000000000000000000002', 28);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627805, x'019b771280e0706ebaae83a057f55ba0', 'link.created', 'link', x'019b771280e0706b9879a64a44103dbf', 1, 1767229260000000, x'00000000000000000000000000000002', 29);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627806, x'019b771280e070719ef45b9a62ef96ad', 'note.archived', 'note', x'019b771280e0706387ad8e418d0fdaa8', 2, 1767229260000000, x'00000000000000000000000000000002', 30);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627807, x'019b771280e07075b42dcabda05d9b8b', 'file.created', 'file', x'019b771280e070728b76481fd677ba2c', 1, 1767229260000000, x'00000000000000000000000000000002', 31);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627808, x'019b771280e07078a1282dcaa64c5206', 'file.updated', 'file', x'019b771280e070728b76481fd677ba2c', 2, 1767229260000000, x'00000000000000000000000000000002', 32);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627809, x'019b771280e0707ca0dd4ad23181d79f', 'file_version.created', 'file_version', x'019b771280e070799cb2dc165e143559', 1, 1767229260000000, x'00000000000000000000000000000002', 33);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627810, x'019b771280e07080a93eb7679eb243d5', 'link.created', 'link', x'019b771280e0707d997898e72142fdde', 1, 1767229260000000, x'00000000000000000000000000000002', 34);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627811, x'019b771280e070849af3665332488622', 'link.created', 'link', x'019b771280e07081957449190c0c13ed', 1, 1767229260000000, x'00000000000000000000000000000002', 35);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627812, x'019b771280e07088b97516778d0a5b74', 'timeline_entry.created', 'timeline_entry', x'019b771280e07085915a6e619198e057', 1, 1767229260000000, x'00000000000000000000000000000002', 36);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627813, x'019b771280e0708c86de7c3e2457ecf4', 'link.created', 'link', x'019b771280e070899a1366c4bfd6fbf0', 1, 1767229260000000, x'00000000000000000000000000000002', 37);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627814, x'019b771280e0709092acea52b893d32d', 'link.created', 'link', x'019b771280e0708d9091fb316a2f8987', 1, 1767229260000000, x'00000000000000000000000000000002', 38);
INSERT INTO "engine" ("name", "value") VALUES ('kinds', 'contact account association tag tag_link relationship merge duplicate_decision custom_field role team import import_row settings segment link communication participant task reminder note comment file file_version timeline_entry pipeline pipeline_version deal deal_tally deal_line deal_contact stage_stay deal_alert competitor sales_document sales_event lead assignment_rule conversion number_sequence saved_view view_mark bulk bulk_item share usage');
INSERT INTO "engine" ("name", "value") VALUES ('schema', 'as it was');
INSERT INTO "contact" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name_given", "name_family", "job_title", "job_title_key", "status", "owner_id", "display_name", "display_name_key", "sort_name", "sort_name_key", "last_activity_at", "last_contacted_at", "first_contacted_at") VALUES (1, 1, x'019b76daa8007004812e6299272e6df0', 3, 1767225600000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'manual', 'Ada', 'Lovelace', 'Analyst', 'analyst', 'inactive', x'00000000000000000000000000000002', 'Ada Lovelace', 'ada lovelace', 'Lovelace, Ada', 'lovelace, ada', 1767229260000000, 1767229260000000, 1767229260000000);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'g:ada:l', x'019b76daa8007004812e6299272e6df0', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:lovelace:a', x'019b76daa8007004812e6299272e6df0', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:l142:a', x'019b76daa8007004812e6299272e6df0', 0);
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (1, x'0102000001');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (137438953473, x'000000600930303030303161646101020207066e616c79737401020506086c6f76656c6163650102020008313030303031616401020207016e01020506026c6f010202000932303030303161646101020207026e6101020506036c6f76010202040d0b0d0d06070e07');
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "contact_search_docsize" ("id", "sz", "origin") VALUES (1, x'02000001', 1);
INSERT OR REPLACE INTO "contact_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "account" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name", "name_key", "kind", "status", "owner_id", "sort_name", "sort_name_key", "last_activity_at", "last_contacted_at", "first_contacted_at") VALUES (1, 1, x'019b76db9260700bb35255e9257cc6a7', 2, 1767225660000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'manual', 'Engines', 'engines', 'business', 'active', x'00000000000000000000000000000002', 'Engines', 'engines', 1767229260000000, 1767229260000000, 1767229260000000);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'h:e525', x'019b76db9260700bb35255e9257cc6a7', 0);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'k:engines', x'019b76db9260700bb35255e9257cc6a7', 0);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'w:engines', x'019b76db9260700bb35255e9257cc6a7', 0);
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (1, x'0101000000');
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (137438953473, x'000000300d303030303031656e67696e65730102020008313030303031656e0102020009323030303031656e6701020204110d');
INSERT OR REPLACE INTO "account_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "account_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "account_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "tag_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "tag_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "tag_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "team_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "team_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "team_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "settings" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "validation_profile", "email_policy", "activity_types", "lead_mode", "win_without_account", "relaxed_buying_groups", "audited_reads", "unseen_work") VALUES (1, 1, x'00000000000000000000000000000000', 1, 1767225600000000, x'00000000000000000000000000000002', 1767225600000000, x'00000000000000000000000000000002', 'default', 'unique', '["visit"]', 'records', 0, 0, 'nothing', 'refuse');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (1, 1, x'019b771280e0701392f49a24bc02a5ee', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e0700f979a3e3c2651d3e0', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (2, 1, x'019b771280e0701ab5d81f333a1fb9e9', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e0700f979a3e3c2651d3e0', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (3, 1, x'019b771280e07025b575b0cf8802b717', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e070218ed08f9be18c7912', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (4, 1, x'019b771280e07029b83530a6b9a265e8', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e070218ed08f9be18c7912', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (5, 1, x'019b771280e07031b5ecd25279d84c08', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e0702daf2e4e21c8be9549', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (6, 1, x'019b771280e0703582e7d55cdc519f3f', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'communication', x'019b771280e0702daf2e4e21c8be9549', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (7, 1, x'019b771280e07040a686498ea8d1d37a', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'task', x'019b771280e0703cb8e7a884b9ff7922', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (8, 1, x'019b771280e070449d14f49a546f9b38', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'task', x'019b771280e0703cb8e7a884b9ff7922', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (9, 1, x'019b771280e0704f9471bb3d1a5df69f', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'task', x'019b771280e0704b8a61eb5565499433', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (10, 1, x'019b771280e07053897aa6f6eb9cfa8a', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'task', x'019b771280e0704b8a61eb5565499433', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (11, 1, x'019b771280e0705b9d529e91eef1e06f', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'note', x'019b771280e07057914ad3a4a87c7d78', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (12, 1, x'019b771280e0705fb85a2e3795e6e6d9', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'note', x'019b771280e07057914ad3a4a87c7d78', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (13, 1, x'019b771280e070679a7e5e9a92a8d0d0', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'note', x'019b771280e0706387ad8e418d0fdaa8', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (14, 1, x'019b771280e0706b9879a64a44103dbf', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'note', x'019b771280e0706387ad8e418d0fdaa8', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (15, 1, x'019b771280e0707d997898e72142fdde', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'file', x'019b771280e070728b76481fd677ba2c', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (16, 1, x'019b771280e07081957449190c0c13ed', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'file', x'019b771280e070728b76481fd677ba2c', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (17, 1, x'019b771280e070899a1366c4bfd6fbf0', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'timeline_entry', x'019b771280e07085915a6e619198e057', 'contact', x'019b76daa8007004812e6299272e6df0', 'given');
INSERT INTO "link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "item_kind", "item_id", "record_kind", "record_id", "origin") VALUES (18, 1, x'019b771280e0708d9091fb316a2f8987', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'timeline_entry', x'019b771280e07085915a6e619198e057', 'account', x'019b76db9260700bb35255e9257cc6a7', 'given');
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-700f-979a-3e3c2651d3e0|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e0701392f49a24bc02a5ee', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-700f-979a-3e3c2651d3e0|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e0701ab5d81f333a1fb9e9', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7021-8ed0-8f9be18c7912|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e07025b575b0cf8802b717', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7021-8ed0-8f9be18c7912|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e07029b83530a6b9a265e8', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-702d-af2e-4e21c8be9549|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e07031b5ecd25279d84c08', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-702d-af2e-4e21c8be9549|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e0703582e7d55cdc519f3f', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-703c-b8e7-a884b9ff7922|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e07040a686498ea8d1d37a', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-703c-b8e7-a884b9ff7922|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e070449d14f49a546f9b38', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-704b-8a61-eb5565499433|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e0704f9471bb3d1a5df69f', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-704b-8a61-eb5565499433|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e07053897aa6f6eb9cfa8a', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7057-914a-d3a4a87c7d78|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e0705b9d529e91eef1e06f', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7057-914a-d3a4a87c7d78|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e0705fb85a2e3795e6e6d9', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7063-87ad-8e418d0fdaa8|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e070679a7e5e9a92a8d0d0', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7063-87ad-8e418d0fdaa8|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e0706b9879a64a44103dbf', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7072-8b76-481fd677ba2c|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e0707d997898e72142fdde', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7072-8b76-481fd677ba2c|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e07081957449190c0c13ed', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7085-915a-6e619198e057|019b76da-a800-7004-812e-6299272e6df0', x'019b771280e070899a1366c4bfd6fbf0', 1);
INSERT INTO "link_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '019b7712-80e0-7085-915a-6e619198e057|019b76db-9260-700b-b352-55e9257cc6a7', x'019b771280e0708d9091fb316a2f8987', 1);
INSERT INTO "communication" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "kind", "direction", "subject", "occurred_at", "privacy", "owner_id", "ignores_quiet_hours", "attachment_count", "touched_at", "timeline_at") VALUES (1, 1, x'019b771280e0700f979a3e3c2651d3e0', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'call', 'outbound', 'Engines', 1767229260000000, 'all', x'00000000000000000000000000000002', 0, 0, 1767229260000000, 1767229260000000);
INSERT INTO "communication" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "kind", "direction", "subject", "occurred_at", "privacy", "owner_id", "ignores_quiet_hours", "attachment_count", "timeline_at") VALUES (2, 1, x'019b771280e070218ed08f9be18c7912', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'meeting', 'internal', 'Looms', 1767227400000000, 'all', x'00000000000000000000000000000002', 0, 0, 1767227400000000);
INSERT INTO "communication" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "kind", "direction", "subject", "privacy", "owner_id", "status", "scheduled_at", "ignores_quiet_hours", "attachment_count", "timeline_at") VALUES (3, 1, x'019b771280e0702daf2e4e21c8be9549', 2, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'meeting', 'outbound', 'Cogs', 'all', x'00000000000000000000000000000002', 'scheduled', 1769940000000000, 0, 0, 1769940000000000);
INSERT OR REPLACE INTO "communication_search_data" ("id", "block") VALUES (1, x'0303000000');
INSERT OR REPLACE INTO "communication_search_data" ("id", "block") VALUES (10, x'00000000ff0000010103030003010101010100000102010102020000010301010303000001');
INSERT OR REPLACE INTO "communication_search_data" ("id", "block") VALUES (137438953473, x'000000300d303030303031656e67696e65730102020008313030303031656e0102020009323030303031656e6701020204110d');
INSERT OR REPLACE INTO "communication_search_data" ("id", "block") VALUES (274877906945, x'0000002e0b3030303030316c6f6f6d7302020200083130303030316c6f02020200093230303030316c6f6f020202040f0d');
INSERT OR REPLACE INTO "communication_search_data" ("id", "block") VALUES (412316860417, x'0000002d0a303030303031636f67730302020008313030303031636f0302020009323030303031636f67030202040e0d');
INSERT OR REPLACE INTO "communication_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "communication_search_idx" ("segid", "term", "pgno") VALUES (2, x'', 2);
INSERT OR REPLACE INTO "communication_search_idx" ("segid", "term", "pgno") VALUES (3, x'', 2);
INSERT OR REPLACE INTO "communication_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "communication_search_docsize" ("id", "sz", "origin") VALUES (2, x'01000000', 2);
INSERT OR REPLACE INTO "communication_search_docsize" ("id", "sz", "origin") VALUES (3, x'01000000', 3);
INSERT OR REPLACE INTO "communication_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "task" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "subject", "kind", "priority", "assignee_id", "recurs_from", "status", "completed_at", "completed_by", "missed") VALUES (1, 1, x'019b771280e0703cb8e7a884b9ff7922', 2, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'Write', 'task', 'medium', x'00000000000000000000000000000002', 'schedule', 'completed', 1767229260000000, x'00000000000000000000000000000002', 0);
INSERT INTO "task" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "subject", "kind", "priority", "assignee_id", "recurs_from", "status", "missed") VALUES (2, 1, x'019b771280e0704b8a61eb5565499433', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'Read', 'task', 'medium', x'00000000000000000000000000000002', 'schedule', 'pending', 0);
INSERT OR REPLACE INTO "task_search_data" ("id", "block") VALUES (1, x'0202000000');
INSERT OR REPLACE INTO "task_search_data" ("id", "block") VALUES (10, x'00000000ff000001010202000201010101010000010201010202000001');
INSERT OR REPLACE INTO "task_search_data" ("id", "block") VALUES (137438953473, x'0000002e0b3030303030317772697465010202000831303030303177720102020009323030303031777269010202040f0d');
INSERT OR REPLACE INTO "task_search_data" ("id", "block") VALUES (274877906945, x'0000002d0a30303030303172656164020202000831303030303172650202020009323030303031726561020202040e0d');
INSERT OR REPLACE INTO "task_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "task_search_idx" ("segid", "term", "pgno") VALUES (2, x'', 2);
INSERT OR REPLACE INTO "task_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "task_search_docsize" ("id", "sz", "origin") VALUES (2, x'01000000', 2);
INSERT OR REPLACE INTO "task_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "note" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "body", "pinned", "privacy", "owner_id", "position", "position_key") VALUES (1, 1, x'019b771280e07057914ad3a4a87c7d78', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'Likes engines', 0, 'all', x'00000000000000000000000000000002', '0 2026-01-01T01:01:00.000000Z', '0 2026-01-01t01:01:00.000000z');
INSERT INTO "note" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "archived_at", "body", "pinned", "privacy", "owner_id", "position", "position_key") VALUES (2, 1, x'019b771280e0706387ad8e418d0fdaa8', 2, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, 'Likes looms', 0, 'all', x'00000000000000000000000000000002', '0 2026-01-01T01:01:00.000000Z', '0 2026-01-01t01:01:00.000000z');
INSERT OR REPLACE INTO "note_search_data" ("id", "block") VALUES (1, x'0100000002');
INSERT OR REPLACE INTO "note_search_data" ("id", "block") VALUES (10, x'00000000ff000001010203000201010101010000010201010202010101');
INSERT OR REPLACE INTO "note_search_data" ("id", "block") VALUES (137438953473, x'000000490d303030303031656e67696e657301020506056c696b65730102050008313030303031656e01020506026c690102050009323030303031656e6701020506036c696b01020504110a0d070e');
INSERT OR REPLACE INTO "note_search_data" ("id", "block") VALUES (274877906945, x'000000440b3030303030316c696b657302020507046f6f6d7302020500083130303030316c6902020507016f02020500093230303030316c696b02020507026f6f020205040f090d060e');
INSERT OR REPLACE INTO "note_search_data" ("id", "block") VALUES (9007474132647936, x'04000000000000010000000000000000000000020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO "note_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "note_search_idx" ("segid", "term", "pgno") VALUES (2, x'', 2);
INSERT OR REPLACE INTO "note_search_docsize" ("id", "sz", "origin") VALUES (1, x'00000002', 1);
INSERT OR REPLACE INTO "note_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "file" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "name", "name_key", "kind", "retention", "privacy", "owner_id", "media_type", "size_bytes", "digest", "scan", "version_count") VALUES (1, 1, x'019b771280e070728b76481fd677ba2c', 2, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'plan.txt', 'plan.txt', 'other', 'free', 'all', x'00000000000000000000000000000002', 'application/octet-stream', 1, '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'unscanned', 1);
INSERT OR REPLACE INTO "file_search_data" ("id", "block") VALUES (1, x'0102000000');
INSERT OR REPLACE INTO "file_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "file_search_data" ("id", "block") VALUES (137438953473, x'000000440a303030303031706c616e01020206037478740102020008313030303031706c010202060274780102020009323030303031706c610102020603747874010202040e080d070e');
INSERT OR REPLACE INTO "file_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "file_search_docsize" ("id", "sz", "origin") VALUES (1, x'02000000', 1);
INSERT OR REPLACE INTO "file_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "file_version" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "file_id", "number", "name", "media_type", "size_bytes", "digest", "digest_key", "scan") VALUES (1, 1, x'019b771280e070799cb2dc165e143559', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', x'019b771280e070728b76481fd677ba2c', 1, 'plan.txt', 'application/octet-stream', 1, '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'unscanned');
INSERT INTO "timeline_entry" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "kind", "custom_kind", "title", "automatic", "occurred_at") VALUES (1, 1, x'019b771280e07085915a6e619198e057', 1, 1767229260000000, x'00000000000000000000000000000002', 1767229260000000, x'00000000000000000000000000000002', 'custom', 'visit', 'Visit', 0, 1767229260000000);
INSERT OR REPLACE INTO "timeline_entry_search_data" ("id", "block") VALUES (1, x'0101000000');
INSERT OR REPLACE INTO "timeline_entry_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "timeline_entry_search_data" ("id", "block") VALUES (137438953473, x'0000002e0b3030303030317669736974010202000831303030303176690102020009323030303031766973010202040f0d');
INSERT OR REPLACE INTO "timeline_entry_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "timeline_entry_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "timeline_entry_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "deal_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "deal_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "deal_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "competitor_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "competitor_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "competitor_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "sales_document_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "sales_document_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "sales_document_search_config" ("k", "v") VALUES ('version', 4);
INSERT OR REPLACE INTO "lead_search_data" ("id", "block") VALUES (1, x'');
INSERT OR REPLACE INTO "lead_search_data" ("id", "block") VALUES (10, x'00000000ff000001000000');
INSERT OR REPLACE INTO "lead_search_config" ("k", "v") VALUES ('version', 4);
PRAGMA application_id = 1129467185;
PRAGMA user_version = 1;
