'use strict';

/** The name of this machine's kind, such as `linux-x64` or `linux-x64-musl`. */
exports.platformName = function platformName() {
  const report = process.report?.getReport();
  const musl = process.platform === 'linux' && !report?.header.glibcVersionRuntime;
  return `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
};
