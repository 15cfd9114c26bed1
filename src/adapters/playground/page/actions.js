import * as api from './api.js';
import { draftKey, draftOf, reasonDialog, requestDialog } from './drafts.js';
import { emptyState, readHash } from './model.js';
import { emptyLog, toWords } from './reader.js';

/**
 * @import {Reader} from './reader.js'
 * @import {CardButton, Dialog, Draft, Message, State} from './types.js'
 */

/**
 * Everything that a press or a key does. What the server says comes back by its events: nothing is shown before it is true.
 *
 * @param {State} state
 * @param {() => void} changed
 * @param {Reader} reader
 */
export function makeActions(state, changed, reader) {
  /** @param {Partial<State>} change */
  const show = (change) => {
    Object.assign(state, change);
    changed();
  };
  return {
    ...makeViewActions(state, changed, reader, show),
    ...makeMessageActions(state, changed, reader, show),
    ...makeDialogActions(state, changed, show),
  };
}

/** @typedef {ReturnType<typeof makeActions>} Actions */

/**
 * @param {State} state
 * @param {() => void} changed
 * @param {Reader} reader
 * @param {(change: Partial<State>) => void} show
 */
const makeViewActions = (state, changed, reader, show) => ({
  start: () =>
    reader.begin(async () => {
      const { channel, thread, isLog } = readHash(location.hash);
      Object.assign(state, emptyState(), { channel, thread, me: remembered(), log: isLog ? emptyLog() : null });
      if (!(await reader.attempt(reader.restart))) return show({ phase: 'refused' });
      if (isLog) reader.loadLog();
      reader.loadCatalog();
    }),
  /** @param {string} thread */
  openThread: (thread) => reader.go({ thread }),
  /** At one of its messages. @param {string} thread @param {string} message */
  openAt(thread, message) {
    state.found = { thread, message, isShown: false };
    reader.go({ thread });
  },
  closeThread: () => reader.go({ isLog: state.log !== null }),
  toggleLog: () => reader.go({ isLog: state.log === null }),
  loadEarlier: reader.loadEarlier,
  /** @param {string} query */
  filterLog(query) {
    if (state.log === null) return;
    show({ log: { ...state.log, query } });
    reader.loadLog();
  },
  /** @param {string} person */
  actAs(person) {
    show({ me: person });
    remember(person);
    reader.begin(reader.restart);
  },
  /** @param {boolean} isDrawerOpen */
  showDrawer: (isDrawerOpen) => show({ isDrawerOpen }),
  /** @param {string | null} openMenu */
  showMenu: (openMenu) => show({ openMenu }),
  /** @param {string} id */
  toggleExpanded(id) {
    if (!state.expanded.delete(id)) state.expanded.add(id);
    changed();
  },
  dismiss: () => show({ notice: null }),
});

/**
 * @param {State} state
 * @param {() => void} changed
 * @param {Reader} reader
 * @param {(change: Partial<State>) => void} show
 */
