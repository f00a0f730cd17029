// The page of the example chat, from the bottom up: text and elements, the connection,
// the views (log-in, members, messages, rooms, developer drawer), and last the protocol and the wiring.

const ROOMS = ['1', '2', '3', '4'];
const LIMITS = { name: 32, room: 32, message: 2000, shownMessages: 500, shownFrames: 50, frameText: 2000 };
const LOGIN_TIMEOUT_MS = 10_000;
const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
// A connection which dies sooner does not reset the back-off: a gateway that accepts and drops must not be hammered.
const STABLE_AFTER_MS = 5_000;

const CLOSE_REASONS = {
  1006: 'The gateway cannot be reached',
  1008: 'The gateway refused the connection',
  1009: 'The message was too large',
  1011: 'The chat failed to handle a message',
  1013: 'The gateway is overloaded',
  4000: 'The gateway is restarting',
  4001: 'The gateway was taken out of service',
  4002: 'The gateway lost its store',
  4003: 'The connection went silent',
  4100: 'You were removed from the chat',
  4101: 'You are banned from the chat',
};

// ---- Text and elements ----

const $ = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const ENTITIES = {
  '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#34;': '"',
  '&#39;': "'", '&#039;': "'", '&#x27;': "'", '&apos;': "'",
};
const PRIVATE_PREFIX = /^<b>((?:对你说|你对[^<>]*说): ?)<\/b>/;

/** Names and content arrive HTML-escaped. One pass, so that "&amp;lt;" stays the text "&lt;". */
const decode = (escaped) => String(escaped ?? '').replace(/&#?\w+;/g, (entity) => ENTITIES[entity] ?? entity);

/** Builds text nodes, `<br>` and the `<b>` of a private prefix; any other markup shows up as the text it is. */
function renderContent(escaped) {
  const text = String(escaped ?? '');
  const prefix = PRIVATE_PREFIX.exec(text);
  const lines = text.slice(prefix ? prefix[0].length : 0).split(/<br \/>\n?/);
  const content = el('span', { class: 'content', dir: 'auto' });
  if (prefix) content.append(el('b', {}, decode(prefix[1])));
  lines.forEach((line, i) => content.append(...(i > 0 ? [el('br')] : []), decode(line)));
  return content;
}

function avatar(name) {
  const hue = [...name].reduce((hash, char) => (hash * 31 + char.codePointAt(0)) % 360, 7);
  const circle = el('span', { class: 'avatar', 'aria-hidden': 'true' }, ([...name.trim()][0] ?? '?').toUpperCase());
  circle.style.setProperty('--hue', hue);
  return circle;
}

/** The server's clock without a zone: shown as it comes, never converted. */
function clock(time) {
  const text = String(time ?? '');
  return el('time', { title: text }, text.slice(11, 16));
}

function showText(element, text) {
  element.hidden = !text;
  element.textContent = text ?? '';
}

// Private windows may refuse storage; the page works without it.
const remember = (key, value) => {
  try { sessionStorage.setItem(key, value); localStorage.setItem(key, value); } catch { /* not remembered */ }
};
const recall = (key) => {
  try { return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? ''; } catch { return ''; }
};

// ---- The connection ----

/**
 * One connection to the gateway that comes back by itself.
 * States: connecting (until the log-in is confirmed), online, waiting (for the next attempt), closed.
 * The listener has stateChanged(state, secondsLeft), opened(), received(text), sent(text), lost(code, reason, final).
 */
class Connection {
  #listener; #url; #socket; #timer; #attempt = 0; #onlineSince = Infinity;
  state = 'closed';

  constructor(listener) { this.#listener = listener; }

  start(url) {
    this.stop();
    this.#url = url;
    this.#attempt = 0;
    this.#open();
  }

  stop() {
    this.#drop();
    this.#setState('closed');
  }

  retryNow() { this.#open(); }

  confirmLogin() {
    clearTimeout(this.#timer);
    this.#onlineSince = Date.now();
    this.#setState('online');
  }

  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    const text = JSON.stringify(message);
    this.#socket.send(text);
    this.#listener.sent(text);
    return true;
  }

  #open() {
    this.#drop();
    this.#setState('connecting');
    const socket = this.#socket = new WebSocket(this.#url);
    socket.onopen = () => this.#listener.opened();
    socket.onmessage = (event) => this.#listener.received(event.data);
    socket.onclose = (event) => this.#lost(event.code, event.reason);
    this.#timer = setTimeout(() => this.#lost(0, 'The gateway does not answer'), LOGIN_TIMEOUT_MS);
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    // A half-dead socket may report its end much later, when another one is in use.
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #lost(code, reason) {
    const final = code >= 4100 && code <= 4199;
    if (Date.now() - this.#onlineSince > STABLE_AFTER_MS) this.#attempt = 0;
    this.#onlineSince = Infinity;
    this.#drop();
    this.#listener.lost(code, reason, final);
    if (final) this.#setState('closed');
    else this.#waitUntil(Date.now() + this.#backOffMs());
  }

  #backOffMs() {
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** ++this.#attempt);
    return BACKOFF_MIN_MS + Math.random() * (ceiling - BACKOFF_MIN_MS);
  }

  #waitUntil(deadline) {
    const left = deadline - Date.now();
    if (left <= 0) return this.#open();
    this.#setState('waiting', Math.ceil(left / 1000));
    this.#timer = setTimeout(() => this.#waitUntil(deadline), Math.min(left, 250));
  }

  #setState(state, secondsLeft) {
    this.state = state;
    this.#listener.stateChanged(state, secondsLeft);
  }
}

