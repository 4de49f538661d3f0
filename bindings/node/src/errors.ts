/**
 * What can go wrong: one class for each of the engine's stable codes. No error text holds a person's
 * data.
 */

import type { ErrorCode, Json, RecordRef, Error as WireError } from './models';

/** The base of every error of the engine. */
export class CrmError extends Error {
  /** The stable code, such as `not_found`. */
  readonly code: ErrorCode;
  /** The sentence that says what is wrong, without the argument it is about. */
  readonly reason: string;
  /** The record it is about, if there is one. */
  readonly record: RecordRef | undefined;
  /** The argument it is about, as a path such as `emails[0].address`. */
  readonly field: string | undefined;
  /** Further facts by name. */
  readonly details: { readonly [key: string]: Json };

  constructor(wire: WireError) {
    super(wire.field ? `${wire.field}: ${wire.message}` : wire.message);
    this.name = new.target.name;
    this.code = wire.code;
    this.reason = wire.message;
    this.record = wire.record ?? undefined;
    this.field = wire.field ?? undefined;
    this.details = wire.details ?? {};
  }

  /** The error as the engine says it. */
  toJSON(): WireError {
    return {
      code: this.code,
      message: this.reason,
      ...(this.record && { record: this.record }),
      ...(this.field !== undefined && { field: this.field }),
      ...(Object.keys(this.details).length > 0 && { details: this.details }),
    };
  }
}

/** An argument breaks a rule; `field` names it. */
export class InvalidError extends CrmError {}

/** There is no such record, or the actor may not know of it. */
export class NotFoundError extends CrmError {}

/** The actor may not do this. */
export class ForbiddenError extends CrmError {}

/** The record changed meanwhile, or its state does not allow this. */
export class ConflictError extends CrmError {}

/** Something of the same name or key is already there. */
export class DuplicateError extends CrmError {}

/** A limit on size, depth or number is reached. */
export class LimitError extends CrmError {}

/** The engine does not know this operation, format or version. */
export class UnsupportedError extends CrmError {}

/** The call was cancelled before it was done. */
export class CancelledError extends CrmError {}

/** The storage failed; trying again may help. */
export class StorageError extends CrmError {}

/** Stored data is damaged; trying again will not help. */
export class CorruptError extends CrmError {}

/** The engine has a fault; the call changed nothing. */
export class InternalError extends CrmError {}

/** The class for each code. */
export const ERRORS: { readonly [code in ErrorCode]: typeof CrmError } = {
  invalid: InvalidError,
  not_found: NotFoundError,
  forbidden: ForbiddenError,
  conflict: ConflictError,
  duplicate: DuplicateError,
  limit: LimitError,
  unsupported: UnsupportedError,
  cancelled: CancelledError,
  storage: StorageError,
  corrupt: CorruptError,
  internal: InternalError,
};

/**
 * The typed error for what the native module threw: its message is the engine's error as JSON.
 *
 * @internal
 */
export function typed(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) {
    return thrown;
  }
  let wire: WireError;
  try {
    wire = JSON.parse(thrown.message) as WireError;
  } catch {
    return thrown;
  }
  return new (ERRORS[wire.code] ?? InternalError)(wire);
}
