import * as api from './api.js';
import { put, readHash, toHash } from './model.js';

/** @import {State} from './types.js' */

/**
 * Reads what is shown now; what changes later comes by events.
 *
 * @param {State} state
 * @param {() => void} changed
 * @param {{follow: (as: string, since: string) => void}} events
 */
export function makeReader(state, changed, events) {
  /** @param {string} words */
  const say = (words) => {
    state.notice = words;
    changed();
  };
  /** @param {() => Promise<unknown>} work */
  const attempt = async (work) => {
    try {
      await work();
      return true;
    } catch (error) {
      say(toWords(error));
      return false;
    }
  };
  /** @param {() => Promise<unknown>} work */
  const begin = (work) => void attempt(work);

  const { load, loadBudget, loadLog, loadEarlier, loadCatalog } = makeLoads(state, changed);
  /** Forgets what was read, reads it again and follows on from there. */
  const restart = async () => {
    const { rev, people, channels } = await api.loadState();
    Object.assign(state, { people, channels });
    state.me = people.some(({ id }) => id === state.me) ? state.me : (people[0]?.id ?? '');
    if (!channels.some(({ id }) => id === state.channel)) {
      Object.assign(state, { channel: channels[0]?.id ?? '', thread: null });
    }
    state.messages.clear();
    state.watched.clear();
    state.loadedChannels.clear();
    state.loadedThreads.clear();
    state.budgets.clear();
    if (state.log !== null) state.log = { ...state.log, rows: null };
    state.since = Number(rev);
    events.follow(state.me, rev);
    state.phase = 'ready';
    await Promise.all([load(), loadLog()]);
  };
  /** The address says what is shown, so that back, forward and reload do what people expect. */
  const arrive = () => {
    const { channel, thread, isLog } = readHash(location.hash);
    const known = state.channels.some(({ id }) => id === channel) ? channel : (state.channels[0]?.id ?? channel);
    if (known !== state.channel || isLog !== (state.log !== null)) state.log = isLog ? emptyLog() : null;
    if (thread !== state.thread)
      state.focus = { on: thread === null ? `[data-opens="${state.thread}"]` : '.thread', at: Date.now() };
    if (thread !== state.found?.thread) state.found = null;
    Object.assign(state, { channel: known, thread, isDrawerOpen: false, openMenu: null });
    state.unread.delete(known);
    changed();
    begin(load);
    if (state.log !== null && state.log.rows === null) begin(loadLog);
  };

  return {
    ...{ say, attempt, begin, arrive, restart },
    /** @param {{channel?: string, thread?: string | null, isLog?: boolean}} place */
    go({ channel = state.channel, thread = null, isLog = false }) {
      const hash = toHash({ channel, thread, isLog });
      if (hash === location.hash) arrive();
      else location.hash = hash;
    },
    load: () => begin(load),
    loadBudget: () => begin(loadBudget),
    loadLog: () => begin(loadLog),
    loadCatalog: () => begin(loadCatalog),
    loadEarlier: () => begin(loadEarlier),
    /** Also after a lost connection: the database may be another one now, which begins to count anew. */
    loadChannels: () =>
      begin(async () => {
        const { rev, channels } = await api.loadState();
        if (Number(rev) < state.since) return restart();
        state.channels = channels;
        changed();
      }),
  };
}

/**
 * What is read of the channel and thread that are shown.
 *
 * @param {State} state
 * @param {() => void} changed
 */
function makeLoads(state, changed) {
  const load = async () => {
    const { channel, thread, me } = state;
    if (channel !== '' && !state.loadedChannels.has(channel)) {
      state.watched.add(channel);
      const { messages, hasEarlier } = await api.loadChannel(channel, me, null);
      if (me !== state.me) return; // what one person may see is not for the next
      for (const message of messages) put(state.messages, message);
      state.loadedChannels.set(channel, { hasEarlier });
    }
    if (thread !== null && !state.loadedThreads.has(thread)) {
      state.watched.add(thread);
      const found = await api.loadThread(thread, me);
      if (me !== state.me) return;
      state.loadedThreads.add(thread);
      for (const message of found === null ? [] : [found.root, ...found.replies]) put(state.messages, message);
    }
    changed();
    await loadBudget();
  };
  const loadBudget = async () => {
    const { channel, me } = state;
    if (channel === '') return;
    const budget = await api.loadBudget(channel, me);
    if (me !== state.me) return;
    state.budgets.set(channel, budget);
    changed();
  };
  const loadLog = async () => {
    const { log, channel, me } = state;
    if (log === null) return;
    const { rows } = await api.loadLog(channel, log.query, me);
    // Somebody typed on, or went elsewhere, while this was read.
    if (state.log?.query !== log.query || state.channel !== channel || state.me !== me) return;
    state.log = { ...log, rows };
    changed();
  };
  const loadEarlier = async () => {
    const { channel, me } = state;
    const shown = [...state.messages.values()].filter(
      (message) => message.channel === channel && message.thread === null,
    );
    const oldest = Math.min(...shown.map(({ id }) => Number(id)));
    const { messages, hasEarlier } = await api.loadChannel(channel, me, String(oldest));
    if (me !== state.me) return;
    for (const message of messages) put(state.messages, message);
    state.loadedChannels.set(channel, { hasEarlier });
    changed();
  };
  const loadCatalog = async () => {
    state.catalog = await api.loadCatalog();
    changed();
  };
  return { load, loadBudget, loadLog, loadEarlier, loadCatalog };
}

/** @typedef {ReturnType<typeof makeReader>} Reader */

export const emptyLog = () => ({ query: '', rows: null });

/** @param {unknown} error */
export const toWords = (error) => (error instanceof Error ? error.message : String(error));
