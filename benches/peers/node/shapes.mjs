/** What the peer takes in, checked by zod. */

import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { z } from 'zod';

const line = z.string().trim().min(1).max(255);

const contact = z.object({
  given: line,
  family: line,
  email: z.email(),
  phone: z.string().regex(/^\+?[0-9 ().-]{5,30}$/),
  company: line,
  job_title: line,
  department: line,
  birthday: z.iso.date().nullable(),
  note: z.string().max(100_000).nullable(),
  address: z.object({
    street: line,
    city: line,
    postal_code: line,
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
});

const patch = contact.pick({ company: true, job_title: true, department: true });

/** A row of the file, checked. */
export function contactOf(row) {
  return contact.parse({
    given: row['First Name'],
    family: row['Last Name'],
    email: row['Email'],
    phone: row['Phone'],
    company: row['Company'],
    job_title: row['Job Title'],
    department: row['Department'],
    birthday: row['Birthday'] || null,
    note: row['Notes'] || null,
    address: {
      street: row['Street'],
      city: row['City'],
      postal_code: row['Postal Code'],
      country: row['Country'],
    },
  });
}

/** What changes, checked. */
export function patchOf(row) {
  return patch.parse({
    company: row['Company'],
    job_title: row['Job Title'],
    department: row['Department'],
  });
}

/** The number as the telephone network knows it. */
export function e164(number) {
  const parsed = parsePhoneNumberWithError(number);
  if (!parsed.isValid()) throw new Error('this is no telephone number');
  return parsed.number;
}
