import { newNonce } from './api.js';

/** @import {Dialog, Draft, Message, State} from './types.js' */

/** @param {string} channel @param {string | null} thread */
export const draftKey = (channel, thread) => `${channel} ${thread ?? ''}`;

/**
 * @param {Pick<State, 'channel' | 'drafts'>} state
 * @param {string | null} thread
 * @returns {Draft}
 */
export const draftOf = ({ channel, drafts }, thread) =>
  drafts.get(draftKey(channel, thread)) ?? { text: '', nonce: newNonce(), problem: null, isSending: false, pick: -1 };

/** @param {string} title @param {{thread: string | null, parentTake: string | null, text: string}} about @returns {Dialog} */
export const requestDialog = (title, about) => ({
  kind: 'request',
  ...{ title, ...about },
  ...{ problem: null, isSending: false, nonce: newNonce() },
});

/** @param {Message} message @param {string} take @returns {Dialog} */
export const reasonDialog = (message, take) => ({
  kind: 'reason',
  ...{ message: message.id, take },
  ...{ problem: null, isSending: false, nonce: newNonce() },
});
