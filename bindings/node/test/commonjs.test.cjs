// The same package, required.

const assert = require('node:assert/strict');
const { test } = require('node:test');

const required = require('crm');

test('import and require share one set of classes', async () => {
  const imported = await import('crm');
  assert.equal(imported.CrmError, required.CrmError);
  assert.equal(imported.Crm, required.Crm);
});
