// The sign-in form. A real form in a real dialog over the canvas, so that password managers, Tab, paste and screen
// readers work as anywhere else; nothing that is typed here reaches the canvas. It calls signIn() as scripts do.
'use strict';

const signIn = (() => {
  const byId = (id) => document.getElementById(id);
  const dialog = byId('sign-in');
  const gateway = byId('gateway');
  const address = byId('address');
  const kind = byId('kind');
  const username = byId('username');
  const password = byId('password');
  const clientId = byId('client-id');
  const clientSecret = byId('client-secret');
  const token = byId('token');
  const CUSTOM = 'custom';
  let known = null;  // what the program last said of itself (App::form_json)
  let busy = false;
  let filled = false;  // the demo login is in the fields

  const hints = {
    rehearsal: 'A simulated gateway inside this page, with invented devices. Nothing leaves this computer.',
    '/': 'The server that this page came from forwards to one gateway: the usual way with real accounts.',
    [CUSTOM]: '',
  };
  // What each kind of sign-in needs: its fields in order with what to say when one is empty, and what its secret is
  // called.
  const kinds = {
    password: { secret: password, what: 'password',
      fields: [[username, 'Enter the user name.'], [password, 'Enter the password.']] },
    client: { secret: clientSecret, what: 'client secret',
      fields: [[clientId, 'Enter the client ID.'], [clientSecret, 'Enter the client secret.']] },
    token: { secret: token, what: 'token', fields: [[token, 'Paste the token.']] },
  };
  // How the program calls the kinds of session: which of the kinds above, and how the line about it ends.
  const sessionKinds = {
    'password': ['password', ''],
    'token': ['token', ', by a token'],
    'user client': ['client', ', by a user-level API client'],
    'subscription client': ['client', ', by a subscription-level API client'],
  };
  const directHint = 'Called from this page directly. Gateways are not known to allow that (CORS): if it fails, use "This site".';

  // ── the list of gateways ──

  function option(value, text) {
    return new Option(text, value);
  }

  function group(label, options) {
    const element = document.createElement('optgroup');
    element.label = label;
    element.append(...options);
    return element;
  }

  function fillGateways() {
    const rehearsal = option('rehearsal', 'Rehearsal (no account needed)');
    if (known.localFile) return gateway.replaceChildren(rehearsal);
    const platforms = known.platforms.map(({ id, name, gateway: host }) =>
      option(id, `${id} · ${host.replace('https://', '')}`));
    gateway.replaceChildren(group('Try it', [rehearsal]), group('With your account', [option('/', 'This site')]),
      group('Qualys platforms, directly', platforms), group('Private platforms', [option(CUSTOM, 'Another address…')]));
  }

  function choose(value) {
    const values = [...gateway.options].map((o) => o.value);
    const known = values.find((v) => v.toLowerCase() === value.toLowerCase());
    const fallback = values.includes(CUSTOM) ? CUSTOM : 'rehearsal';
    gateway.value = known ?? (value === '' ? '/' : fallback);
    if (!known && gateway.value === CUSTOM) address.value = value;
    onGateway();
  }

  function onGateway() {
    const rehearsal = gateway.value === 'rehearsal';
    byId('address-field').hidden = gateway.value !== CUSTOM;
    byId('gateway-hint').textContent = known.localFile
      ? 'Opened from disk, Sluice can rehearse. For real accounts serve it with ./dev run --gateway ADDRESS.'
      : hints[gateway.value] ?? directHint;
    byId('sign-in-submit').textContent = rehearsal ? 'Start rehearsal' : 'Sign in';
    if (rehearsal && kind.value === 'password' && !password.value) {
      username.value = known.demoUsername;
      password.value = known.demoPassword;
      filled = true;
    } else if (!rehearsal && filled) {
      if (username.value === known.demoUsername) username.value = known.username;
      if (password.value === known.demoPassword) password.value = '';
      filled = false;
    }
  }

  // ── kinds of sign-in ──

  const chosen = () => kinds[kind.value];

  function onKind() {
    for (const field of document.querySelectorAll('#sign-in-form [data-kind]')) {
      field.hidden = field.dataset.kind !== kind.value;
    }
    byId('renew-field').hidden = kind.value === 'token';
    byId('renew-what').textContent = chosen().what;
    byId('secret-what').textContent = chosen().what;
    for (const other of Object.values(kinds)) if (other !== chosen()) other.secret.value = '';
    say('');
    onGateway();
  }

  function chooseKind(session) {
    kind.value = sessionKinds[session.kind]?.[0] ?? kind.value;
    if (session.kind === 'subscription client') byId('client-kind').value = 'subscription';
    onKind();
  }

  function forgetSecrets() {
    for (const { secret } of Object.values(kinds)) secret.value = '';
  }

  // ── showing and hiding ──

  const signedIn = () => ['signed_in', 'renewing'].includes(known.session.state);
  const mayClose = () => signedIn() || known.hasRun;

  function refresh() {
    known = sluiceApi.form();
    byId('who').hidden = !signedIn();
    byId('who-name').textContent = known.session.subject ?? '';
    byId('who-gateway').textContent = known.gatewayLabel;
    byId('who-how').textContent = sessionKinds[known.session.kind]?.[1] ?? '';
    byId('who-until').textContent = until(known.session);
    byId('who-modules').textContent = allowed(known.session.modules);
    byId('sign-in-close').hidden = !mayClose();
    byId('sign-in-title').textContent = signedIn() ? 'Account' : 'Sign in';
  }

  function until({ expiresInSec, renews }) {
    if (expiresInSec === null) return '';
    const end = new Date(Date.now() + expiresInSec * 1000);
    const time = end.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    return `The session lasts until ${time}${renews ? ' and is renewed by itself' : ', then somebody has to sign in again'}.`;
  }

  function allowed(modules) {
    return modules.length ? `Its token allows: ${modules.join(', ')}.` : 'Its token does not say what it allows.';
  }

  function open(wanted) {
    refresh();
    if (dialog.open) return;
    fillGateways();
    say('');
    username.value = known.username;
    forgetSecrets();
    filled = false;
    chooseKind(known.session);
    choose(wanted || known.gateway);
    dialog.showModal();
    focusFirst();
  }

  function focusFirst() {
    if (signedIn()) byId('sign-out').focus();
    else if (gateway.value === 'rehearsal') byId('sign-in-submit').focus();
    else (chosen().fields.find(([field]) => !field.value) ?? chosen().fields[0])[0].focus();
  }

  function close() {
    forgetSecrets();
    dialog.close();
  }

  // `wrong` is the field that the message is about, if it is about one.
  function say(text, wrong = null) {
    byId('sign-in-error').textContent = text;
    for (const input of [address, username, password, clientId, clientSecret, token]) {
      input.setAttribute('aria-invalid', String(input === wrong));
    }
    wrong?.focus();
  }

  function sayRefusal({ code, message }) {
    const { secret } = chosen();
    secret.focus();  // it is empty now, whatever the reason was
    if (code === 'bad_gateway_url' && gateway.value === CUSTOM) say(message, address);
    else say(message, code === 'bad_credentials' ? secret : null);
  }

  // ── asking ──

  function missing() {
    if (gateway.value === CUSTOM && !address.value.trim()) return [address, 'Enter the gateway\'s address.'];
    return chosen().fields.find(([field]) => !field.value.trim()) ?? null;
  }

  // As signIn() takes it.
  function login() {
    if (kind.value === 'token') return { token: token.value };
    const renew = byId('renew').checked;
    if (kind.value === 'password') return { username: username.value, password: password.value, renew };
    return { clientId: clientId.value, clientSecret: clientSecret.value, clientKind: byId('client-kind').value, renew };
  }

  function setBusy(value) {
    busy = value;
    byId('sign-in-submit').disabled = value;
    byId('sign-in-submit').textContent = value ? 'Signing in…'
      : gateway.value === 'rehearsal' ? 'Start rehearsal' : 'Sign in';
  }

  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    const gap = missing();
    if (gap) return say(gap[1], gap[0]);
    say('');
    setBusy(true);
    const asked = sluice.signIn({
      gateway: gateway.value === CUSTOM ? address.value : gateway.value,
      ...login(),
    });
    forgetSecrets();
    try {
      await asked;
      if (dialog.open) close();
    } catch (error) {
      sayRefusal(error);
    } finally {
      setBusy(false);
    }
  }

  async function signOut() {
    await sluice.signOut();
    refresh();
    focusFirst();
  }

  gateway.addEventListener('change', onGateway);
  kind.addEventListener('change', onKind);
  for (const form of ['sign-in-form', 'client-form', 'token-form']) byId(form).addEventListener('submit', submit);
  byId('sign-out').addEventListener('click', signOut);
  byId('sign-in-close').addEventListener('click', close);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !mayClose()) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    forgetSecrets();
    byId('sink').focus({ preventScroll: true });
  });

  return {
    // What the program calls, through Module.shell.
    hooks: {
      openSignIn: open,
      // A sign-in from elsewhere (a script) has done what the form was there for.
      sessionChanged() {
        if (!dialog.open) return;
        const waited = !signedIn();
        refresh();
        if (waited && signedIn()) close();
      },
    },
  };
})();
