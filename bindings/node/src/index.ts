/**
 * An embeddable CRM engine in your process.
 *
 * `Crm.open` opens the engine, `crm.session` says who asks, and a session's properties are the
 * operations by group. A ready-made router is in `crm/express`.
 */

export type { WriteOptions } from './call';
export { Crm, Session } from './client';
export * from './errors';
export type * from './models';
export { paged } from './paged';
export type { Page } from './paged';
