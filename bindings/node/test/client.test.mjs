// The client: what a caller writes and what comes back.

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';

import { Crm, NotFoundError, StorageError } from 'crm';

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
