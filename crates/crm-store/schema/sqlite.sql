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
  hash BLOB NOT NULL,
  milestone INTEGER -- 1 if it may stand on the timeline of its record
) STRICT;
CREATE INDEX audit_by_record ON audit (record);
CREATE INDEX audit_by_milestone ON audit (record, at) WHERE milestone;
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
  "item_kind_key" TEXT,
  "item_id" BLOB,
  "record_kind" TEXT,
  "record_id" BLOB,
  "origin" TEXT,
  "timeline_at" INTEGER,
  "done_at" INTEGER,
  "touched_at" INTEGER,
  "custom" TEXT,
  "custom_key" BLOB
) STRICT;
CREATE UNIQUE INDEX "link_by_id" ON "link" (tenant, id);
CREATE INDEX "link_by_created_at" ON "link" (tenant, "created_at", id);
CREATE INDEX "link_by_updated_at" ON "link" (tenant, "updated_at", id);
CREATE INDEX "link_by_merged_into" ON "link" (tenant, "merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "link_by_item_id" ON "link" (tenant, "item_id", id);
CREATE INDEX "link_by_record_id" ON "link" (tenant, "record_id", id);
CREATE INDEX "link_by_record_id_item_kind_timeline_at" ON "link" (tenant, "record_id", "item_kind_key", "timeline_at", "item_id") WHERE "timeline_at" IS NOT NULL;
CREATE INDEX "link_by_record_id_item_kind_done_at" ON "link" (tenant, "record_id", "item_kind_key", "done_at", "item_id") WHERE "done_at" IS NOT NULL;
CREATE INDEX "link_by_record_id_touched_at" ON "link" (tenant, "record_id", "touched_at", "item_id") WHERE "touched_at" IS NOT NULL;
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
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_job_title', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_lifecycle_stage', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_photo_file_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_display_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_sort_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_primary_email', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('contact', 'contact_by_last_activity_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_industry', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_parent_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_individual_contact_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_sort_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_primary_contact_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_last_activity_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('association', 'association_by_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_parent_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag', 'tag_by_path', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_tag_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tag_link', 'tag_link_by_record_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_from_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('relationship', 'relationship_by_to_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('merge', 'merge_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('merge', 'merge_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('merge', 'merge_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('merge', 'merge_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('merge', 'merge_by_survivor_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_first_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('duplicate_decision', 'duplicate_decision_by_second_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('custom_field', 'custom_field_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('custom_field', 'custom_field_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('custom_field', 'custom_field_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('custom_field', 'custom_field_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('custom_field', 'custom_field_by_record_kind', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('role', 'role_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('role', 'role_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('role', 'role_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('role', 'role_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('role', 'role_by_key', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('team', 'team_by_parent_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import', 'import_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import', 'import_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import', 'import_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import', 'import_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import', 'import_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import_row', 'import_row_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import_row', 'import_row_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import_row', 'import_row_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import_row', 'import_row_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('import_row', 'import_row_by_import_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('settings', 'settings_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('settings', 'settings_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('settings', 'settings_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('settings', 'settings_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_record_kind', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('segment', 'segment_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_item_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_record_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_record_id_item_kind_timeline_at', '1000000 100000 10 2 1 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_record_id_item_kind_done_at', '1000000 100000 10 2 1 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('link', 'link_by_record_id_touched_at', '1000000 100000 10 2 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_occurred_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_thread_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_task_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_privacy', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_scheduled_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('communication', 'communication_by_timeline_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_communication_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('participant', 'participant_by_user_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_due_on', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_assignee_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_due_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_completed_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('task', 'task_by_follows_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_record_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_assignee_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_state', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_due_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_next_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('reminder', 'reminder_by_delivery_order', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_privacy', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('note', 'note_by_position', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_record_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('comment', 'comment_by_parent_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_folder', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_privacy', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file', 'file_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_file_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('file_version', 'file_version_by_digest', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_communication_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('timeline_entry', 'timeline_entry_by_occurred_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline', 'pipeline_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline', 'pipeline_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline', 'pipeline_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline', 'pipeline_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline', 'pipeline_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline_version', 'pipeline_version_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline_version', 'pipeline_version_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline_version', 'pipeline_version_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline_version', 'pipeline_version_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('pipeline_version', 'pipeline_version_by_pipeline_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_expected_close_on', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_number', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_pipeline_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_stage_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_rank', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_stage_id_rank', '1000000 100000 50000 5 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_probability', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_lead_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_primary_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_closed_on', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_lost_to_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal', 'deal_by_last_activity_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_line', 'deal_line_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_line', 'deal_line_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_line', 'deal_line_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_line', 'deal_line_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_line', 'deal_line_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_contact', 'deal_contact_by_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_pipeline_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_stage_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_document_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('stage_stay', 'stage_stay_by_lost_to_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_stay_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_document_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deal_alert', 'deal_alert_by_task_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_merged_into', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('competitor', 'competitor_by_account_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_kind', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_number', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_origin_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_document', 'sales_document_by_issued_on', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_document_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sales_event', 'sales_event_by_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_acquisition_source', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_display_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_sort_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_primary_email', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_assigned_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_score', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_score_until', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_rating', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_converted_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_conversion_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_converted_account_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_converted_contact_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_converted_deal_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('lead', 'lead_by_last_activity_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('assignment_rule', 'assignment_rule_by_position', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_lead_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_account_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_contact_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conversion', 'conversion_by_deal_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('number_sequence', 'number_sequence_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('number_sequence', 'number_sequence_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('number_sequence', 'number_sequence_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('number_sequence', 'number_sequence_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_record_kind', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_name', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_team_id', '1000000 100000 50000');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('saved_view', 'saved_view_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_view_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('view_mark', 'view_mark_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_owner_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_status', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk', 'bulk_by_reached_id', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk_item', 'bulk_item_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk_item', 'bulk_item_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk_item', 'bulk_item_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk_item', 'bulk_item_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('bulk_item', 'bulk_item_by_bulk_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_record_id', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_user_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('share', 'share_by_team_id', '1000000 100000 50000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('usage', 'usage_by_id', '1000000 100000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('usage', 'usage_by_created_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('usage', 'usage_by_updated_at', '1000000 100000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('usage', 'usage_by_merged_into', '1000000 100000 10');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('usage', 'usage_by_user_id', '1000000 100000 50000 1');
ANALYZE sqlite_schema;
