// Makes the script that npm's link leads to start the launcher itself, so that no Node stays in memory beside each
// server. What does not work here, for example on Windows, is left as it is: the script works too.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const runtime = require('./runtime.js');

const ofNode = '#!/usr/bin/env node\n';
// For a shell the second line is all there is; for Node, by which some start the script, it is a string and a comment.
const ofShell = '#!/bin/sh\n'
  + '\':\' //; self=$0; case $self in */*) ;; *) self=./$self ;; esac; '
  + 'while [ -h "$self" ]; do to=$(readlink "$self"); '
  + 'case $to in /*) self=$to ;; *) self=${self%/*}/$to ;; esac; done; '
  + 'exec "${self%/*}/../image/bin/heddle" "$@"\n';

try {
  runtime.removeUnlessFit();
  if (process.platform !== 'win32') {
    const script = path.join(__dirname, 'heddle.js');
    const source = fs.readFileSync(script, 'utf8');
    if (source.startsWith(ofNode)) {
      const unfinished = `${script}.new`;
      fs.writeFileSync(unfinished, ofShell + source.slice(ofNode.length), { mode: 0o755 });
      fs.renameSync(unfinished, script);
    }
  }
} catch (e) {
  process.stderr.write(`heddle: ${e.message}; the command starts through Node\n`);
}