function makeMessageActions(state, changed, reader, show) {
  /** @param {string} key @param {() => Promise<unknown>} work */
  const whileBusy = (key, work) =>
    reader.begin(async () => {
      if (state.busy.has(key)) return;
      state.busy.add(key);
      changed();
      await reader.attempt(work);
      state.busy.delete(key);
      changed();
    });
  const by = () => ({ as: state.me, nonce: api.newNonce() });

  return {
    /** @param {Message} message @param {string} emoji */
    react(message, emoji) {
      const isMine = message.reactions.some((chip) => chip.emoji === emoji && chip.people.includes(state.me));
      const body = { message: message.id, emoji, op: isMine ? 'remove' : 'add' };
      show({ openMenu: null });
      whileBusy(`${message.id} ${emoji}`, () => api.act('reactions', { ...by(), ...body }));
    },
    /** @param {Message} message @param {CardButton} button */
    press(message, { verb, target, argument, label }) {
      if (verb === 'reason') return show({ dialog: reasonDialog(message, target) });
      whileBusy(`${message.id} ${verb} ${target} ${argument}`, async () => {
        if (verb !== 'edit' && verb !== 'remix') {
          return api.act('buttons', { ...by(), message: message.id, verb, target, argument });
        }
        const text = argument ?? (await api.loadBrief(target, message.channel ?? state.channel, state.me)).text ?? '';
        const thread = message.thread ?? (message.kind === 'shot' ? message.id : null);
        return show({ dialog: requestDialog(label, { thread, parentTake: verb === 'remix' ? target : null, text }) });
      });
    },
    /** @param {string | null} thread @param {Partial<Draft>} change */
    type(thread, change) {
      const draft = draftOf(state, thread);
      // Other words after a failure are another delivery: the first may have been taken after all.
      const nonce = draft.problem !== null && change.text !== undefined ? api.newNonce() : draft.nonce;
      state.drafts.set(draftKey(state.channel, thread), { ...draft, problem: null, nonce, ...change });
      changed();
    },
    /** @param {string | null} thread @param {string} [said] */
    send: (thread, said) => reader.begin(() => send(thread, said ?? draftOf(state, thread).text)),
  };

  /** @param {string | null} thread @param {string} text */
  async function send(thread, text) {
    const { channel, me } = state;
    const key = draftKey(channel, thread);
    const draft = { ...draftOf(state, thread), text, problem: null };
    if (text.trim() === '' || draft.isSending) return;
    state.drafts.set(key, { ...draft, isSending: true });
    // Before the answer: the shot may be there sooner.
    show({ isAwaiting: /^\s*\/previz\s+\S/i.test(text) });
    try {
      const { form } = await api.act('messages', { as: me, nonce: draft.nonce, channel, thread, text });
      state.drafts.delete(key);
      state.sent.set(key, text);
      if (form) show({ dialog: requestDialog('New request', { thread, parentTake: null, text: '' }) });
    } catch (error) {
      // Sent again it is the same delivery: it may have been taken after all.
      state.drafts.set(key, { ...draft, isSending: false, problem: toWords(error) });
    }
    changed();
  }
}

/** @param {State} state @param {() => void} changed @param {(change: Partial<State>) => void} show */
function makeDialogActions(state, changed, show) {
  /** @param {Dialog} dialog @param {() => Promise<unknown>} work */
  const submit = async (dialog, work) => {
    if (dialog.isSending) return;
    show({ dialog: { ...dialog, isSending: true, problem: null } });
    try {
      await work();
      show({ dialog: null });
    } catch (error) {
      show({ dialog: { ...dialog, isSending: false, problem: toWords(error) } });
    }
  };
  return {
    newRequest: () => show({ dialog: requestDialog('New request', { thread: null, parentTake: null, text: '' }) }),
    newChannel: () => show({ dialog: { kind: 'channel', problem: null, isSending: false } }),
    closeDialog: () => show({ dialog: null }),
    /** @param {string} text */
    async submitDialog(text) {
      const { dialog, me, channel } = state;
      if (dialog === null) return;
      await submit(dialog, async () => {
        switch (dialog.kind) {
          case 'channel':
            return api.act('channels', { name: text, as: me, nonce: api.newNonce() });
          case 'reason':
            return api.act('reasons', {
              as: me,
              nonce: dialog.nonce,
              message: dialog.message,
              take: dialog.take,
              text,
            });
          case 'request': {
            const { nonce, thread, parentTake } = dialog;
            show({ isAwaiting: true });
            return api.act('forms', { as: me, channel, nonce, thread, text, parentTake });
          }
        }
      });
      changed();
    },
  };
}

const REMEMBERED = 'previz act as';

/** Two tabs may be two people; a new tab begins as the last one chosen. */
const remembered = () => sessionStorage.getItem(REMEMBERED) ?? localStorage.getItem(REMEMBERED) ?? '';

/** @param {string} person */
function remember(person) {
  sessionStorage.setItem(REMEMBERED, person);
  localStorage.setItem(REMEMBERED, person);
}
