/** How a method becomes a call: arguments to JSON, the answer's JSON to a value. */

import type { Session as NativeSession } from '#native';
import { typed } from './errors';

/** What a call that changes something may be told besides its arguments. */
export interface WriteOptions {
  /** A name for this change: sent again with the same name, it is carried out once. */
  readonly idempotencyKey?: string;
}

/** @internal */
export type Call = <Answer>(name: string, args: object, options?: WriteOptions) => Promise<Answer>;

/** @internal */
export async function rawCall(
  session: NativeSession,
  name: string,
  args: string,
  options?: WriteOptions,
): Promise<string> {
  try {
    return await session.call(name, args, options?.idempotencyKey);
  } catch (thrown) {
    throw typed(thrown);
  }
}