// ---- What this page knows ----

const session = {
  name: '',
  room: '',
  wantedRoom: null, // asked for, not confirmed yet
  myId: null, // null until the first log-in is confirmed and again after leaving
  members: new Map(), // id -> { name, label, item, option }
  groups: new Set(),
  unconfirmed: [], // own messages whose echo has not come
  unread: 0,
  atEnd: true, // the newest message is in view
  roomTimer: undefined,
  noticeTimer: undefined,
};
const roomLogs = new Map(); // room -> the messages it showed when we left it
const connection = new Connection({ stateChanged, opened, received, sent: (text) => logFrame('out', text), lost });

function gatewayUrl() {
  const given = new URLSearchParams(location.search).get('gateway');
  if (!given) return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/`;
  const url = new URL(given);
  if (!/^wss?:$/.test(url.protocol)) throw new Error('it must start with ws:// or wss://');
  return url.href;
}

// ---- Log-in view ----

function showView(view) {
  document.body.dataset.view = view;
  if (view === 'login') $('name').focus();
  else $('input').focus();
}

function problemWith(value, what, limit) {
  if (!value) return `Please enter a ${what}.`;
  if ([...value].length > limit) return `A ${what} has at most ${limit} characters.`;
  if (/\p{Cc}/u.test(value)) return `A ${what} has no control characters.`;
  return null;
}

function showLoginError(message, field) {
  showText($('login-error'), message);
  for (const id of ['name', 'room']) $(id).setAttribute('aria-invalid', String(id === field));
  if (field) $(field).focus();
}

function join(event) {
  event.preventDefault();
  const [name, room] = [$('name').value.trim(), $('room').value.trim()];
  const badName = problemWith(name, 'name', LIMITS.name);
  const badRoom = problemWith(room, 'room', LIMITS.room);
  showLoginError(badName ?? badRoom, badName ? 'name' : badRoom ? 'room' : null);
  if (badName || badRoom) return;
  Object.assign(session, { name, room });
  remember('gatefarm-chat-name', name);
  try {
    connection.start(gatewayUrl());
  } catch (failure) {
    connection.stop();
    showLoginError(`This gateway address cannot be used: ${failure.message}`);
  }
}

function leave() {
  session.myId = null;
  connection.stop();
  session.unconfirmed.length = 0;
  roomLogs.clear();
  $('messages').replaceChildren();
  clearMembers();
  selectRecipient('all');
  endRoomRequest();
  hideBanner();
  showText($('notice'));
  document.title = 'Gatefarm chat';
  $('title').textContent = 'Gatefarm chat';
  showView('login');
}

function markRoomChip() {
  const room = $('room').value.trim();
  for (const chip of $('room-chips').children) chip.setAttribute('aria-pressed', String(chip.textContent === room));
}

function chooseRoomChip(event) {
  if (!event.target.closest('button')) return;
  $('room').value = event.target.textContent;
  markRoomChip();
}

// ---- Connection state ----

function stateChanged(state, secondsLeft) {
  const text = {
    connecting: 'Connecting…',
    online: 'Online',
    waiting: `Reconnecting in ${secondsLeft} s`,
    closed: session.myId ? 'Offline' : 'Not connected',
  }[state];
  // The countdown changes every second: only real changes are announced.
  if ($('state').dataset.state !== state) $('announcement').textContent = text;
  $('state').dataset.state = state;
  $('state').textContent = text;
  $('count').hidden = state !== 'online';
  $('join').textContent = state === 'connecting' ? 'Joining…' : 'Join';
  if (state === 'online') hideBanner();
  updateSend();
}

function opened() {
  connection.send({ type: 'login', client_name: session.name, room_id: session.room });
}

function lost(code, reason, final) {
  const wasOnline = connection.state === 'online';
  // 1006 is all a browser says both for a refused and for a broken connection.
  const why = code === 1006 && wasOnline ? 'The connection was lost' : CLOSE_REASONS[code];
  const text = [why, reason].filter(Boolean).join(': ') || 'The connection was closed';
  showBanner(code ? `${text} (${code})` : text, final ? 'closed' : 'waiting');
  endRoomRequest();
  if (wasOnline) showSystem(final ? text : 'Connection lost');
  for (const content of session.unconfirmed.splice(0)) showSystem(`Perhaps not delivered: ${content}`);
}

function showBanner(text, state) {
  $('banner').hidden = false;
  $('banner').dataset.state = state;
  $('banner-text').textContent = text;
  $('retry').textContent = state === 'closed' ? 'Join again' : 'Retry now';
}

function hideBanner() { $('banner').hidden = true; }

// ---- Members and the recipient ----

function memberLabel(id, name) {
  for (const [other, member] of session.members) {
    if (other !== id && member.name === name) return `${name} #${id.slice(-4)}`;
  }
  return name;
}

