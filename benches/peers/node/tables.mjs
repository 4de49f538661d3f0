/** The tables of the peer, indexed as the engine indexes. */

import Database from 'better-sqlite3';

const TABLES = `
CREATE TABLE contact (
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  given TEXT NOT NULL, family TEXT NOT NULL, company TEXT NOT NULL,
  job_title TEXT NOT NULL, department TEXT NOT NULL, status TEXT NOT NULL, lifecycle_stage TEXT,
  birthday TEXT, note TEXT, owner_id BLOB NOT NULL, account_id BLOB, last_activity_at INTEGER,
  display_name TEXT NOT NULL, sort_name TEXT NOT NULL, primary_email TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX contact_created_at ON contact (created_at);
CREATE INDEX contact_updated_at ON contact (updated_at);
CREATE INDEX contact_job_title ON contact (job_title);
CREATE INDEX contact_status ON contact (status);
CREATE INDEX contact_lifecycle_stage ON contact (lifecycle_stage);
CREATE INDEX contact_owner_id ON contact (owner_id);
CREATE INDEX contact_account_id ON contact (account_id);
CREATE INDEX contact_last_activity_at ON contact (last_activity_at);
CREATE INDEX contact_display_name ON contact (display_name);
CREATE INDEX contact_sort_name ON contact (sort_name, number);
CREATE INDEX contact_primary_email ON contact (primary_email);
CREATE TABLE email (
  number INTEGER PRIMARY KEY, contact INTEGER NOT NULL REFERENCES contact, address TEXT NOT NULL
) STRICT;
CREATE INDEX email_contact ON email (contact);
CREATE INDEX email_address ON email (address);
CREATE TABLE phone (
  number INTEGER PRIMARY KEY, contact INTEGER NOT NULL REFERENCES contact,
  entered TEXT NOT NULL, e164 TEXT
) STRICT;
CREATE INDEX phone_contact ON phone (contact);
CREATE INDEX phone_e164 ON phone (e164);
CREATE TABLE audit (
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor BLOB NOT NULL, action TEXT NOT NULL,
  record BLOB NOT NULL, version INTEGER NOT NULL, changes TEXT NOT NULL
) STRICT;
CREATE INDEX audit_record ON audit (record);
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
  record BLOB NOT NULL, version INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE contact_search USING fts5 (
  name, point, company, text, content='', contentless_delete=1, detail='column', prefix='2 3');
`;

/** A file with the engine's durability: a commit waits for the disk. */
export function open(path) {
  const database = new Database(path);
  for (const pragma of [
    'journal_mode = wal',
    'synchronous = full',
    'foreign_keys = on',
    'cache_size = -32768',
    'temp_store = memory',
  ]) {
    database.pragma(pragma);
  }
  database.exec(TABLES);
  return database;
}
