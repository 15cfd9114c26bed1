/** @import {Budget, Catalog, Channel, LogRow, Message, Person} from './types.js' */

/** The server's answer to what somebody did: taken, or in its own words why not. */
export class NotTaken extends Error {
  status = 0;
}

const LOST = 'The playground does not answer. Your text is kept: please send it again.';
const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} path @returns {Promise<any>} */
async function get(path) {
  const answer = await fetch(`/api${path}`, { headers: { accept: 'application/json' } });
  if (answer.ok) return answer.json();
  throw Object.assign(new NotTaken((await answer.text()).slice(0, 300)), { status: answer.status });
}

/** @returns {Promise<{rev: string, people: Person[], channels: Channel[]}>} */
export const loadState = () => get('/state');

/**
 * @param {string} channel @param {string} as @param {string | null} before
 * @returns {Promise<{messages: Message[], hasEarlier: boolean}>}
 */
export const loadChannel = (channel, as, before) =>
  get(`/channels/${encodeURIComponent(channel)}/messages?${toQuery({ as, ...(before === null ? {} : { before }) })}`);

/** @param {string} root @param {string} as @returns {Promise<{root: Message, replies: Message[]} | null>} null: it is not there */
export const loadThread = (root, as) =>
  get(`/threads/${root}?${toQuery({ as })}`).catch((error) => {
    if (error instanceof NotTaken && error.status === 404) return null;
    throw error;
  });

/** @param {string} channel @param {string} as @returns {Promise<Budget | null>} null: not for this person */
export const loadBudget = (channel, as) => get(`/channels/${encodeURIComponent(channel)}/budget?${toQuery({ as })}`);

/** @param {string} channel @param {string} q @param {string} as @returns {Promise<{rows: LogRow[]}>} */
export const loadLog = (channel, q, as) => get(`/log?${toQuery({ channel, q, as })}`);

/** @returns {Promise<Catalog>} */
export const loadCatalog = () => get('/catalog');

/** @param {string} target @param {string} channel @param {string} as @returns {Promise<{text: string | null}>} */
export const loadBrief = (target, channel, as) => get(`/brief?${toQuery({ target, channel, as })}`);

/**
 * @param {'messages' | 'reactions' | 'buttons' | 'forms' | 'reasons' | 'channels'} path
 * @param {object} body
 * @returns {Promise<{form?: true}>}
 */
export async function act(path, body) {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`/api/${path}`, {
    ...request,
    body: JSON.stringify({ ...body, timeZone: TIME_ZONE }),
  }).catch((cause) => {
    throw new NotTaken(LOST, { cause });
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new NotTaken(said.error ?? LOST);
  return said;
}

/** One per thing that somebody does; sent again with the same text. */
export const newNonce = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {Record<string, string>} query */
const toQuery = (query) => new URLSearchParams(query).toString();