function memberItem(id, name, label) {
  const face = [avatar(name), el('span', { class: 'who' }, label)];
  const row = id === session.myId
    ? el('div', { class: 'row' }, ...face, el('span', { class: 'badge' }, 'you'))
    : el('button', { class: 'row', type: 'button', title: `Talk privately to ${label}`, 'aria-pressed': 'false' }, ...face);
  return el('li', { 'data-client-id': id }, row);
}

function addMember(id, name) {
  const label = memberLabel(id, name);
  const item = memberItem(id, name, label);
  const old = session.members.get(id);
  if (old) old.item.replaceWith(item);
  else if (id === session.myId) $('members').prepend(item);
  else $('members').append(item);
  const option = id === session.myId ? null : offerRecipient(id, label);
  session.members.set(id, { name, label, item, option });
  if (option?.selected) recipientChanged();
  showMemberCount();
}

/** Somebody who was chosen, left and came back under the same id is chosen still. */
function offerRecipient(id, label) {
  const select = $('recipient');
  const option = el('option', { value: id }, label);
  const old = select.value === id ? select.selectedOptions[0] : session.members.get(id)?.option;
  select.append(option);
  if (old?.selected) option.selected = true;
  old?.remove();
  return option;
}

function removeMember(id) {
  const member = session.members.get(id);
  if (!member) return null;
  session.members.delete(id);
  member.item.remove();
  if (member.option) retireOption(member);
  showMemberCount();
  return member;
}

/** A chosen recipient who left stays chosen: falling back to everyone would publish the private text being typed. */
function retireOption({ option, label }) {
  if (!option.selected) return option.remove();
  option.disabled = true;
  option.textContent = `${label} (left)`;
  recipientChanged();
}

function clearMembers() {
  for (const id of [...session.members.keys()]) removeMember(id);
}

function showMemberCount() {
  const count = session.members.size;
  $('count').textContent = count === 1 ? '1 member' : `${count} members`;
}

function selectRecipient(id) {
  $('recipient').value = id;
  recipientChanged();
}

