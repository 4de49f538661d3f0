/**
 * A ready-made Express router: every operation a route that answers the engine's own text.
 *
 * ```js
 * app.use(router((request) => crm.session(whoAsks(request))));
 * app.use(answerErrors);
 * ```
 */

import express from 'express';
import type { ErrorRequestHandler, Request, Router } from 'express';

import type { Session } from './client';
import { CrmError, InvalidError } from './errors';
import type { ErrorCode } from './models';
import type { Route } from './route';
import { ROUTES } from './routes';

/** The HTTP status for each of the engine's error codes. */
export const STATUS: { readonly [code in ErrorCode]: number } = {
  invalid: 422,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  duplicate: 409,
  limit: 422,
  unsupported: 501,
  cancelled: 503,
  storage: 503,
  corrupt: 500,
  internal: 500,
};

/** What the router may be told. */
export interface RouterOptions {
  /** The groups to offer, such as `contacts`; all of them unless told. */
  readonly groups?: readonly string[];
}

/** A router with every operation, or those of the named groups. */
export function router(
  session: (request: Request) => Session | Promise<Session>,
  options: RouterOptions = {},
): Router {
  const made = express.Router();
  made.use(express.json({ limit: '10mb' }));
  for (const route of ROUTES) {
    const group = route.name.split('.', 1)[0] ?? '';
    if (options.groups && !options.groups.includes(group)) {
      continue;
    }
    const method = route.method as 'get' | 'post' | 'put' | 'patch' | 'delete';
    made[method](route.path, (request, response, next) => {
      answer(route, request)
        .then((text) => {
          if (route.empty) {
            response.status(204).end();
          } else {
            response.type('json').send(text);
          }
        })
        .catch(next);
    });
  }
  return made;

  async function answer(route: Route, request: Request): Promise<string> {
    const running = await session(request);
    const key = request.get('idempotency-key');
    const options = key === undefined ? undefined : { idempotencyKey: key };
    return running.raw(route.name, { ...given(route, request), ...request.params }, options);
  }
}

/** Answers the engine's errors as JSON with the fitting status; hands every other error on. */
export const answerErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof CrmError) {
    response.status(STATUS[error.code]).json(error);
  } else {
    next(error);
  }
};

/** The arguments in the body, or in the query where a method has no body. */
function given(route: Route, request: Request): object {
  if (route.method !== 'get' && route.method !== 'delete') {
    return (request.body ?? {}) as object;
  }
  const args: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(request.query)) {
    args[name] = route.json.includes(name) ? parsed(name, value) : value;
  }
  return args;
}

function parsed(name: string, value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    throw new InvalidError({ code: 'invalid', message: `${name} is not JSON.`, field: name });
  }
}
