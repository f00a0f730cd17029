// The page of the push example: connects to the gateway, takes the client id to the application, shows what is pushed.

const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
const INIT_TIMEOUT_MS = 10_000;
// A connection that dies sooner does not reset the back-off: a gateway that accepts and drops must not be hammered.
const STABLE_AFTER_MS = 5_000;
const LOGGED_OUT = 4200;
const SHOWN_PUSHES = 100;

const $ = (id) => document.getElementById(id);

let me;

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status === 401) toLogin();
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The application answered ${response.status}`);
  return answer;
}

function toLogin() {
  connection.stop();
  location.replace('/login');
}

// ---- The connection ----

/** One connection to the gateway that comes back by itself; it is live once the application has bound it to the user. */
const connection = {
  socket: null,
  timer: 0,
  attempt: 0,
  liveSince: Infinity,

  open() {
    this.drop();
    show('connecting', 'Connecting');
    const socket = this.socket = new WebSocket(me.gateway);
    socket.onmessage = (event) => this.received(event.data);
    socket.onclose = (event) => this.lost(event.code);
    this.timer = setTimeout(() => this.lost(0), INIT_TIMEOUT_MS);
  },

  received(data) {
    let message;
    try { message = JSON.parse(data); } catch { return; }
    if (message?.type === 'init') this.bind(message.client_id);
    if (message?.type === 'push') showPush(message);
  },

  /** Every connection has another id, so each is bound anew. */
  async bind(clientId) {
    const socket = this.socket;
    try {
      await post('/bind', { client_id: clientId });
    } catch {
      if (socket === this.socket) this.lost(0);
      return;
    }
    if (socket !== this.socket) return;
    clearTimeout(this.timer);
    this.liveSince = Date.now();
    show('live', 'Live');
  },

  lost(code) {
    this.drop();
    if (code === LOGGED_OUT) return toLogin();
    if (Date.now() - this.liveSince > STABLE_AFTER_MS) this.attempt = 0;
    this.liveSince = Infinity;
    const delay = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.attempt++);
    this.wait(Date.now() + delay / 2 + Math.random() * delay / 2); // not all pages at once
  },

  wait(until) {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (seconds <= 0) return this.open();
    show('waiting', `Connecting again in ${seconds} s`);
    this.timer = setTimeout(() => this.wait(until), Math.min(1000, until - Date.now()));
  },

  drop() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  },

  stop() {
    this.drop();
  },
};

function show(state, text) {
  $('state').dataset.state = state;
  $('state').textContent = text;
  $('retry').hidden = state !== 'waiting';
}

// ---- What arrives ----

const ADDRESSED = { user: 'To you', team: 'To your team', all: 'To everyone' };

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function showPush({ to, from, text, time }) {
  const badge = element('span', { className: 'badge' }, ADDRESSED[to] ?? 'Push');
  badge.dataset.to = to;
  if (to === 'team') badge.dataset.team = me.team;
  const clock = new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const meta = element('div', { className: 'meta' }, badge,
    element('span', { className: 'from' }, `from ${from}`), element('time', { dateTime: time }, clock));
  $('pushes').prepend(element('li', {}, meta, element('p', { dir: 'auto' }, text)));
  while ($('pushes').children.length > SHOWN_PUSHES) $('pushes').lastChild.remove();
  $('empty').hidden = true;
}

// ---- Pushing ----

const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;

function receiverChanged() {
  for (const part of document.querySelectorAll('[data-for]')) part.hidden = part.dataset.for !== chosen('to');
  $('to-user').required = chosen('to') === 'user';
}

async function push(event) {
  event.preventDefault();
  const kind = chosen('to');
  const to = { user: $('to-user').value.trim(), team: chosen('to-team'), all: undefined }[kind];
  $('push').disabled = true;
  try {
    const receipt = await post(`/push/${kind}`, { to, text: $('text').value });
    showResult('ok', receipt.status === 'OFFLINE' ? 'Nobody is there to get it.' : reached(receipt.clients));
    $('text').value = '';
  } catch (failure) {
    showResult('error', failure.message);
  } finally {
    $('push').disabled = false;
  }
}

const reached = (clients) => `Pushed to ${clients} ${clients === 1 ? 'page' : 'pages'}.`;

function showResult(kind, text) {
  $('result').dataset.kind = kind;
  $('result').textContent = text;
}

// ---- Start ----

async function start() {
  const response = await fetch('/me');
  if (response.status === 401) return toLogin();
  me = await response.json();
  $('user').textContent = me.user;
  $('team').textContent = `Team ${me.team}`;
  $('team').dataset.team = me.team;
  document.title = `${me.user} · Gatefarm push`;
  connection.open();
}

document.querySelectorAll('input[name="to"]').forEach((input) => input.addEventListener('change', receiverChanged));
$('push-form').addEventListener('submit', push);
$('retry').addEventListener('click', () => connection.open());
addEventListener('online', () => { if ($('state').dataset.state === 'waiting') connection.open(); });
receiverChanged();
start();