function recipientChanged() {
  const chosen = $('recipient').selectedOptions[0];
  for (const option of $('recipient').querySelectorAll(':disabled')) if (option !== chosen) option.remove();
  const member = session.members.get(chosen.value);
  const isPrivate = chosen.value !== 'all';
  $('composer').toggleAttribute('data-private', isPrivate);
  $('to-everyone').hidden = !isPrivate;
  showText($('private-hint'), isPrivate && (member ? 'Private: only the two of you see it' : 'Choose another recipient'));
  $('input').placeholder = isPrivate ? `Write to ${chosen.textContent}` : 'Write a message';
  $('forward').textContent = member ? `Forward to ${member.label}` : 'Choose a recipient first';
  for (const button of $('members').querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.parentElement.dataset.clientId === chosen.value));
  }
  updateSend();
}

function pickMember(event) {
  const item = event.target.closest('li');
  if (!item || item.dataset.clientId === session.myId) return;
  selectRecipient(item.dataset.clientId);
  closeSidebar();
  $('input').focus();
}

// ---- Messages ----

function append(item, always) {
  $('messages').append(item);
  while ($('messages').children.length > LIMITS.shownMessages) $('messages').firstChild.remove();
  if (session.atEnd || always) scrollToEnd();
  else if (item.matches('.message')) $('jump').hidden = false;
}

function scrollToEnd() {
  $('scroller').scrollTop = $('scroller').scrollHeight;
  session.atEnd = true;
  $('jump').hidden = true;
}

function scrolled() {
  const { scrollHeight, scrollTop, clientHeight } = $('scroller');
  session.atEnd = scrollHeight - scrollTop - clientHeight < 80;
  if (session.atEnd) $('jump').hidden = true;
}

function showSystem(text, time, details) {
  append(el('li', { class: 'system', dir: 'auto' }, text, ...(time ? [clock(time)] : []), ...(details ? [el('code', {}, details)] : [])));
}

function showMessage(from, name, to, content, time) {
  const own = from === session.myId;
  const kind = to === 'all' ? 'public' : 'private';
  const classes = ['message', own && 'own', kind === 'private' && 'private', continues(from, to) && 'continued'];
  const mark = kind === 'private' ? [el('span', { class: 'private-mark' }, 'Private')] : [];
  append(el('li', { class: classes.filter(Boolean).join(' '), 'data-from': from, 'data-to': to, 'data-kind': kind },
    avatar(name),
    el('p', { class: 'meta' }, el('span', { class: 'author' }, name), ...mark),
    el('div', { class: 'bubble' }, renderContent(content), clock(time))), own);
  if (document.hidden && !own) showUnread(session.unread + 1);
}

/** Whether a message follows one with the same sender and recipient and so needs no name of its own. */
function continues(from, to) {
  const last = $('messages').lastElementChild;
  return last?.dataset.from === from && last.dataset.to === to;
}

function showUnread(count) {
  session.unread = count;
  document.title = `${count ? `(${count}) ` : ''}Room ${session.room} · Gatefarm chat`;
}

/** @param message shown above the message field until the next one or for ten seconds */
function showNotice(message) {
  clearTimeout(session.noticeTimer);
  showText($('notice'), message);
  session.noticeTimer = setTimeout(() => showText($('notice')), 10_000);
}

// ---- Writing ----

function say(event) {
  event?.preventDefault();
  const content = $('input').value.trim();
  const to = $('recipient').value;
  if (!content || $('send').disabled) return;
  const message = { type: 'say', to_client_id: to, to_client_name: session.members.get(to)?.name ?? 'all', content };
  if (!connection.send(message)) return;
  session.unconfirmed.push(content);
  showText($('notice'));
  $('input').value = '';
  inputChanged();
  $('input').focus();
}

function keyInInput(event) {
  // Enter which ends a composition (Chinese, Japanese, …) belongs to the input method.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  say();
}

function inputChanged() {
  const input = $('input');
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
  const left = LIMITS.message - input.value.length;
  showText($('counter'), left < LIMITS.message / 10 && String(left));
  $('counter').toggleAttribute('data-over', left < 0);
  updateSend();
}

function updateSend() {
  const online = connection.state === 'online';
  const reachable = $('recipient').value === 'all' || session.members.has($('recipient').value);
  $('send').disabled = !online || !reachable || $('input').value.length > LIMITS.message;
  $('forward').disabled = !online || !session.members.has($('recipient').value);
  $('join-group').disabled = !online;
}

// ---- Rooms ----

