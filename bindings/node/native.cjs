'use strict';

// The native module for this machine: one that stands here, or the platform's own package.

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const { platformName } = require('./platform.cjs');

const platform = platformName();
const here = join(__dirname, `crm.${platform}.node`);

module.exports = existsSync(here) ? require(here) : require(`crm-${platform}`);
