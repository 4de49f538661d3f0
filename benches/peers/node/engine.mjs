/** The engine through its Node package, at its defaults; every call is awaited before the next. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
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
  scattered,
  source,
  store,
  versions,
} from './measure.mjs';

const { Crm } = createRequire(import.meta.url)('../../../bindings/node');

versions({ Node: process.versions.node });
const crm = await Crm.open(store);
const session = crm.session({
  tenant: '00000000-0000-0000-0000-000000000001',
  user: '00000000-0000-0000-0000-000000000002',
  roles: ['admin'],
});

async function importFile() {
  const handle = await crm.stage(await readFile(source));
  const plan = await session.imports.plan({ source: handle, file_name: 'people.csv', preview_rows: 0 });
  let state = plan.import;
  while (state.status === 'planned' || state.status === 'running') {
    state = await session.imports.apply({ id: state.id, source: handle, max_rows: 50_000 });
  }
  return state.counts.created;
}

function create(row) {
  return session.contacts.create({
    name: { given: row['First Name'], family: row['Last Name'] },
    emails: [{ address: row['Email'] }],
    phones: [{ number: row['Phone'] }],
    addresses: [
      {
        line1: row['Street'],
        city: row['City'],
        postal_code: row['Postal Code'],
        country: row['Country'],
      },
    ],
    company_text: row['Company'],
    job_title: row['Job Title'],
    department: row['Department'],
    ...(row['Birthday'] && { birthday: row['Birthday'] }),
    ...(row['Notes'] && { note: row['Notes'] }),
  });
}

async function allIds() {
  const ids = [];
  let cursor;
  do {
    const page = await session.contacts.list({ limit: 500, cursor });
    ids.push(...page.items.map((contact) => contact.id));
    cursor = page.next;
  } while (cursor);
  return ids;
}

const rows = rowsOf();
await once('import', rows, importFile);
await each('create', added, create);
const ids = await allIds();
if (ids.length !== newIn(rows) + NEW) throw new Error(`${ids.length} contacts`);
await each('update', scattered(ids, UPDATES).map((id, at) => [id, added[at]]), ([id, row]) =>
  session.contacts.update({
    id,
    company_text: row['Company'],
    job_title: row['Job Title'],
    department: row['Department'],
  }),
);
await each('get', scattered(ids, READS), (id) => session.contacts.get({ id }));
let cursor;
await each('page', Array(PAGES).keys(), async () => {
  const page = await session.contacts.list({ sort: 'sort_name', limit: 50, cursor });
  cursor = page.next;
});
await crm.close();
