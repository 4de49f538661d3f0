import { Crm } from 'crm';

const crm = await Crm.open('crm.db');
const session = crm.session({
  tenant: '00000000-0000-0000-0000-000000000001',
  user: '00000000-0000-0000-0000-000000000002',
  roles: ['admin'],
});
const { contact } = await session.contacts.create({
  full_name: 'Dr. Ada Lovelace',
  emails: [{ address: 'Ada@Example.com' }],
});
await session.tags.apply({ record_kind: 'contact', record_ids: [contact.id], add: ['tier/gold'] });
const page = await session.contacts.list({ sort: 'sort_name' });
for (const { display_name, primary_email } of page.items) console.log(display_name, primary_email);