function roomItem(room) {
  const states = { 'aria-current': String(room === session.room), 'aria-busy': String(room === session.wantedRoom) };
  return el('li', { 'data-room-id': room }, el('button', { type: 'button', ...states }, el('span', {}, room)));
}

function showRooms() {
  const rooms = new Set([...ROOMS, ...roomLogs.keys(), session.room]);
  $('rooms').replaceChildren(...[...rooms].map(roomItem));
}

function requestRoom(room) {
  const problem = problemWith(room, 'room', LIMITS.room);
  if (problem) return showNotice(problem);
  closeSidebar();
  if (room === session.room) return;
  const asked = connection.state === 'online' && connection.send({ type: 'login', client_name: session.name, room_id: room });
  if (!asked) return showNotice('You can change the room once you are online.');
  clearTimeout(session.roomTimer);
  session.wantedRoom = room;
  session.roomTimer = setTimeout(roomRequestUnanswered, LOGIN_TIMEOUT_MS);
  showRooms();
}

function pickRoom(event) {
  const button = event.target.closest('button');
  if (button) requestRoom(button.parentElement.dataset.roomId);
}

function openOtherRoom(event) {
  event.preventDefault();
  requestRoom($('other-room').value.trim());
  event.target.reset();
}

function roomRequestUnanswered() {
  endRoomRequest();
  showNotice(`The chat did not answer; you are still in room ${session.room}.`);
}

function endRoomRequest() {
  clearTimeout(session.roomTimer);
  session.wantedRoom = null;
  showRooms();
}

function enterRoom(room) {
  if (room !== session.room) {
    roomLogs.set(session.room, [...$('messages').children]);
    $('messages').replaceChildren(...(roomLogs.get(room) ?? []));
  }
  session.room = room;
  showText($('notice'));
  const url = new URL(location.href);
  url.searchParams.set('room', room);
  history.replaceState(null, '', url);
  $('title').textContent = `Room ${room}`;
  showUnread(session.unread);
}

// ---- Developer drawer ----

function logFrame(way, text) {
  const shown = text.length > LIMITS.frameText ? `${text.slice(0, LIMITS.frameText)}… (${text.length} characters)` : text;
  $('frames').prepend(el('li', { 'data-way': way }, el('span', {}, shown)));
  while ($('frames').children.length > LIMITS.shownFrames) $('frames').lastChild.remove();
}

function joinGroup(event) {
  event.preventDefault();
  const group = $('group').value.trim();
  if (group && connection.send({ type: 'join_group', group })) $('group').value = '';
}

function forward(event) {
  event.preventDefault();
  try {
    connection.send({ type: 'forward', to: $('recipient').value, data: JSON.parse($('forward-data').value) });
  } catch (failure) {
    showNotice(`This is not JSON: ${failure.message}`);
  }
}

const showGroups = () => { $('groups').textContent = [...session.groups].join(', ') || '–'; };

const drawerToggle = { sidebar: 'menu', developer: 'developer-toggle' };

function toggleDrawer(id, open = !$(id).hasAttribute('data-open')) {
  const wasInside = $(id).contains(document.activeElement);
  $(id).toggleAttribute('data-open', open);
  $(drawerToggle[id]).setAttribute('aria-expanded', String(open));
  if (id === 'sidebar') $('talk').inert = open;
  if (open) $(id).querySelector('.close').focus();
  else if (wasInside) $(drawerToggle[id]).focus();
}

function closeSidebar() {
  if ($('sidebar').hasAttribute('data-open')) toggleDrawer('sidebar', false);
}

function closeDrawers() {
  for (const id of Object.keys(drawerToggle)) if ($(id).hasAttribute('data-open')) toggleDrawer(id, false);
}

// ---- The protocol ----

