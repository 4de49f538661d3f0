// The package as users get it: packed, installed, imported by ESM and required by CommonJS.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ADMIN } from './people.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** What both projects do, once they have `Crm`. */
const USE = `
  const engine = await Crm.inMemory();
  const session = engine.session(${JSON.stringify(ADMIN)});
  await session.contacts.create({ name: { given: 'Ada' } });
  console.log((await session.contacts.list()).items.length);
  await engine.close();
`;

let folder;
let tarball;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-pack-'));
  const told = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: PACKAGE,
    encoding: 'utf8',
  });
  const [packed] = Object.values(JSON.parse(told));
  tarball = join(folder, packed.filename);
});

after(() => rmSync(folder, { recursive: true }));

/** What a program prints in a project of its own, of which nothing is left: it holds the whole engine. */
function project(type, file, program) {
  const folder = mkdtempSync(join(tmpdir(), `crm-${type}-`));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', type }));
    writeFileSync(join(folder, file), program);
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], {
      cwd: folder,
      stdio: 'pipe',
    });
    return execFileSync('node', [file], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('an ESM project imports it', () => {
  const program = `import { Crm } from 'crm';\n${USE}`;
  assert.equal(project('module', 'main.mjs', program), '1\n');
});

test('a CommonJS project requires it', () => {
  const program = `const { Crm } = require('crm');\n(async () => {${USE}})();`;
  assert.equal(project('commonjs', 'main.cjs', program), '1\n');
});

test('the examples of the README run', () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map((found) => found[1]);
  assert(examples.length > 0);
  for (const example of examples) {
    project('module', 'main.mjs', example);
  }
});

test('the quick start runs', () => {
  const quickstart = join(PACKAGE, '../../examples/quickstart/quickstart.mjs');
  assert.match(project('module', 'main.mjs', readFileSync(quickstart, 'utf8')), /Ada/);
});
