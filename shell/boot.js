// Loads the program and starts it: shows how many bytes have come, says in words what is missing or went wrong, and
// gives the program its hooks into the page. The only script that fetches anything, and only the page's own files.
'use strict';

const boot = (() => {
  const byId = (id) => document.getElementById(id);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1) + ' MB';

  // ── failures ──

  function fail(title, text) {
    byId('failure-title').textContent = title;
    byId('failure-text').textContent = text;
    byId('failure').hidden = false;
    byId('loading').hidden = true;
    document.title = 'Sluice: ' + title;
  }

  const advice = {
    wasm: ['This browser cannot run Sluice',
      'WebAssembly is missing or switched off. Current versions of Chrome, Edge, Firefox and Safari have it; some ' +
      'company policies and "lockdown" modes switch it off. Nothing was sent to any gateway.'],
    webgl: ['This browser cannot draw Sluice',
      'WebGL 2 is missing or switched off. Switch hardware acceleration on in the browser\'s settings, update the ' +
      'graphics driver, or use another browser. Nothing was sent to any gateway.'],
  };

  // Asked of the canvas itself, with the program's own wishes (canvas.cc): the program then gets this very context, and
  // the costly first one is not made for nothing.
  function hasWebGl2() {
    const wishes = { alpha: false, depth: false, stencil: false, antialias: false };
    return byId('canvas').getContext('webgl2', wishes) !== null;
  }

  function explain(error) {
    const text = String((error && error.message) || error);
    if (/unsafe-eval|Content Security Policy/i.test(text)) {
      return 'The web server\'s content security policy forbids WebAssembly: script-src needs \'wasm-unsafe-eval\'.';
    }
    return text + '\nLoad the page again. If that does not help, the web server may hold an incomplete copy of Sluice.';
  }

  // ── loading ──

  function showBytes(loaded, total) {
    byId('loading-bar').value = total ? Math.min(1, loaded / total) : 0;
    byId('loading-bytes').textContent = total ? megabytes(loaded) + ' of ' + megabytes(total) : megabytes(loaded);
  }

  // An XMLHttpRequest, because it tells how many bytes have come without touching them: Chromium now and then reports a
  // fetch() whose body a script has read piece by piece as aborted. The announced length is of the compressed file, so
  // the true one is written into the page when it is built.
  function loadBytes(url, total) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('GET', url);
      request.responseType = 'arraybuffer';
      request.onprogress = (event) => showBytes(event.loaded, total);
      request.onerror = () => reject(new Error(url + ' could not be loaded: the web server was not reached.'));
      request.onload = () => (request.status === 200 ? resolve(request.response)
        : reject(new Error(url + ' could not be loaded: the web server answered ' + request.status + '.')));
      request.send();
    });
  }

  async function loadWasm(url, total, imports) {
    const bytes = await loadBytes(url, total);
    showBytes(bytes.byteLength, bytes.byteLength);
    return WebAssembly.instantiate(bytes, imports);
  }

  function loadScript(url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error(url + ' could not be loaded.'));
      document.head.append(script);
    });
  }

  // The single file carries its parts inside itself.
  function embedded(id) {
    const element = byId(id);
    return element && element.textContent.trim();
  }

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  function moduleOfSite(root) {
    const version = root.dataset.version ? '?v=' + root.dataset.version : '';
    return {
      tickerUrl: 'ticker.js' + version,
      instantiateWasm(imports, done) {
        loadWasm('sluice.wasm' + version, Number(root.dataset.wasmBytes) || 0, imports)
          .then((result) => done(result.instance, result.module))
          .catch((error) => fail('Sluice could not be loaded', explain(error)));
        return {};
      },
    };
  }

  function moduleOfFile(wasm) {
    const ticker = new Blob([embedded('embedded-ticker') || ''], { type: 'text/javascript' });
    return { tickerUrl: URL.createObjectURL(ticker), wasmBinary: bytesOf(wasm) };
  }

  async function start() {
    if (typeof WebAssembly !== 'object') return fail(...advice.wasm);
    if (!hasWebGl2()) return fail(...advice.webgl);
    const root = document.documentElement;
    const wasm = embedded('embedded-wasm');
    try {
      if (!wasm) await loadScript('sluice.js' + (root.dataset.version ? '?v=' + root.dataset.version : ''));
      const program = await createSluice({
        ...(wasm ? moduleOfFile(wasm) : moduleOfSite(root)),
        shell: { ...sluiceApi.hooks, ...signIn.hooks, journals, locks, runSlot },
        onAbort: (why) => fail('Sluice has stopped', String(why)),
      });
      byId('loading').hidden = true;
      sluiceApi.start(program);
      signIn.hooks.openSignIn('');
    } catch (error) {
      fail('Sluice could not be loaded', explain(error));
    }
  }

  return { start, fail };
})();

boot.start();
