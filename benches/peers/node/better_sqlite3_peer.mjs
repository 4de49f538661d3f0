/**
 * What one would write with better-sqlite3, SQL by hand and zod; no object-relational mapper.
 *
 * Without `--same-work`: validated input, a look-up of the e-mail address, contact, address and
 * number rows with the engine's indexes. With it, also what the engine does beside: numbers in
 * E.164, an audit entry with every value, an event and full text, in the same transaction.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import {
  NEW,
  PAGES,
  READS,
  UPDATES,
  added,
  each,
  newIn,
  once,
  rowsOf,
  sameWork,
  scattered,
  source,
  store,
  versions,
} from './measure.mjs';
import { contactOf, e164, patchOf } from './shapes.mjs';
import { open } from './tables.mjs';

const USER = Buffer.alloc(16, 2);
const database = open(store);
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
versions({
  'better-sqlite3': dependencies['better-sqlite3'],
  zod: dependencies.zod,
  'SQLite of better-sqlite3': database.prepare('SELECT sqlite_version()').pluck().get(),
});
const newId = () => randomBytes(16);
const sql = (text) => database.prepare(text);

const taken = sql('SELECT 1 FROM email WHERE address = ? LIMIT 1');
const addContact = sql(`INSERT INTO contact (id, version, created_at, updated_at, given, family,
  company, job_title, department, status, birthday, note, owner_id, display_name, sort_name,
  primary_email, address) VALUES (@id, 1, @now, @now, @given, @family, @company, @job_title,
  @department, 'active', @birthday, @note, @owner_id, @display_name, @sort_name, @primary_email,
  @address)`);
const addEmail = sql('INSERT INTO email (contact, address) VALUES (?, ?)');
const addPhone = sql('INSERT INTO phone (contact, entered, e164) VALUES (?, ?, ?)');
const addAudit = sql(`INSERT INTO audit (at, actor, action, record, version, changes)
  VALUES (?, ?, ?, ?, ?, ?)`);
const addEvent = sql('INSERT INTO outbox (id, at, type, record, version) VALUES (?, ?, ?, ?, ?)');
const putWords = sql(`REPLACE INTO contact_search (rowid, name, point, company, text)
  VALUES (?, ?, ?, ?, ?)`);
const change = sql(`UPDATE contact SET company = @company, job_title = @job_title,
  department = @department, version = version + 1, updated_at = @now WHERE number = @number`);
const one = sql('SELECT * FROM contact WHERE id = ?');
const emailsOf = sql('SELECT address FROM email WHERE contact = ?');
const phonesOf = sql('SELECT entered, e164 FROM phone WHERE contact = ?');
const pageAfter = sql(`SELECT * FROM contact
  WHERE sort_name >= @name AND (sort_name > @name OR number > @number)
  ORDER BY sort_name, number LIMIT 50`);

function words(number, contact, phone) {
  putWords.run(
    number,
    contact.display_name,
    `${contact.primary_email} ${phone}`,
    contact.company,
    `${contact.job_title} ${contact.department} ${contact.note ?? ''}`,
  );
}

/** Writes a new contact; answers nothing if its address is taken. */
function insert(given) {
  const address = given.email.toLowerCase();
  if (taken.get(address)) return undefined;
  const now = Date.now();
  const contact = {
    ...given,
    id: newId(),
    now,
    owner_id: USER,
    display_name: `${given.given} ${given.family}`,
    sort_name: `${given.family}, ${given.given}`,
    primary_email: address,
    address: JSON.stringify(given.address),
  };
  const number = addContact.run(contact).lastInsertRowid;
  addEmail.run(number, address);
  addPhone.run(number, given.phone, sameWork ? e164(given.phone) : null);
  if (sameWork) {
    const changes = Object.entries(given).map(([field, value]) => ({ field, new: value }));
    addAudit.run(now, USER, 'create', contact.id, 1, JSON.stringify(changes));
    addEvent.run(newId(), now, 'contact.created', contact.id, 1);
    words(number, contact, given.phone);
  }
  return contact.id;
}

const answer = (row) => ({
  ...row,
  address: JSON.parse(row.address),
  emails: emailsOf.all(row.number),
  phones: phonesOf.all(row.number),
});

const get = (id) => answer(one.get(id));

const create = database.transaction((row) => {
  const id = insert(contactOf(row));
  if (!id) throw new Error('this contact exists already');
  return get(id);
}).immediate;

const update = database.transaction(([id, row]) => {
  const patch = patchOf(row);
  const before = get(id);
  const now = Date.now();
  change.run({ ...patch, now, number: before.number });
  if (sameWork) {
    const changes = Object.entries(patch)
      .filter(([field, value]) => before[field] !== value)
      .map(([field, value]) => ({ field, old: before[field], new: value }));
    addAudit.run(now, USER, 'update', id, before.version + 1, JSON.stringify(changes));
    addEvent.run(newId(), now, 'contact.updated', id, before.version + 1);
    words(before.number, { ...before, ...patch }, before.phones[0].entered);
  }
  return get(id);
}).immediate;

/** Every row through the same statements, in one transaction. */
const importFile = database.transaction(() => {
  let created = 0;
  for (const row of parse(readFileSync(source), { columns: true })) {
    if (insert(contactOf(row))) created += 1;
  }
  return created;
}).immediate;

const rows = rowsOf();
await once('import', rows, importFile);
await each('create', added, create);
const ids = sql('SELECT id FROM contact ORDER BY number').pluck().all();
if (ids.length !== newIn(rows) + NEW) throw new Error(`${ids.length} contacts`);
await each('update', scattered(ids, UPDATES).map((id, at) => [id, added[at]]), update);
await each('get', scattered(ids, READS), get);
const start = { name: '', number: 0 };
let place = start;
await each('page', Array(PAGES).keys(), () => {
  const found = pageAfter.all(place).map(answer);
  const last = found.at(-1);
  place = found.length === 50 ? { name: last.sort_name, number: last.number } : start;
  return found;
});
database.close();
