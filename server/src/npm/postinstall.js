// Puts the launcher in the place of the script that npm's link leads to, so that no Node stays in memory
// beside each server. What does not work here, for example on Windows, is left as it is: the script works too.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const runtime = require('./runtime.js');

try {
  runtime.removeUnlessFit();
  runtime.restoreTimeOfJar();
  if (process.platform !== 'win32') {
    const script = path.join(__dirname, 'heddle.js');
    const unfinished = `${script}.new`;
    fs.writeFileSync(unfinished, '#!/bin/sh\nself=$0\nwhile [ -h "$self" ]; do\n  to=$(readlink "$self")\n'
      + '  case $to in /*) self=$to ;; *) self=${self%/*}/$to ;; esac\ndone\n'
      + 'exec "${self%/*}/../image/bin/heddle" "$@"\n', { mode: 0o755 });
    fs.renameSync(unfinished, script);
  }
} catch (e) {
  process.stderr.write(`heddle: ${e.message}; the command starts through Node\n`);
}
