-- A file as the engine made it before leads, deals, documents, communications, tasks, notes, files, views and bulk
-- changes were kept: contacts with keys and words, one of them merged, an account, a custom field with an index, and
-- everything that hangs on them, with their audit entries and events.
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
CREATE INDEX "contact_custom_01a1ff5a236a748686a49b623004526c" ON "contact" ("custom_key" ->> '$.number.level', id) WHERE tenant = 1;
INSERT INTO "tenant" ("number", "id") VALUES (1, x'00000000000000000000000000000001');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627777, 1795285459814230, x'00000000000000000000000000000002', 'fields.define', 'create', 'custom_field', x'01a1ff5a236a748686a49b623004526c', 1, '[{"field":"record_kind","new":"contact"},{"field":"name","new":"level"},{"field":"field_type","new":"number"},{"field":"required","new":false},{"field":"indexed","new":true},{"field":"sensitivity","new":"personal"}]', x'8ffe1f92bdb54bdfb23a4c0c1a202672', x'c3d81b94728eb77b9cccff5ac3c473af803ca3cf5e6c5fa471b979e98e9180b0', x'6213d37b6cf59549d1da3d93062fcbc7373f126d8d9b5ee4167d62730063885d');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627778, 1795285459823077, x'00000000000000000000000000000002', 'roles.create', 'create', 'role', x'01a1ff5a236f73f8bff2d123daddece7', 1, '[{"field":"key","new":"clerk"},{"field":"grants","new":[{"permission":"crm.contact.view","scope":"all"}]},{"field":"fields","new":[{"kind":"contact","field":"emails","level":"masked","mask":"full","hard":false}]}]', x'31a65c4369cb45f9b62895a3ca422bfb', x'5cfabd0b62dadac3b87b2b452a4f763ed44837756a27ced19a625333a2b73709', x'd7ef774312f37a2cc203914b5d9fcbdf4881320783e89b6884ef35e74678744f');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627779, 1795285459826841, x'00000000000000000000000000000002', 'teams.create', 'create', 'team', x'01a1ff5a2372756a82b6f8fb460cdbf4', 1, '[{"field":"name","new":"North"}]', x'7562c3b8045848849747c53b18cd45ef', x'ecb83b176377469b25dea54972436009c63e8b82a617fa7ef0dffaad19bd46e0', x'd799af118be27f36b911691b7bf854f8cd74efa75b9f7f6a3e6f26c4ade58685');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627780, 1795285459830802, x'00000000000000000000000000000002', 'settings.update', 'create', 'settings', x'00000000000000000000000000000000', 1, '[{"field":"country","new":"DE"},{"field":"validation_profile","new":"default"},{"field":"email_policy","new":"unique"}]', x'6509b64a580f4a9c865be6cf5cda42b6', x'f2345dad650e40b8750b20f2686a1767ee5c00bb4dbae1d78ff0ff6ed574c795', x'3e6a61d1cf445616c38616f140d27fc1f834324c96da55237bdd3555fb6aedb2');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627781, 1795285459834931, x'00000000000000000000000000000002', 'contacts.create', 'create', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":{"given":"Ada","family":"Lovelace"}},{"field":"emails","new":[{"address":"ada@example.com","primary":true,"verified":false}]},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"display_name","new":"Ada Lovelace"},{"field":"sort_name","new":"Lovelace, Ada"},{"field":"primary_email","new":"ada@example.com"},{"field":"custom.level","new":3}]', x'33a4e775dd9443c481aa623ec978cc58', x'5d7bdb29f7813e866a653d59eb2924b01111f18fcb26007eca5648489c3ea276', x'ff7e0a39812aec72afbde68c701cf4337aa62b0f7afffbb1a44b02ed64399b5c');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627782, 1795285459838900, x'00000000000000000000000000000002', 'contacts.create', 'create', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":{"given":"Mary","family":"Somerville"}},{"field":"phones","new":[{"number":"+49 30 901820","e164":"+4930901820","kind":"other","primary":true}]},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"display_name","new":"Mary Somerville"},{"field":"sort_name","new":"Somerville, Mary"},{"field":"primary_phone","new":"+4930901820"}]', x'3c598b44820b44598c01d25e4534186d', x'895d69bb2da9c784dac943610ea7427819d8f645fb7b9eb0daf8ad5a243eb14a', x'2b660af17d35b3892dca5ddc612ab7f800400cd245396c44ab8d383d09f211c5');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627783, 1795285459853481, x'00000000000000000000000000000002', 'accounts.create', 'create', 'account', x'01a1ff5a238e731294e4371768336cb6', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":"Engines"},{"field":"domains","new":["engines.example"]},{"field":"kind","new":"business"},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"sort_name","new":"Engines"}]', x'e76e5ba586904055b0ed80ce3aa7c676', x'c860c1e08e17230310df7e7c50c12f0cce5aa2de61d41c571b10b95bd33f3f67', x'5d8521332a0323b9ca556a9db4fe185c3026a7aee36c074b1b9cc7fe211cb740');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627784, 1795285459855933, x'00000000000000000000000000000002', 'associations.create', 'create', 'association', x'01a1ff5a23907138955fa3c97a37cf10', 1, '[{"field":"contact_id","new":"01a1ff5a-2388-75d1-a782-423baa6a2ae8"},{"field":"account_id","new":"01a1ff5a-238e-7312-94e4-371768336cb6"},{"field":"title","new":"Chair"},{"field":"primary_account","new":false},{"field":"primary_contact","new":false}]', x'21a212eaa418488da7f60d9f2b1ef5c8', x'23756ab5f233ef49c2a057dbaf6557896401416b29a4a3869beaac573648529d', x'38732f8f47b9ed440c2dd1ce7a1d6b161ef204ad6052d9b021df43d38eeee3f3');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627785, 1795285459855933, x'00000000000000000000000000000002', 'associations.create', 'update', 'association', x'01a1ff5a23907138955fa3c97a37cf10', 2, '[{"field":"primary_account","old":false,"new":true}]', x'a9b603175cb44974bfba5c9b5b61df0b', x'e952a9580dc25df0f76fecd72f7e4e7cf0edd1890646038e75a56996e26ac9b8', x'59e90f93e94e92d3be26c9259aa8e0b4d1409c4dc09d874510059021f5c7fad4');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627786, 1795285459855933, x'00000000000000000000000000000002', 'associations.create', 'update', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 2, '[{"field":"job_title","new":"Chair"},{"field":"account_id","new":"01a1ff5a-238e-7312-94e4-371768336cb6"}]', x'0b0b1fa4b7e84464b897f544c10f6350', x'697e11fc3b00f740a0956f83439c357aacb7e92ddceec84356627ec34920e543', x'30763343c9e545632bf5a6c45832f4f998b75439db6b1fdd32e4736dbbc699c2');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627787, 1795285459867101, x'00000000000000000000000000000002', 'tags.apply', 'create', 'tag', x'01a1ff5a239b7729a47bd2261ef44313', 1, '[{"field":"name","new":"vip"},{"field":"path","new":"vip"}]', x'85951b68a0344557b8f92c0f9d8161bf', x'20d7d428b8e7e6d1b980fe676e154a550261d33f5d6088c893191c3da7310641', x'e0edf7036a8b899dfec71f9b85969b2f3a7f214bd29b4a6edd19e41bba2aa4ee');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627788, 1795285459867101, x'00000000000000000000000000000002', 'tags.apply', 'create', 'tag_link', x'01a1ff5a239c77a393b29699ce22e40c', 1, '[{"field":"tag_id","new":"01a1ff5a-239b-7729-a47b-d2261ef44313"},{"field":"record_kind","new":"contact"},{"field":"record_id","new":"01a1ff5a-237b-7423-a892-02ea8316dea5"}]', x'7f31f05c0472438c899336a444978c09', x'fe61bd458e65f0e67329bc517185638491154955c9b5d18697252ab506c87df0', x'253b1e7e246b1ded7460226bfa98f3cb0201c5afc65229f7739dc85921e52693');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627789, 1795285459869566, x'00000000000000000000000000000002', 'relationships.create', 'create', 'relationship', x'01a1ff5a239e73a1a26a235983c53ff2', 1, '[{"field":"from_kind","new":"contact"},{"field":"from_id","new":"01a1ff5a-237b-7423-a892-02ea8316dea5"},{"field":"kind","new":"knows"},{"field":"to_kind","new":"contact"},{"field":"to_id","new":"01a1ff5a-2388-75d1-a782-423baa6a2ae8"}]', x'd4015b740873412f8507ef2eafc5e840', x'2917323308685a7b07e18c94c7d24576f4eccc1aa14cd385f647fa430974da4d', x'2d3158d6290efa590d800f584e19f8b6e857e4b11a9e10f0893fd04bfbfbcb8e');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627790, 1795285459874896, x'00000000000000000000000000000002', 'segments.create', 'create', 'segment', x'01a1ff5a23a3753d81654d11b2c27f35', 1, '[{"field":"record_kind","new":"contact"},{"field":"kind","new":"dynamic"},{"field":"name","new":"Levels"},{"field":"rule","new":"custom.level > 2"},{"field":"rule_version","new":1},{"field":"rule_fields","new":["contact.custom.level"]}]', x'680894ec281847cd9ce9b8ae742c4eeb', x'df10151d5fd2b18237866021ee0e05f35bfbbfdda575f66e35ee7c5a78b90c37', x'a227679ab038be386a7f97103554494d298489ae4b696e2b56073cb68923748a');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627791, 1795285459878645, x'00000000000000000000000000000002', 'contacts.update', 'update', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 2, '[{"field":"job_title","new":"Mathematician"}]', x'ce1507b36b2748f284e0861499c3de21', x'e91ca9f535e6372744f83b02cee7641f8818314862996693a555fdfd762dbde5', x'bb45a67b4c6f025bcd538b8be847140cccba3cb15e2170d4df4357016e1c3e2f');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627792, 1795285459880867, x'00000000000000000000000000000002', 'contacts.update', 'update', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 3, '[{"field":"job_title","old":"Mathematician","new":"Analyst"}]', x'5de3b0e35ae5490dbe7d1c0b32eb3516', x'efab49767ff3ca417ace0772481a26bc83348454c6cbccdf3c96882542a95a8e', x'58aaac849d26ed52897e353731c0e23b4ae5066409b92d5ec2066b69f8e39458');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627793, 1795285459882725, x'00000000000000000000000000000002', 'contacts.create', 'create', 'contact', x'01a1ff5a23ab75139cc31381699afba0', 1, '[{"field":"created_via","new":"manual"},{"field":"name","new":{"given":"Mary","family":"Somervile"}},{"field":"status","new":"active"},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"display_name","new":"Mary Somervile"},{"field":"sort_name","new":"Somervile, Mary"}]', x'cd01f377ee7a4205a6cf048901f848ab', x'd956898839cbca0cf34f2bc32e4c15c6aac5e85dd9f56f3e525a3fa6917f1953', x'c9596a4a22436ba9b752d1a568f02b490b6f92afedadb2f9f1f556d5e3744d6f');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "cause", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627794, 1795285459888617, x'00000000000000000000000000000002', 'merge.apply', x'01a1ff5a23b375ac96bc477cb442c38a', 'merge_into', 'contact', x'01a1ff5a23ab75139cc31381699afba0', 2, '[{"field":"archived_at","new":"2026-11-21T18:24:19.888617Z"},{"field":"merged_into","new":"01a1ff5a-2388-75d1-a782-423baa6a2ae8"}]', x'e8dd698eaea54c0aa8fae4f92e58eed0', x'102fd48cd1dd7c36f515934f50841dbdfd903e3c0575d99426181532cea30618', x'4f53ef731e556c2e165887e5870a4ee7f1535c3f2b1810b6bcc1547e760ccca8');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "cause", "action", "kind", "record", "version", "salt", "commitment", "hash") VALUES (1099511627795, 1795285459888617, x'00000000000000000000000000000002', 'merge.apply', x'01a1ff5a23b375ac96bc477cb442c38a', 'merge', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 3, x'd84c6475e9324dfea4f5356a47694f58', x'076f02683ec241508db84ea280be01bbf2ff0f813343f22922a10a7cd5fd2edf', x'a2bb8c9b7244dbcf4dcf64a434635ce4a68adb0ceaeca9dfabfa3ab5bdc7056f');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "cause", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627796, 1795285459888617, x'00000000000000000000000000000002', 'merge.apply', x'01a1ff5a23b375ac96bc477cb442c38a', 'create', 'merge', x'01a1ff5a23b375ac96bc477cb442c38a', 1, '[{"field":"record_kind","new":"contact"},{"field":"survivor_id","new":"01a1ff5a-2388-75d1-a782-423baa6a2ae8"}]', x'49774c95215c4a2f8235a0edaa604eb9', x'0a64f68ae9575ab1e9ad2275b770a236ce68dd53d39c2d3f48500f3cbdc90ff4', x'b1f835b6dfefa11d659d6d2303240997e90f7acc2b05e7072d1158e47494f71e');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627797, 1795285459893558, x'00000000000000000000000000000002', 'imports.plan', 'create', 'import', x'01a1ff5a23bb76f58ea6db0511eac5fb', 1, '[{"field":"status","new":"planned"},{"field":"inspection","new":{"format":"csv","encoding":"UTF-8","delimiter":";","columns":[{"header":"name","target":"name"},{"header":"email","target":"emails"}]}},{"field":"options","new":{"read":{},"on_duplicate":"reject","link_accounts":false}},{"field":"digest","new":"ce08ba69245849d02d88decbc4466a5a3307d40ec2e5185cc450027af5d9f6ff"},{"field":"total_rows","new":1},{"field":"processed_rows","new":0}]', x'73a9c4051dcf47429382642cb02e7528', x'03c4975ed9786da4a3a3700be33537baa73d82fecf4f5b844a9385184715b466', x'719aadcfd479ab96e8e7e04201c7ee36e1b2f400655adf7d2122f95f963daca2');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "cause", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627798, 1795285459903054, x'00000000000000000000000000000002', 'contacts.create', x'01a1ff5a23bb76f58ea6db0511eac5fb', 'create', 'contact', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 1, '[{"field":"created_via","new":"import"},{"field":"name","new":{"given":"Emmy","family":"Noether"}},{"field":"emails","new":[{"address":"emmy@ring.example","primary":true,"verified":false}]},{"field":"status","new":"active"},{"field":"source_detail","new":[{"name":"row","value":"1"}]},{"field":"owner_id","new":"00000000-0000-0000-0000-000000000002"},{"field":"display_name","new":"Emmy Noether"},{"field":"sort_name","new":"Noether, Emmy"},{"field":"primary_email","new":"emmy@ring.example"}]', x'79794072a23a4c59be00f9f80bf7ccbf', x'ec0fc78af2cd2a5e92c76d153efb98a582c3070cf6c2c948ba17519f25b66ee4', x'164cf61ec8796c91e9735e9cef322f1d65535a7fb48f1a2a6a72c97896168051');
INSERT INTO "audit" ("entry", "at", "actor", "operation", "cause", "action", "kind", "record", "version", "changes", "salt", "commitment", "hash") VALUES (1099511627799, 1795285459903054, x'00000000000000000000000000000002', 'imports.apply', x'01a1ff5a23bb76f58ea6db0511eac5fb', 'update', 'import', x'01a1ff5a23bb76f58ea6db0511eac5fb', 2, '[{"field":"status","old":"planned","new":"completed"},{"field":"processed_rows","old":0,"new":1},{"field":"counts","new":{"created":1,"updated":0,"unchanged":0,"duplicates":0,"failed":0}}]', x'd88d5dceb5f7455e8dc1dd1bb20e3510', x'a1fcff70e5d898b9cc0c962adfb7037a65cb335d3c1e027236e2b1c3dff6242d', x'1707de0888c4ec4c0e06ce3d1fa3903b37f9c74976262b9b6ff31621bb7cc585');
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627777, x'01a1ff5a236b75f9b3995c761a581e19', 'custom_field.created', 'custom_field', x'01a1ff5a236a748686a49b623004526c', 1, 1795285459814230, x'00000000000000000000000000000002', 1);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627778, x'01a1ff5a236f73f8bff2d124b8d31837', 'role.created', 'role', x'01a1ff5a236f73f8bff2d123daddece7', 1, 1795285459823077, x'00000000000000000000000000000002', 2);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627779, x'01a1ff5a237377fd82c05ef41050629a', 'team.created', 'team', x'01a1ff5a2372756a82b6f8fb460cdbf4', 1, 1795285459826841, x'00000000000000000000000000000002', 3);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627780, x'01a1ff5a23777051a3be5bceeb6aa3d9', 'settings.created', 'settings', x'00000000000000000000000000000000', 1, 1795285459830802, x'00000000000000000000000000000002', 4);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627781, x'01a1ff5a237c7770a7289e1dbb4cd2d9', 'contact.created', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 1, 1795285459834931, x'00000000000000000000000000000002', 5);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627782, x'01a1ff5a238875d1a782423c297d35c1', 'contact.created', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 1, 1795285459838900, x'00000000000000000000000000000002', 6);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627783, x'01a1ff5a238e731294e43718db4f79e3', 'account.created', 'account', x'01a1ff5a238e731294e4371768336cb6', 1, 1795285459853481, x'00000000000000000000000000000002', 7);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627784, x'01a1ff5a23907138955fa3caf69c190f', 'association.created', 'association', x'01a1ff5a23907138955fa3c97a37cf10', 1, 1795285459855933, x'00000000000000000000000000000002', 8);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627785, x'01a1ff5a23917194af7f0bfd57500089', 'association.updated', 'association', x'01a1ff5a23907138955fa3c97a37cf10', 2, 1795285459855933, x'00000000000000000000000000000002', 9);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627786, x'01a1ff5a23917194af7f0bfe4b3587b0', 'contact.updated', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 2, 1795285459855933, x'00000000000000000000000000000002', 10);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627787, x'01a1ff5a239b7729a47bd227632d4853', 'tag.created', 'tag', x'01a1ff5a239b7729a47bd2261ef44313', 1, 1795285459867101, x'00000000000000000000000000000002', 11);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627788, x'01a1ff5a239c77a393b2969a989029ea', 'tag_link.created', 'tag_link', x'01a1ff5a239c77a393b29699ce22e40c', 1, 1795285459867101, x'00000000000000000000000000000002', 12);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627789, x'01a1ff5a239e73a1a26a235ae75c7725', 'relationship.created', 'relationship', x'01a1ff5a239e73a1a26a235983c53ff2', 1, 1795285459869566, x'00000000000000000000000000000002', 13);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627790, x'01a1ff5a23a3753d81654d121554a0a3', 'segment.created', 'segment', x'01a1ff5a23a3753d81654d11b2c27f35', 1, 1795285459874896, x'00000000000000000000000000000002', 14);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627791, x'01a1ff5a23a772419ae515133292f612', 'contact.updated', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 2, 1795285459878645, x'00000000000000000000000000000002', 15);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627792, x'01a1ff5a23a9734b99043a074f1dd065', 'contact.updated', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 3, 1795285459880867, x'00000000000000000000000000000002', 16);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627793, x'01a1ff5a23ac73068263bacc616a2db9', 'contact.created', 'contact', x'01a1ff5a23ab75139cc31381699afba0', 1, 1795285459882725, x'00000000000000000000000000000002', 17);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "cause", "audit_sequence") VALUES (1099511627794, x'01a1ff5a23b375ac96bc477d1f6dc9b8', 'contact.redirected', 'contact', x'01a1ff5a23ab75139cc31381699afba0', 2, 1795285459888617, x'00000000000000000000000000000002', x'01a1ff5a23b375ac96bc477cb442c38a', 18);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "cause", "audit_sequence") VALUES (1099511627795, x'01a1ff5a23b471b8bcbedd52557f3f95', 'contact.merged', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', 3, 1795285459888617, x'00000000000000000000000000000002', x'01a1ff5a23b375ac96bc477cb442c38a', 19);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "cause", "audit_sequence") VALUES (1099511627796, x'01a1ff5a23b471b8bcbedd53b25f8088', 'merge.created', 'merge', x'01a1ff5a23b375ac96bc477cb442c38a', 1, 1795285459888617, x'00000000000000000000000000000002', x'01a1ff5a23b375ac96bc477cb442c38a', 20);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "audit_sequence") VALUES (1099511627797, x'01a1ff5a23bb76f58ea6db06985e535d', 'import.created', 'import', x'01a1ff5a23bb76f58ea6db0511eac5fb', 1, 1795285459893558, x'00000000000000000000000000000002', 21);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "cause", "audit_sequence") VALUES (1099511627798, x'01a1ff5a23c0701ea3d07b04c999132b', 'contact.created', 'contact', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 1, 1795285459903054, x'00000000000000000000000000000002', x'01a1ff5a23bb76f58ea6db0511eac5fb', 22);
INSERT INTO "outbox" ("entry", "id", "type", "kind", "record", "version", "at", "actor", "cause", "audit_sequence") VALUES (1099511627799, x'01a1ff5a23c174588f9bd678c7e2b023', 'import.updated', 'import', x'01a1ff5a23bb76f58ea6db0511eac5fb', 2, 1795285459903054, x'00000000000000000000000000000002', x'01a1ff5a23bb76f58ea6db0511eac5fb', 23);
INSERT INTO "engine" ("name", "value") VALUES ('kinds', 'contact account association tag tag_link relationship merge duplicate_decision custom_field role team import import_row settings segment');
INSERT INTO "engine" ("name", "value") VALUES ('schema', 'as it was');
INSERT INTO "contact" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name_given", "name_family", "emails", "job_title", "job_title_key", "status", "owner_id", "display_name", "display_name_key", "sort_name", "sort_name_key", "primary_email", "primary_email_key", "custom", "custom_key") VALUES (1, 1, x'01a1ff5a237b7423a89202ea8316dea5', 3, 1795285459834931, x'00000000000000000000000000000002', 1795285459880867, x'00000000000000000000000000000002', 'manual', 'Ada', 'Lovelace', '[{"address":"ada@example.com","primary":true,"verified":false}]', 'Analyst', 'analyst', 'active', x'00000000000000000000000000000002', 'Ada Lovelace', 'ada lovelace', 'Lovelace, Ada', 'lovelace, ada', 'ada@example.com', 'ada@example.com', '{"level":3}', x'cc15676e756d626572cc0c576c6576656c533330303030');
INSERT INTO "contact" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name_given", "name_family", "phones", "job_title", "job_title_key", "status", "owner_id", "display_name", "display_name_key", "sort_name", "sort_name_key", "primary_phone", "account_id") VALUES (2, 1, x'01a1ff5a238875d1a782423baa6a2ae8', 3, 1795285459838900, x'00000000000000000000000000000002', 1795285459888617, x'00000000000000000000000000000002', 'manual', 'Mary', 'Somerville', '[{"number":"+49 30 901820","e164":"+4930901820","kind":"other","primary":true}]', 'Chair', 'chair', 'active', x'00000000000000000000000000000002', 'Mary Somerville', 'mary somerville', 'Somerville, Mary', 'somerville, mary', '+4930901820', x'01a1ff5a238e731294e4371768336cb6');
INSERT INTO "contact" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "archived_at", "merged_into", "created_via", "name_given", "name_family", "status", "owner_id", "display_name", "display_name_key", "sort_name", "sort_name_key") VALUES (3, 1, x'01a1ff5a23ab75139cc31381699afba0', 2, 1795285459882725, x'00000000000000000000000000000002', 1795285459888617, x'00000000000000000000000000000002', 1795285459888617, x'01a1ff5a238875d1a782423baa6a2ae8', 'manual', 'Mary', 'Somervile', 'active', x'00000000000000000000000000000002', 'Mary Somervile', 'mary somervile', 'Somervile, Mary', 'somervile, mary');
INSERT INTO "contact" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name_given", "name_family", "emails", "status", "source_detail", "owner_id", "display_name", "display_name_key", "sort_name", "sort_name_key", "primary_email", "primary_email_key") VALUES (4, 1, x'01a1ff5a23c0701ea3d07b03ce0d75d3', 1, 1795285459903054, x'00000000000000000000000000000002', 1795285459903054, x'00000000000000000000000000000002', 'import', 'Emmy', 'Noether', '[{"address":"emmy@ring.example","primary":true,"verified":false}]', 'active', '[{"name":"row","value":"1"}]', x'00000000000000000000000000000002', 'Emmy Noether', 'emmy noether', 'Noether, Emmy', 'noether, emmy', 'emmy@ring.example', 'emmy@ring.example');
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 1, 'ada@example.com', x'01a1ff5a237b7423a89202ea8316dea5', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 1, 'emmy@ring.example', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 2, 'ada@example.com', x'01a1ff5a237b7423a89202ea8316dea5', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 2, 'emmy@ring.example', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 3, '+4930901820', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'g:ada:l', x'01a1ff5a237b7423a89202ea8316dea5', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'g:emmy:n', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'g:mary:s', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:lovelace:a', x'01a1ff5a237b7423a89202ea8316dea5', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:noether:e', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:somerville:d', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:somerville:m', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'n:somerville:r', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'p:0901820', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:l142:a', x'01a1ff5a237b7423a89202ea8316dea5', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:n360:e', x'01a1ff5a23c0701ea3d07b03ce0d75d3', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:s561:d', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:s561:m', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT INTO "contact_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 's:s561:r', x'01a1ff5a238875d1a782423baa6a2ae8', 0);
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (1, x'0306090002');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (10, x'00000000ff00000101070b00070101010101010101020101020201010103010103030000010401010404010101050101050500000106010106060101010701010707000001');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (137438953473, x'0000007d09303030303031616461010402030603636f6d01020306076578616d706c6501020306086c6f76656c61636501020200083130303030316164010402030602636f0102030602657801020306026c6f0102020009323030303031616461010402030603636f6d010203060365786101020306036c6f76010202040e080c0d0e0707070f0808');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (274877906945, x'0000008108303030303031333002020306023439020203060639303138323002020306046d617279020202060a736f6d657276696c6c6502020200083130303030313330020203060234390202030602393002020306026d610202020602736f020202000932303030303139303102020306036d61720202020603736f6d020202040c070b090f0d070707070e08');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (412316860417, x'0000009a0830303030303133300202030602343902020306063930313832300202030605636861697202020506046d617279020202060a736f6d657276696c6c650202020008313030303031333002020306023439020203060239300202030602636802020506026d610202020602736f0202020009323030303031393031020203060363686102020506036d61720202020603736f6d020202040c070b0a090f0d07070707070e0808');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (549755813889, x'0000009e09303030303031616461010402030603636f6d01020306076578616d706c6501020306086c6f76656c616365010202060d6d617468656d6174696369616e01020500083130303030316164010402030602636f0102030602657801020306026c6f01020206026d610102050009323030303031616461010402030603636f6d010203060365786101020306036c6f7601020206036d6174010205040e080c0d120e070707070f080808');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (687194767361, x'00000095093030303030316164610104020307066e616c7973740102050603636f6d01020306076578616d706c6501020306086c6f76656c616365010202000831303030303161640104020307016e0102050602636f0102030602657801020306026c6f01020200093230303030316164610104020307026e610102050603636f6d010203060365786101020306036c6f76010202040e0b080c0d0e060707070f070808');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (824633720833, x'0000004a0a3030303030316d6172790302020609736f6d657276696c6503020200083130303030316d610302020602736f03020200093230303030316d61720302020603736f6d030202040e0e0d070e');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (962072674305, x'0000007b0a303030303031656d6d7904040203070678616d706c6504020306076e6f6574686572040202060472696e670402030008313030303031656d0404020307017804020306026e6f040202060272690402030009323030303031656d6d040402030702786104020306036e6f65040202060372696e040203040f0b0c090e0607070f0708');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (9007336693694464, x'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (9007474132647936, x'04000000000000010000000000000000000000020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (9007749010554880, x'04000000000000010000000000000001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO "contact_search_data" ("id", "block") VALUES (9008023888461824, x'04000000000000010000000000000000000000000000000300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (2, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (3, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (4, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (5, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (6, x'', 2);
INSERT OR REPLACE INTO "contact_search_idx" ("segid", "term", "pgno") VALUES (7, x'', 2);
INSERT OR REPLACE INTO "contact_search_docsize" ("id", "sz", "origin") VALUES (1, x'02030001', 5);
INSERT OR REPLACE INTO "contact_search_docsize" ("id", "sz", "origin") VALUES (2, x'02030001', 3);
INSERT OR REPLACE INTO "contact_search_docsize" ("id", "sz", "origin") VALUES (4, x'02030000', 7);
INSERT OR REPLACE INTO "contact_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "account" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "created_via", "name", "name_key", "domains", "kind", "status", "owner_id", "sort_name", "sort_name_key") VALUES (1, 1, x'01a1ff5a238e731294e4371768336cb6', 1, 1795285459853481, x'00000000000000000000000000000002', 1795285459853481, x'00000000000000000000000000000002', 'manual', 'Engines', 'engines', '["engines.example"]', 'business', 'active', x'00000000000000000000000000000002', 'Engines', 'engines');
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 5, 'engines.example', x'01a1ff5a238e731294e4371768336cb6', 0);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'h:e525', x'01a1ff5a238e731294e4371768336cb6', 0);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'k:engines', x'01a1ff5a238e731294e4371768336cb6', 0);
INSERT INTO "account_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 8, 'w:engines', x'01a1ff5a238e731294e4371768336cb6', 0);
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (1, x'0101020000');
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "account_search_data" ("id", "block") VALUES (137438953473, x'0000004b0d303030303031656e67696e657301040203070678616d706c650102030008313030303031656e010402030701780102030009323030303031656e67010402030702786101020304120b0e060f');
INSERT OR REPLACE INTO "account_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "account_search_docsize" ("id", "sz", "origin") VALUES (1, x'01020000', 1);
INSERT OR REPLACE INTO "account_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "association" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "contact_id", "account_id", "title", "primary_account", "primary_contact") VALUES (1, 1, x'01a1ff5a23907138955fa3c97a37cf10', 2, 1795285459855933, x'00000000000000000000000000000002', 1795285459855933, x'00000000000000000000000000000002', x'01a1ff5a238875d1a782423baa6a2ae8', x'01a1ff5a238e731294e4371768336cb6', 'Chair', 1, 0);
INSERT INTO "tag" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "name", "path", "path_key") VALUES (1, 1, x'01a1ff5a239b7729a47bd2261ef44313', 1, 1795285459867101, x'00000000000000000000000000000002', 1795285459867101, x'00000000000000000000000000000002', 'vip', 'vip', 'vip');
INSERT INTO "tag_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 6, 'vip', x'01a1ff5a239b7729a47bd2261ef44313', 1);
INSERT OR REPLACE INTO "tag_search_data" ("id", "block") VALUES (1, x'0101000000');
INSERT OR REPLACE INTO "tag_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "tag_search_data" ("id", "block") VALUES (137438953473, x'0000002c09303030303031766970010202000831303030303176690102020009323030303031766970010202040d0d');
INSERT OR REPLACE INTO "tag_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "tag_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "tag_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "tag_link" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "tag_id", "record_kind", "record_id") VALUES (1, 1, x'01a1ff5a239c77a393b29699ce22e40c', 1, 1795285459867101, x'00000000000000000000000000000002', 1795285459867101, x'00000000000000000000000000000002', x'01a1ff5a239b7729a47bd2261ef44313', 'contact', x'01a1ff5a237b7423a89202ea8316dea5');
INSERT INTO "relationship" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "from_kind", "from_id", "kind", "to_kind", "to_id") VALUES (1, 1, x'01a1ff5a239e73a1a26a235983c53ff2', 1, 1795285459869566, x'00000000000000000000000000000002', 1795285459869566, x'00000000000000000000000000000002', 'contact', x'01a1ff5a237b7423a89202ea8316dea5', 'knows', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8');
INSERT INTO "relationship_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 9, '01a1ff5a-237b-7423-a892-02ea8316dea5|knows|01a1ff5a-2388-75d1-a782-423baa6a2ae8|', x'01a1ff5a239e73a1a26a235983c53ff2', 1);
INSERT INTO "merge" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "record_kind", "survivor_id", "records") VALUES (1, 1, x'01a1ff5a23b375ac96bc477cb442c38a', 1, 1795285459888617, x'00000000000000000000000000000002', 1795285459888617, x'00000000000000000000000000000002', 'contact', x'01a1ff5a238875d1a782423baa6a2ae8', '[{"id":"01a1ff5a-2388-75d1-a782-423baa6a2ae8","version":2,"version_after":3,"before":{"id":"01a1ff5a-2388-75d1-a782-423baa6a2ae8","version":2,"created_via":"manual","name":{"given":"Mary","family":"Somerville"},"phones":[{"number":"+49 30 901820","e164":"+4930901820","kind":"other","primary":true}],"job_title":"Chair","status":"active","owner_id":"00000000-0000-0000-0000-000000000002","display_name":"Mary Somerville","sort_name":"Somerville, Mary","primary_phone":"+4930901820","account_id":"01a1ff5a-238e-7312-94e4-371768336cb6","created_at":"2026-11-21T18:24:19.838900Z","created_by":"00000000-0000-0000-0000-000000000002","updated_at":"2026-11-21T18:24:19.855933Z","updated_by":"00000000-0000-0000-0000-000000000002"}},{"id":"01a1ff5a-23ab-7513-9cc3-1381699afba0","version":1,"version_after":2,"before":{"id":"01a1ff5a-23ab-7513-9cc3-1381699afba0","version":1,"created_via":"manual","name":{"given":"Mary","family":"Somervile"},"status":"active","owner_id":"00000000-0000-0000-0000-000000000002","display_name":"Mary Somervile","sort_name":"Somervile, Mary","created_at":"2026-11-21T18:24:19.882725Z","created_by":"00000000-0000-0000-0000-000000000002","updated_at":"2026-11-21T18:24:19.882725Z","updated_by":"00000000-0000-0000-0000-000000000002"}}]');
INSERT INTO "custom_field" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "record_kind", "record_kind_key", "name", "field_type", "required", "indexed", "sensitivity") VALUES (1, 1, x'01a1ff5a236a748686a49b623004526c', 1, 1795285459814230, x'00000000000000000000000000000002', 1795285459814230, x'00000000000000000000000000000002', 'contact', 'contact', 'level', 'number', 0, 1, 'personal');
INSERT INTO "custom_field_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 6, 'contact.level', x'01a1ff5a236a748686a49b623004526c', 1);
INSERT INTO "role" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "key", "key_key", "grants", "fields") VALUES (1, 1, x'01a1ff5a236f73f8bff2d123daddece7', 1, 1795285459823077, x'00000000000000000000000000000002', 1795285459823077, x'00000000000000000000000000000002', 'clerk', 'clerk', '[{"permission":"crm.contact.view","scope":"all"}]', '[{"kind":"contact","field":"emails","level":"masked","mask":"full","hard":false}]');
INSERT INTO "role_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 6, 'clerk', x'01a1ff5a236f73f8bff2d123daddece7', 1);
INSERT INTO "team" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "name", "name_key") VALUES (1, 1, x'01a1ff5a2372756a82b6f8fb460cdbf4', 1, 1795285459826841, x'00000000000000000000000000000002', 1795285459826841, x'00000000000000000000000000000002', 'North', 'north');
INSERT INTO "team_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 6, 'north', x'01a1ff5a2372756a82b6f8fb460cdbf4', 1);
INSERT OR REPLACE INTO "team_search_data" ("id", "block") VALUES (1, x'0101000000');
INSERT OR REPLACE INTO "team_search_data" ("id", "block") VALUES (10, x'00000000ff00000101010100010101010101000001');
INSERT OR REPLACE INTO "team_search_data" ("id", "block") VALUES (137438953473, x'0000002e0b3030303030316e6f72746801020200083130303030316e6f01020200093230303030316e6f72010202040f0d');
INSERT OR REPLACE INTO "team_search_idx" ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT OR REPLACE INTO "team_search_docsize" ("id", "sz", "origin") VALUES (1, x'01000000', 1);
INSERT OR REPLACE INTO "team_search_config" ("k", "v") VALUES ('version', 4);
INSERT INTO "import" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "status", "inspection", "options", "digest", "total_rows", "processed_rows", "counts") VALUES (1, 1, x'01a1ff5a23bb76f58ea6db0511eac5fb', 2, 1795285459893558, x'00000000000000000000000000000002', 1795285459903054, x'00000000000000000000000000000002', 'completed', '{"format":"csv","encoding":"UTF-8","delimiter":";","columns":[{"header":"name","target":"name"},{"header":"email","target":"emails"}]}', '{"read":{},"on_duplicate":"reject","link_accounts":false}', 'ce08ba69245849d02d88decbc4466a5a3307d40ec2e5185cc450027af5d9f6ff', 1, 1, '{"created":1,"updated":0,"unchanged":0,"duplicates":0,"failed":0}');
INSERT INTO "import_row" ("rowid", "tenant", "id", "version", "created_at", "updated_at", "import_id", "row", "line", "outcome", "record_kind", "record_id") VALUES (1, 1, x'01a1ff5a23c0701ea3d07b0532e10140', 1, 1795285459903054, 1795285459903054, x'01a1ff5a23bb76f58ea6db0511eac5fb', 1, 2, 'created', 'contact', x'01a1ff5a23c0701ea3d07b03ce0d75d3');
INSERT INTO "settings" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "country", "validation_profile", "email_policy") VALUES (1, 1, x'00000000000000000000000000000000', 1, 1795285459830802, x'00000000000000000000000000000002', 1795285459830802, x'00000000000000000000000000000002', 'DE', 'default', 'unique');
INSERT INTO "segment" ("rowid", "tenant", "id", "version", "created_at", "created_by", "updated_at", "updated_by", "record_kind", "record_kind_key", "kind", "name", "name_key", "rule", "rule_version", "rule_fields") VALUES (1, 1, x'01a1ff5a23a3753d81654d11b2c27f35', 1, 1795285459874896, x'00000000000000000000000000000002', 1795285459874896, x'00000000000000000000000000000002', 'contact', 'contact', 'dynamic', 'Levels', 'levels', 'custom.level > 2', 1, '["contact.custom.level"]');
INSERT INTO "segment_key" ("tenant", "space", "value", "id", "is_unique") VALUES (1, 6, 'contact.levels', x'01a1ff5a23a3753d81654d11b2c27f35', 1);
PRAGMA application_id = 1129467185;
PRAGMA user_version = 1;
