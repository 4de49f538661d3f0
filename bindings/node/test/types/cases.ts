/**
 * What the compiler must accept and refuse; it is checked, never run. An `@ts-expect-error` above a line
 * without an error is itself an error, so each one here is a test.
 */

import type { Contact, ContactsUpdateArgs, Crm, Session, Uuid } from '../../dist/index.js';
import { NotFoundError, paged } from '../../dist/index.js';

export async function accepted(session: Session, id: Uuid): Promise<void> {
  const contact: Contact = await session.contacts.get({ id });
  const title: string | null | undefined = contact.job_title;
  await session.contacts.update({ id, job_title: null }, { idempotencyKey: 'k' });
  await session.contacts.list();
  for await (const found of paged((cursor) => session.contacts.list({ cursor }))) {
    const name: string | null | undefined = found.display_name;
  }
  const content: Buffer = await session.download(id);
  const raw: string = await session.raw('contacts.list');
  try {
    await session.contacts.get({ id });
  } catch (error) {
    if (error instanceof NotFoundError) {
      const code: 'not_found' | string = error.code;
    }
  }
}

export async function refused(session: Session, crm: Crm, id: Uuid): Promise<void> {
  // @ts-expect-error an id is required
  await session.contacts.get({});
  // @ts-expect-error an id is text
  await session.contacts.get({ id: 1 });
  // @ts-expect-error there is no such argument
  await session.contacts.get({ id, ide: id });
  // @ts-expect-error a priority is one of a few words
  await session.contacts.create({ priority: 'quite' });
  // @ts-expect-error only calls that change something take a key
  await session.contacts.list({}, { idempotencyKey: 'k' });
  // @ts-expect-error an answer is awaited
  const contact: Contact = session.contacts.get({ id });
  // @ts-expect-error there is no such group
  await session.kontakts.list();
  // @ts-expect-error an actor has a user
  crm.session({ tenant: id });
  const changes: ContactsUpdateArgs = { id };
  // @ts-expect-error what is given does not change
  changes.id = id;
  const read = await session.contacts.get({ id });
  // @ts-expect-error a record does not change
  read.version = 2;
}
