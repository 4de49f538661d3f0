// Builds the native module and puts it where `native.cjs` looks for it. Arguments go to cargo.

import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { platformName } = createRequire(import.meta.url)('../platform.cjs');
const manifest = fileURLToPath(new URL('../../../crates/crm-node/Cargo.toml', import.meta.url));
const target = fileURLToPath(new URL(`../crm.${platformName()}.node`, import.meta.url));

const built = spawnSync(
  'cargo',
  [
    'build',
    '--manifest-path',
    manifest,
    '--message-format=json-render-diagnostics',
    ...process.argv.slice(2),
  ],
  { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
);
if (built.status !== 0) {
  process.exit(built.status ?? 1);
}
const library = built.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter((message) => message.reason === 'compiler-artifact' && message.target.name === 'crm_node')
  .flatMap((message) => message.filenames)
  .find((name) => /\.(so|dylib|dll)$/.test(name));
if (library === undefined) {
  throw new Error('cargo built no library');
}
copyFileSync(library, target);
