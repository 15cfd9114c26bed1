import { render } from '/page/vendor/lit-html.js';
import { makeActions } from './actions.js';
import { makeEvents } from './events.js';
import { askedThread, BOT, emptyState, isWatched, markUnread, nameOf, put } from './model.js';
import { makeReader } from './reader.js';
import { startTicking } from './tick.js';
import { announce } from './ui/announce.js';
import { appView } from './ui/app.js';
import { closeDialogs, openDialogs } from './ui/dialogs.js';
import { keepAtEnd, showMessage } from './ui/scroll.js';

/** @import {Message} from './types.js' */

const state = emptyState();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const tick = startTicking(root);
let isDue = false;

/** Draws once, however many things changed. */
function changed() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    if (state.dialog === null) closeDialogs(root);
    render(appView(state, actions), root);
    moveFocus();
    document.title = toTitle();
    openDialogs(root);
    root.querySelector('.emoji-grid')?.scrollIntoView({ block: 'nearest' });
    tick();
    keepAtEnd(root);
    const { found, thread } = state;
    if (found !== null && thread !== null && !found.isShown && state.loadedThreads.has(thread))
      found.isShown = showMessage(root, found.message);
  });
}

const FOCUS_LIMIT_MS = 1_000;
/** Whoever opened a thread is in it, and whoever closed it is back where they were; nobody who types is moved. */
function moveFocus() {
  if (state.focus === null) return;
  const isWanted =
    Date.now() - state.focus.at < FOCUS_LIMIT_MS && !(document.activeElement instanceof HTMLTextAreaElement);
  const element = isWanted ? root.querySelector(state.focus.on) : null;
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  if (element !== null || !isWanted) state.focus = null;
}

const events = makeEvents({
  message: receive,
  channels: () => reader.loadChannels(),
  reset: () => reader.begin(reader.restart),
  connected(isAgain) {
    state.connection = 'open';
    changed();
    if (!isAgain) return;
    reader.loadChannels();
    reader.loadBudget();
  },
  lost() {
    state.connection = 'lost';
    changed();
  },
});
const reader = makeReader(state, changed, events);
const actions = makeActions(state, changed, reader);

/** @param {Message} message */
function receive(message) {
  markUnread(state, message);
  if (isWatched(state, message) && put(state.messages, message) === 'new') {
    if (message.author !== state.me) say(announce(message, (id) => nameOf(state, id)));
  }
  openAwaited(message);
  changed();
  if (message.channel === state.channel && message.author === BOT) followMoney();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let said;
/**
 * Tells screen readers. Where the browser can't simply be told, the words stand in a live region until they were read.
 *
 * @param {string} words
 */
function say(words) {
  if ('ariaNotify' in document && typeof document.ariaNotify === 'function') return document.ariaNotify(words);
  state.announcement = words;
  clearTimeout(said);
  said = setTimeout(() => {
    state.announcement = '';
    changed();
  }, 1_000);
}

/**
 * The thread of a take that this page asked for opens by itself: that is where everything happens next.
 *
 * @param {Message} message
 */
function openAwaited(message) {
  const thread = state.isAwaiting && message.channel === state.channel ? askedThread(message, state.me) : null;
  if (thread === null) return;
  state.isAwaiting = false;
  if (thread !== state.thread) actions.openThread(thread);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let money;
/** Takes move money: a little after the last of several cards changed, the meter and the log are read again. */
function followMoney() {
  clearTimeout(money);
  money = setTimeout(() => {
    reader.loadBudget();
    reader.loadLog();
  }, 300);
}

function toTitle() {
  const unread = [...state.unread.values()].reduce((sum, { size }) => sum + size, 0);
  return `${unread > 0 ? `(${unread}) ` : ''}${state.channel === '' ? '' : `#${state.channel} · `}Previz playground`;
}

// The token did its work with the first answer; it does not belong into history or a shared link.
if (new URLSearchParams(location.search).has('token'))
  history.replaceState(null, '', location.pathname + location.hash);
addEventListener('hashchange', () => reader.arrive());
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || state.dialog !== null) return;
  if (state.openMenu !== null) actions.showMenu(null);
  else if (state.isDrawerOpen) actions.showDrawer(false);
  else if (state.thread !== null) actions.closeThread();
});
actions.start();
