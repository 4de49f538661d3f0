/** Timing, the same for each side: one JSON line an operation, in microseconds. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export const NEW = 2_000;
export const UPDATES = 2_000;
export const READS = 5_000;
export const PAGES = 200;

const [folder, storePath, how] = process.argv.slice(2);
export const source = join(folder, 'import.csv');
export const store = storePath;
export const sameWork = how === '--same-work';
export const added = parse(readFileSync(join(folder, 'new.csv')), { columns: true }).slice(0, NEW);

/** Says what ran. */
export function versions(names) {
  console.log(JSON.stringify({ versions: names }));
}

function report(operation, samples) {
  samples.sort((a, b) => a - b);
  const at = (share) => samples[Math.floor((samples.length - 1) * share)] / 1e3;
  console.log(
    JSON.stringify({ operation, median: at(0.5), p95: at(0.95), count: samples.length }),
  );
}

/** Times every call; a call that answers at once is not awaited. */
export async function each(operation, items, work) {
  const samples = [];
  for (const item of items) {
    const start = process.hrtime.bigint();
    const answer = work(item);
    if (answer instanceof Promise) await answer;
    samples.push(Number(process.hrtime.bigint() - start));
  }
  report(operation, samples);
}

/** Times one call over many rows and reports the time a row. */
export async function once(operation, rows, work) {
  const start = process.hrtime.bigint();
  const created = await work();
  const elapsed = Number(process.hrtime.bigint() - start);
  const expected = newIn(rows);
  if (created !== expected) throw new Error(`${operation}: ${created} contacts, not ${expected}`);
  report(operation, [elapsed / rows]);
}

/** The same choice in every run. */
export function scattered(items, count) {
  const chosen = [];
  for (let turn = 1; turn <= count; turn += 1) {
    chosen.push(items[(Math.imul(turn, 0x9e3779b1) >>> 0) % items.length]);
  }
  return chosen;
}

/** How many rows the file to import has. */
export function rowsOf() {
  return readFileSync(source, 'utf8').trimEnd().split('\n').length - 1;
}

/** Every hundredth row repeats an earlier one. */
export function newIn(rows) {
  return rows - Math.floor(rows / 100);
}
