// Packages of npm as one script for a page: each CommonJS file that is reached becomes a function, and window.modules
// gets what the named packages export. Just enough for packages whose require() calls name their files plainly.

import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));

export function bundle(packages) {
  const files = new Map();  // path -> {index, body, needs: {name: index}}
  const add = (file) => {
    if (files.has(file)) return files.get(file).index;
    const entry = {index: files.size, body: fs.readFileSync(file, 'utf8'), needs: {}};
    files.set(file, entry);
    const require_here = createRequire(file);
    for (const [, name] of entry.body.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
      entry.needs[name] = add(require_here.resolve(name));
    }
    return entry.index;
  };
  const roots = packages.map((name) => [name, add(createRequire(path.join(folder, 'x.cjs')).resolve(name))]);
  const functions = [...files.values()].map(({body, needs}) =>
    `[${JSON.stringify(needs)}, function (require, module, exports) {\n${body}\n}]`);
  return `(() => {
const files = [${functions.join(',\n')}];
const made = [];
const load = (index) => {
  if (!made[index]) {
    const module = made[index] = {exports: {}};
    const [needs, body] = files[index];
    body((name) => load(needs[name]), module, module.exports);
  }
  return made[index].exports;
};
window.modules = {${roots.map(([name, index]) => `${JSON.stringify(name)}: load(${index})`).join(', ')}};
})();`;
}