const handlers = {
  ping: () => connection.send({ type: 'pong' }),

  login(message) {
    const id = String(message.client_id);
    const name = decode(message.client_name);
    if (message.client_list) return loggedIn(id, message);
    if (session.members.get(id)?.name === name) return;
    addMember(id, name);
    showSystem(`${name} joined`, message.time);
  },

  logout(message) {
    // Changing the room, we may hear of our own leaving the old one.
    if (String(message.from_client_id) === session.myId) return;
    const member = removeMember(String(message.from_client_id));
    if (member) showSystem(`${member.name} left`, message.time);
  },

  say(message) {
    if (message.content == null) return;
    const from = String(message.from_client_id);
    if (from === session.myId) session.unconfirmed.shift();
    showMessage(from, decode(message.from_client_name), String(message.to_client_id), message.content, message.time);
  },

  error(message) {
    const text = [decode(message.message) || 'The chat refused this', message.code && `(${message.code})`].filter(Boolean).join(' ');
    session.unconfirmed.shift();
    endRoomRequest();
    if (connection.state === 'online') return showNotice(text);
    leave();
    showLoginError(text);
  },

  forward(message) {
    const from = String(message.from);
    showSystem(`${session.members.get(from)?.name ?? from} forwarded data`, null, JSON.stringify(message.data, null, 1));
  },

  join_group(message) {
    session.groups.add(decode(message.group));
    showGroups();
  },
};

function received(text) {
  logFrame('in', typeof text === 'string' ? text : '[binary]');
  let message;
  try { message = JSON.parse(text); } catch { return; }
  if (Object.hasOwn(handlers, message?.type)) handlers[message.type](message);
}

/** The answer to our own log-in, be it the first, one after a reconnect or one into another room. */
function loggedIn(id, message) {
  const isFirst = session.myId === null;
  const isNewConnection = connection.state !== 'online';
  const room = session.wantedRoom ?? session.room;
  clearMembers();
  session.myId = id;
  for (const [memberId, name] of Object.entries(message.client_list)) addMember(memberId, decode(name));
  if (isNewConnection) session.groups.clear();
  showGroups();
  $('client-id').textContent = id;
  const isSameRoom = room === session.room;
  enterRoom(room);
  endRoomRequest();
  if (isNewConnection) connection.confirmLogin();
  recipientChanged();
  showSystem(isFirst || !isSameRoom ? `You joined room ${room}` : 'Connected again', message.time);
  scrollToEnd();
  if (isFirst) showView('chat');
}

// ---- Wiring ----

function wire() {
  const on = (id, event, action) => $(id).addEventListener(event, action);
  on('login-form', 'submit', join);
  on('room', 'input', markRoomChip);
  on('room-chips', 'click', chooseRoomChip);
  on('retry', 'click', () => connection.retryNow());
  on('leave', 'click', leave);
  on('members', 'click', pickMember);
  on('recipient', 'change', recipientChanged);
  on('to-everyone', 'click', () => { selectRecipient('all'); $('input').focus(); });
  on('composer', 'submit', say);
  on('input', 'keydown', keyInInput);
  on('input', 'input', inputChanged);
  on('jump', 'click', scrollToEnd);
  on('rooms', 'click', pickRoom);
  on('room-form', 'submit', openOtherRoom);
  on('group-form', 'submit', joinGroup);
  on('forward-form', 'submit', forward);
  on('clear-frames', 'click', () => $('frames').replaceChildren());
  on('scrim', 'click', closeSidebar);
  for (const id of Object.keys(drawerToggle)) {
    on(drawerToggle[id], 'click', () => toggleDrawer(id));
    $(id).querySelector('.close').addEventListener('click', () => toggleDrawer(id, false));
  }
  on('scroller', 'scroll', scrolled);
  // A phone's keyboard takes half of the room.
  new ResizeObserver(() => { if (session.atEnd) scrollToEnd(); }).observe($('scroller'));
  addEventListener('online', () => { if (connection.state === 'waiting') connection.retryNow(); });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeDrawers(); });
  // The style sheet makes the drawers columns on a wider window.
  matchMedia('(max-width: 760px)').addEventListener('change', closeDrawers);
  document.addEventListener('visibilitychange', () => { if (!document.hidden && session.myId) showUnread(0); });
}

function start() {
  $('room-chips').append(...ROOMS.map((room) => el('button', { type: 'button' }, room)));
  $('name').value = recall('gatefarm-chat-name');
  $('room').value = new URLSearchParams(location.search).get('room') ?? '1';
  markRoomChip();
  wire();
  try {
    $('gateway').textContent = $('developer-gateway').textContent = gatewayUrl();
  } catch (failure) {
    showLoginError(`This gateway address cannot be used: ${failure.message}`);
  }
}

start();
