// Puts the built page together: dist/site, static files for any web server, and dist/sluice.html, one file that carries
// everything inside itself.
//
//   node web/assemble.mjs --build build/web --out dist
//
// The same input gives the same bytes.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const scripts = [  // in the order of index.html
  'database.js', 'locks.js', 'journals.js', 'run_slot.js', 'sign_in.js', 'sluice_api.js', 'boot.js',
];
const shellFiles = [...scripts, 'style.css', 'ticker.js'].sort();

function option(name, fallback) {
  const at = process.argv.indexOf('--' + name);
  return at < 0 ? fallback : process.argv[at + 1];
}

function die(message) {
  console.error('assemble: ' + message);
  process.exit(1);
}

const build = resolve(option('build', join(root, 'build/web')));
const out = resolve(option('out', join(root, 'dist')));

const sha256 = (text) => createHash('sha256').update(text).digest();
const shell = (name) => readFileSync(join(root, 'shell', name), 'utf8');
const built = (name) => {
  const path = join(build, 'page', name);
  if (!existsSync(path)) die(`${path} is missing: build the target sluice_page first.`);
  return readFileSync(path);
};

// A replacement that must happen exactly once: a page that has changed shape is a mistake to be seen, not passed over.
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) die(`expected exactly one ${JSON.stringify(from)} in index.html, found ${parts.length - 1}.`);
  return parts[0] + to + parts[1];
}

const wasm = built('sluice.wasm');
const glue = built('sluice.js').toString('utf8');
const icon = readFileSync(join(root, 'assets/icon.svg'), 'utf8');
const index = shell('index.html');

// ── the site ──

function writeSite(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of shellFiles) cpSync(join(root, 'shell', name), join(folder, name));
  writeFileSync(join(folder, 'sluice.js'), glue);
  writeFileSync(join(folder, 'sluice.wasm'), wasm);
  writeFileSync(join(folder, 'icon.svg'), icon);
  // Every file is asked for by the version of the whole, so that a browser never mixes two builds.
  const all = [wasm, glue, icon, index, ...shellFiles.map(shell)];
  const version = sha256(Buffer.concat(all.map((part) => sha256(part)))).toString('hex').slice(0, 12);
  let page = replaceOnce(index, '<html lang="en" data-theme="dark">',
    `<html lang="en" data-theme="dark" data-version="${version}" data-wasm-bytes="${wasm.length}">`);
  page = replaceOnce(page, 'href="style.css"', `href="style.css?v=${version}"`);
  for (const name of scripts) page = replaceOnce(page, `src="${name}"`, `src="${name}?v=${version}"`);
  writeFileSync(join(folder, 'index.html'), page);
}

// ── the single file ──

const dataUri = (svg) => 'data:image/svg+xml;base64,' + Buffer.from(svg).toString('base64');
const sourceOf = (text) => `'sha256-${sha256(text).toString('base64')}'`;
// Inside a script element the end tag must not appear, not even in a string.
const inScript = (code) => code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');

function writeSingleFile(path) {
  const style = shell('style.css');
  const code = '\n' + inScript([glue, ...scripts.map(shell)].join('\n'));
  const policy = [
    "default-src 'none'", `script-src ${sourceOf(code)} 'wasm-unsafe-eval'`, `style-src ${sourceOf(style)}`,
    'img-src data: blob:', 'worker-src blob:', "connect-src 'none'", "form-action 'none'", "base-uri 'none'",
  ].join('; ');
  let page = index.replace(/(<meta http-equiv="Content-Security-Policy" content=")[^"]*"/, () =>
    `<meta http-equiv="Content-Security-Policy" content="${policy}"`);
  if (page === index) die('index.html has no content security policy to replace.');
  page = replaceOnce(page, '<!-- The web server\'s own header says more (connect-src lists the gateways); this holds where a server sends none. -->\n', '');
  page = replaceOnce(page, '<link rel="stylesheet" href="style.css">', `<style>${style}</style>`);
  page = page.replaceAll('"icon.svg"', () => `"${dataUri(icon)}"`);
  for (const name of scripts) page = replaceOnce(page, `<script src="${name}" defer></script>\n`, '');
  const parts = [
    `<script type="application/octet-stream" id="embedded-wasm">${wasm.toString('base64')}</script>`,
    `<script type="text/plain" id="embedded-ticker">${inScript(shell('ticker.js'))}</script>`,
    `<script>${code}</script>`,
  ];
  page = replaceOnce(page, '</body>', parts.join('\n') + '\n</body>');
  writeFileSync(path, page);
}

mkdirSync(out, { recursive: true });
writeSite(join(out, 'site'));
writeSingleFile(join(out, 'sluice.html'));
console.log(`assemble: ${join(out, 'site')} and ${join(out, 'sluice.html')}`);
