// The client: what a caller writes and what comes back.

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';

import { Crm, NotFoundError, StorageError, paged } from 'crm';

import { ADMIN, OTHER_TENANT } from './people.mjs';

let crm;
let session;

beforeEach(async () => {
  crm = await Crm.simulated();
  session = crm.session(ADMIN);
});

async function ada() {
  const created = await session.contacts.create({
    name: { given: 'Ada', family: 'Lovelace' },
    emails: [{ address: 'ada@example.com' }],
    job_title: 'Analyst',
  });
  return created.contact;
}

test('an answer is a plain record', async () => {
  const contact = await ada();
  assert.deepEqual(contact.name, { given: 'Ada', family: 'Lovelace' });
  assert.equal(contact.created_at, '2026-01-01T00:00:00.000000Z');
  assert.deepEqual(await session.contacts.get({ id: contact.id }), contact);
});

test('what is left out is kept and null clears', async () => {
  const { id } = await ada();
  const kept = await session.contacts.update({ id, department: 'Research' });
  assert.equal(kept.job_title, 'Analyst');
  const cleared = await session.contacts.update({ id, job_title: null });
  assert.equal(cleared.job_title, undefined);
  assert.equal(cleared.department, 'Research');
});

test('raw answers the text of the engine untouched', async () => {
  const { id } = await ada();
  const text = await session.raw('contacts.get', { id });
  assert.equal(text, await session.raw('contacts.get', JSON.stringify({ id })));
  assert.deepEqual(JSON.parse(text), await session.contacts.get({ id }));
});

test('the same key changes something once', async () => {
  const args = { name: { given: 'Grace' } };
  const first = await session.contacts.create(args, { idempotencyKey: 'k' });
  assert.deepEqual(await session.contacts.create(args, { idempotencyKey: 'k' }), first);
});

test('bytes that are uploaded come back whole', async () => {
  const first = Buffer.alloc(1_280_000, 'more than the engine hands out at once');
  const { file } = await session.files.upload({ name: 'scan.bin', source: await crm.stage(first) });
  await session.files.addVersion({ id: file.id, source: await crm.stage(Buffer.from('second')) });
  assert.equal((await session.download(file.id)).toString(), 'second');
  assert.ok(first.equals(await session.download(file.id, 1)));
  await assert.rejects(session.download(ADMIN.user), NotFoundError);
});

test('a timeline is read through all its pages', async () => {
  const { id } = await ada();
  for (let number = 0; number < 5; number += 1) {
    await session.notes.create({ body: `Note ${number}`, links: [{ kind: 'contact', id }] });
  }
  const about = { record_kind: 'contact', id };
  const items = [];
  for await (const item of paged((cursor) => session.timeline.forRecord({ ...about, cursor, limit: 2 }))) {
    items.push(item);
  }
  assert.deepEqual(items, (await session.timeline.forRecord(about)).items);
  assert.equal(items.length, 6);
});

test('calls run side by side', async () => {
  const created = await Promise.all(
    Array.from({ length: 30 }, (_, number) =>
      session.contacts.create({ name: { given: `Person ${number}` } }),
    ),
  );
  assert.equal(new Set(created.map(({ contact }) => contact.id)).size, 30);
  assert.equal((await session.contacts.list({ count: true })).total, 30);
});

test('the records of another tenant are not there', async () => {
  const { id } = await ada();
  const other = crm.session({ ...ADMIN, tenant: OTHER_TENANT });
  await assert.rejects(other.contacts.get({ id }), NotFoundError);
});

test('a file keeps what was written', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'crm-')), 'crm.db');
  const first = await Crm.open(path);
  const { contact } = await first.session(ADMIN).contacts.create({ name: { given: 'Ada' } });
  await first.close();
  const second = await Crm.open(path);
  assert.deepEqual(await second.session(ADMIN).contacts.get({ id: contact.id }), contact);
  await second.close();
});

test('bytes are staged under a handle', async () => {
  assert.equal(typeof (await crm.stage(new TextEncoder().encode('name\nAda\n'))), 'string');
});

test('closing closes sessions too, and closing twice is harmless', async () => {
  await crm.close();
  await crm[Symbol.asyncDispose]();
  await assert.rejects(session.contacts.list(), (error) => {
    assert(error instanceof StorageError);
    assert.match(error.message, /closed/);
    return true;
  });
});
