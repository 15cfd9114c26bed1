/** @import {Message} from './types.js' */

const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** The server says something every 15 seconds; twice that in silence is a connection that died unnoticed. */
const SILENCE_MS = 35_000;
/** Browsers open six connections to one server, over all tabs: a tab that nobody looks at gives its own back. */
const HIDDEN_MS = 30_000;

/**
 * Follows the server's events, and comes back by itself from where it left.
 *
 * @param {{
 *   message: (message: Message) => void,
 *   channels: () => void,
 *   reset: () => void,
 *   connected: (isAgain: boolean) => void,
 *   lost: () => void,
 * }} handlers
 * @returns {{follow: (as: string, since: string) => void}}
 */
export function makeEvents(handlers) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  let failures = 0;
  let rev = '0';
  let person = '';
  let wasOpen = false;

  const open = () => {
    clearTimeout(retry);
    source?.close();
    const mine = openSource(`/api/events?${new URLSearchParams({ as: person, since: rev })}`, {
      ...handlers,
      hear,
      message(message) {
        if (Number(message.rev) > Number(rev)) rev = message.rev;
        handlers.message(message);
      },
    });
    source = mine;
    mine.onopen = () => {
      failures = 0;
      handlers.connected(wasOpen);
      wasOpen = true;
      hear();
    };
    mine.onerror = () => {
      if (mine === source) fail();
    };
  };
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(fail, SILENCE_MS);
  };
  const fail = () => {
    // The browser's own retry knows neither what was seen last nor when to give up.
    source?.close();
    clearTimeout(silence);
    handlers.lost();
    clearTimeout(retry);
    retry = setTimeout(open, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;
  const look = () => {
    clearTimeout(rest);
    if (document.hidden) rest = setTimeout(pause, HIDDEN_MS);
    else if (person !== '' && source?.readyState !== EventSource.OPEN) open();
  };
  const pause = () => {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
  };
  addEventListener('online', look);
  document.addEventListener('visibilitychange', look);

  return {
    follow(as, since) {
      person = as;
      rev = since;
      wasOpen = false;
      open();
    },
  };
}

/**
 * @param {string} url
 * @param {{message: (message: Message) => void, channels: () => void, reset: () => void, hear: () => void}} handlers
 */
function openSource(url, { message, channels, reset, hear }) {
  const source = new EventSource(url);
  source.addEventListener('message', (event) => message(JSON.parse(event.data)));
  source.addEventListener('channels', channels);
  source.addEventListener('reset', reset);
  for (const name of ['message', 'ping']) source.addEventListener(name, hear);
  return source;
}
