// The Express router: the engine's text, as routes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Crm } from 'crm';
import { answerErrors, router } from 'crm/express';
import express from 'express';

import { ADMIN, USER } from './people.mjs';

let crm;
let session;
let server;
let base;

before(async () => {
  crm = await Crm.simulated();
  session = crm.session(ADMIN);
  const app = express();
  app.use('/crm', router(() => session));
  app.use('/tags-only', router(() => session, { groups: ['tags'] }));
  app.use(answerErrors);
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  base = `http://127.0.0.1:${server.address().port}/crm`;
});

after(async () => {
  await new Promise((resolve) => server.close(resolve));
  await crm.close();
});

function send(method, path, body, headers = {}) {
  return fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

async function made(body) {
  return (await (await send('POST', '/contacts', body)).json()).contact;
}

test('a record goes in and the text of the engine comes out', async () => {
  const { id } = await made({ name: { given: 'Ada' } });
  const read = await send('GET', `/contacts/${id}`);
  assert.match(read.headers.get('content-type'), /^application\/json/);
  assert.equal(await read.text(), await session.raw('contacts.get', { id }));
});

test('a patch keeps what it leaves out and clears with null', async () => {
  const { id } = await made({ name: { given: 'Grace' }, job_title: 'CTO' });
  const kept = await (await send('PATCH', `/contacts/${id}`, { department: 'IT' })).json();
  assert.equal(kept.job_title, 'CTO');
  const cleared = await (await send('PATCH', `/contacts/${id}`, { job_title: null })).json();
  assert.equal(cleared.job_title, undefined);
});

test('a query holds numbers, truth values and texts', async () => {
  await made({ name: { given: 'Edsger' } });
  const page = await (await send('GET', '/contacts?limit=1&count=true&sort=sort_name')).json();
  assert.equal(page.items.length, 1);
  assert(page.total >= 1);
});

test('a query holds a choice as it is', async () => {
  const { account } = await (await send('POST', '/accounts', { name: 'Engines Ltd' })).json();
  const gone = await send('DELETE', `/accounts/${account.id}?contacts=archive`);
  assert.equal(gone.status, 200);
  assert((await gone.json()).account.archived_at);
});

test('errors have their status and say what the engine says', async () => {
  const missing = await send('GET', `/contacts/${USER}`);
  assert.equal(missing.status, 404);
  assert.deepEqual((await missing.json()).record, { kind: 'contact', id: USER });
  const refused = await send('POST', '/contacts', { emails: [{ address: 'nobody' }] });
  assert.equal(refused.status, 422);
  assert.equal((await refused.json()).field, 'emails[0].address');
  const unread = await send('GET', '/contacts?limit=many');
  assert.equal(unread.status, 422);
  assert.equal((await unread.json()).field, 'limit');
});

test('a repeated key changes something once', async () => {
  const key = { 'idempotency-key': 'k' };
  const first = await send('POST', '/contacts', { name: { given: 'Barbara' } }, key);
  const again = await send('POST', '/contacts', { name: { given: 'Barbara' } }, key);
  assert.deepEqual(await again.json(), await first.json());
});

test('only the named groups are offered', async () => {
  const origin = new URL(base).origin;
  assert.equal((await fetch(`${origin}/tags-only/tags`)).status, 200);
  assert.equal((await fetch(`${origin}/tags-only/contacts`)).status, 404);
});
