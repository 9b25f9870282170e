#!/usr/bin/env node
// Starts the launcher of this platform and stands between it and whoever started this. Where postinstall could,
// it has put two lines for a shell in the place of the first one here, and there is no Node between the two.
'use strict';
const { spawn } = require('node:child_process');
const path = require('node:path');

try {
  require('./runtime.js').removeUnlessFit(); // postinstall did, unless scripts are not run here
} catch (e) {
  process.stderr.write(`heddle: ${e.message}\n`);
}
const windows = process.platform === 'win32';
const launcher = path.join(__dirname, '..', 'image', 'bin', windows ? 'heddle.cmd' : 'heddle');
const child = windows
  ? spawn(process.env.ComSpec || 'cmd.exe', ['/d', '/s', '/c', `"${[launcher, ...process.argv.slice(2)].map((a) => `"${a}"`).join(' ')}"`],
      { stdio: 'inherit', windowsVerbatimArguments: true })
  : spawn(launcher, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (e) => {
  process.stderr.write(`heddle: ${e.message}\n`);
  process.exit(2);
});
child.on('exit', (code, signal) => process.exit(code === null ? 128 + require('node:os').constants.signals[signal] : code));
