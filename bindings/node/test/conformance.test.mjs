// Every shared case, through the typed client.

import { after, test } from 'node:test';

import { cases, run } from './conformance.mjs';

let ran = 0;

for (const name of cases()) {
  test(name, () => {
    ran += 1;
    return run(name);
  });
}

after(() => console.log(`conformance: ${ran} cases`));
