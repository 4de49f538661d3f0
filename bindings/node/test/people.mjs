// Who asks, in the tests.

export const TENANT = '00000000-0000-4000-8000-00000000000a';
export const OTHER_TENANT = '00000000-0000-4000-8000-00000000000b';
export const USER = '00000000-0000-4000-8000-000000000001';
export const ADMIN = { tenant: TENANT, user: USER, roles: ['admin'] };
