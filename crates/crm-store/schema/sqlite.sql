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
