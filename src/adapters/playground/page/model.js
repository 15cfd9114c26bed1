/** @import {Message, State} from './types.js' */

/** @returns {State} */
export const emptyState = () => ({
  phase: 'starting',
  connection: 'connecting',
  people: [],
  me: '',
  channels: [],
  channel: '',
  thread: null,
  messages: new Map(),
  loadedChannels: new Map(),
  loadedThreads: new Set(),
  watched: new Set(),
  unread: new Map(),
  since: 0,
  budgets: new Map(),
  catalog: { templates: [], models: [] },
  drafts: new Map(),
  sent: new Map(),
  log: null,
  dialog: null,
  isDrawerOpen: false,
  openMenu: null,
  expanded: new Set(),
  busy: new Set(),
  notice: null,
  announcement: '',
  focus: null,
  found: null,
  isAwaiting: false,
});

/**
 * Keeps the newer of what is known and what came: events and answers may cross. Says what that was for the page.
 *
 * @param {Map<string, Message>} messages
 * @param {Message} message
 * @returns {'new' | 'changed' | 'old'}
 */
export function put(messages, message) {
  const known = messages.get(message.id);
  if (known !== undefined && Number(known.rev) > Number(message.rev)) return 'old';
  messages.set(message.id, { ...message, replies: moreReplies(known, message) });
  return known === undefined ? 'new' : 'changed';
}

/**
 * Replies only grow, and their number does not change the root's revision.
 *
 * @param {Message | undefined} known
 * @param {Message} message
 */
const moreReplies = (known, message) =>
  (known?.replies?.count ?? 0) > (message.replies?.count ?? 0) ? (known?.replies ?? null) : message.replies;

/** @param {Message} a @param {Message} b */
const byId = (a, b) => Number(a.id) - Number(b.id);

/**
 * @param {Pick<State, 'messages'>} state
 * @param {string} channel
 */
export const rootsOf = ({ messages }, channel) =>
  [...messages.values()].filter((message) => message.channel === channel && message.thread === null).sort(byId);

/**
 * @param {Pick<State, 'messages'>} state
 * @param {string} root
 */
export const repliesOf = ({ messages }, root) =>
  [...messages.values()].filter((message) => message.thread === root).sort(byId);

/**
 * Whether the page shows this message or could when scrolled; everything else is read when it is asked for.
 *
 * @param {Pick<State, 'watched' | 'messages'>} state
 * @param {Message} message
 */
export const isWatched = (state, { id, channel, thread }) =>
  state.watched.has(thread ?? channel) || (thread !== null && state.messages.has(id));

/**
 * @param {Pick<State, 'people'>} state
 * @param {string} id
 */
export const nameOf = ({ people }, id) =>
  id === BOT ? 'Previz' : (people.find((person) => person.id === id)?.name ?? id);

export const BOT = 'previz';

/**
 * The thread in which a take that `me` asked for appeared.
 *
 * @param {Message} message
 * @param {string} me
 */
export function askedThread({ kind, id, thread, card }, me) {
  if (kind !== 'shot' && kind !== 'card') return null;
  const isMine = card?.body.some((block) => block.kind === 'line' && block.line.some((span) => isPerson(span, me)));
  return isMine ? (kind === 'shot' ? id : thread) : null;
}

/** @param {import('./types.js').Span} span @param {string} id */
const isPerson = (span, id) => typeof span !== 'string' && 'person' in span && span.person === id;

/**
 * Remembers a message that came while another channel was shown; what is told again, edited or reacted to is not new.
 *
 * @param {State} state
 * @param {Message} message
 */
export function markUnread(state, { id, channel, author, rev, editedAt, reactions, replies }) {
  const isNew = Number(rev) > state.since && editedAt === null && reactions.length === 0 && replies === null;
  if (channel === state.channel || author === state.me || !isNew) return;
  state.unread.set(channel, new Set(state.unread.get(channel)).add(id));
}

/**
 * `#previz-lab`, `#previz-lab/thread/12`, `#previz-lab/log`.
 *
 * @param {string} hash
 */
export function readHash(hash) {
  const [channel = '', view, thread] = hash.replace(/^#/, '').split('/').map(decode);
  const isThread = view === 'thread' && thread !== undefined && /^[1-9]\d*$/.test(thread);
  return { channel, thread: isThread ? thread : null, isLog: view === 'log' };
}

/** @param {{channel: string, thread: string | null, isLog: boolean}} place */
export const toHash = ({ channel, thread, isLog }) =>
  `#${encodeURIComponent(channel)}${thread === null ? '' : `/thread/${thread}`}${isLog && thread === null ? '/log' : ''}`;

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand: half an escape is just text
  }
}
