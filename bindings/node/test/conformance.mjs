// Runs a conformance case through the typed client; `conformance/README.md` has the format.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

import { Crm, CrmError } from 'crm';

const FOLDER = new URL('../../../conformance/', import.meta.url);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The names of all the cases. */
export function cases() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

/** Runs one case on a fresh engine. */
export async function run(name) {
  const told = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  const crm = await Crm.simulated(1);
  try {
    const sessions = new Map(
      Object.entries(told.actors).map(([actor, who]) => [actor, crm.session(who)]),
    );
    const saved = new Map();
    for (const [index, step] of told.steps.entries()) {
      const place = `step ${index + 1} (${JSON.stringify(step)})`;
      let answer;
      try {
        answer =
          step.stage === undefined
            ? await call(sessions.get(step.as ?? 'admin'), step, saved)
            : await crm.stage(new TextEncoder().encode(step.stage));
      } catch (error) {
        assert(error instanceof CrmError, error);
        assert(step.error, `${place} failed: ${JSON.stringify(error)}`);
        match(step.error, JSON.parse(JSON.stringify(error)), saved, place);
        continue;
      }
      assert(!step.error, `${place} answered ${JSON.stringify(answer)}`);
      if (step.answer !== undefined) {
        match(step.answer, answer, saved, place);
      }
      if (step.save) {
        saved.set(step.save, answer);
      }
    }
  } finally {
    await crm.close();
  }
}

/** Calls the method; what is no method goes by the raw door. */
async function call(session, step, saved) {
  const args = fill(step.args ?? {}, saved);
  const options = step.idempotency_key && { idempotencyKey: step.idempotency_key };
  const [group, verb] = step.call.split('.').map(camel);
  if (typeof session[group]?.[verb] === 'function') {
    return session[group][verb](args, options);
  }
  assert(step.error, `the client has no ${step.call}`);
  return JSON.parse(await session.raw(step.call, args, options));
}

function camel(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

/** The arguments with what was saved in its places. */
function fill(args, saved) {
  if (typeof args === 'string') {
    return recall(args, saved);
  }
  if (Array.isArray(args)) {
    return args.map((value) => fill(value, saved));
  }
  if (args !== null && typeof args === 'object') {
    return Object.fromEntries(
      Object.entries(args).map(([name, value]) => [name, fill(value, saved)]),
    );
  }
  return args;
}

/** What `$name.path` stands for; any other text stands for itself. */
function recall(text, saved) {
  if (!text.startsWith('$')) {
    return text;
  }
  if (text.startsWith('$$')) {
    return text.slice(1);
  }
  const [name, ...path] = text.slice(1).split('.');
  assert(saved.has(name), `nothing was saved as ${name}`);
  const found = path.reduce((value, step) => value?.[step], saved.get(name));
  assert(found !== undefined, `${text} leads nowhere`);
  return found;
}

/** Compares as the format says. */
function match(expected, found, saved, place) {
  const told = `${place}\nexpected ${JSON.stringify(expected)}\nfound ${JSON.stringify(found)}`;
  if (typeof expected === 'string') {
    assert(textMatches(expected, found, saved), told);
  } else if (expected === null || typeof expected !== 'object') {
    assert.equal(found, expected, told);
  } else if (Array.isArray(expected)) {
    const list = found ?? [];
    assert(Array.isArray(list) && list.length === expected.length, told);
    expected.forEach((wanted, index) => match(wanted, list[index], saved, `${place}[${index}]`));
  } else if (expected.$contains) {
    for (const wanted of expected.$contains) {
      const met =
        typeof found === 'string'
          ? found.includes(wanted)
          : (found ?? []).some((one) => doesMatch(wanted, one, saved));
      assert(met, told);
    }
  } else {
    assert(found !== null && typeof found === 'object' && !Array.isArray(found), told);
    for (const [name, wanted] of Object.entries(expected)) {
      match(wanted, found[name], saved, `${place}.${name}`);
    }
  }
}

function doesMatch(expected, found, saved) {
  try {
    match(expected, found, saved, '');
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) {
      return false;
    }
    throw error;
  }
}

function textMatches(expected, found, saved) {
  switch (expected) {
    case '$any':
      return found !== undefined && found !== null;
    case '$absent':
      return (
        found === undefined ||
        found === null ||
        (typeof found === 'object' && Object.keys(found).length === 0)
      );
    case '$uuid':
      return typeof found === 'string' && UUID.test(found);
    case '$instant':
      return typeof found === 'string' && INSTANT.test(found);
  }
  const wanted = recall(expected, saved);
  if (typeof wanted === 'string' && typeof found === 'string') {
    return wanted === found || (INSTANT.test(wanted) && Date.parse(wanted) === Date.parse(found));
  }
  try {
    assert.deepEqual(found, wanted);
    return true;
  } catch {
    return false;
  }
}
