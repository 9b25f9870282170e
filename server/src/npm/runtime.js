// What the package has for one platform only.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const image = path.join(__dirname, '..', 'image');

// The runtime runs on Linux on x64 with glibc; elsewhere it goes, with the caches that only it can use, and the
// launcher finds a Java 25.
exports.removeUnlessFit = () => {
  const fit = process.platform === 'linux' && process.arch === 'x64' && fs.existsSync('/lib64/ld-linux-x86-64.so.2');
  if (!fit) {
    fs.rmSync(path.join(image, 'runtime'), { recursive: true, force: true });
    const lib = path.join(image, 'lib');
    for (const cache of fs.readdirSync(lib).filter((name) => /^heddle-.*\.(aot|jsa)$/.test(name))) {
      fs.rmSync(path.join(lib, cache), { force: true });
    }
  }
};
