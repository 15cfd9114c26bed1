/**
 * As `core/money/micros.ts` writes it: two to six decimals.
 *
 * @param {string} micros
 */
export function toDollars(micros) {
  if (!/^-?\d+$/.test(micros)) return '–';
  const value = BigInt(micros);
  const absolute = value < 0n ? -value : value;
  const fraction = String(absolute % 1_000_000n)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${value < 0n ? '−' : ''}$${absolute / 1_000_000n}.${fraction}`;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** @param {string} at */
export const toTime = (at) => TIME.format(new Date(at));

/** @param {string} at */
export const toFull = (at) => FULL.format(new Date(at));

/**
 * The time, with the day where it is not today's.
 *
 * @param {string} at
 * @param {Date} [now]
 */
export const toShort = (at, now = new Date()) =>
  isSameDay(new Date(at), now) ? toTime(at) : `${SHORT_DAY.format(new Date(at))}, ${toTime(at)}`;

/**
 * @param {string} at
 * @param {Date} [now]
 */
export function toDay(at, now = new Date()) {
  const date = new Date(at);
  if (isSameDay(date, now)) return 'Today';
  if (isSameDay(date, new Date(now.getTime() - 86_400_000))) return 'Yesterday';
  return DAY.format(date);
}

/**
 * `0:42`, `12:05`, `1:02:03`.
 *
 * @param {number} ms
 */
export function toElapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** @param {number} bytes */
export const toSize = (bytes) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/**
 * A path below the media folder as an address of this page.
 *
 * @param {string} media
 * @param {string} [saveAs]
 */
export const toMediaUrl = (media, saveAs) =>
  `/media/${media.split('/').map(encodeURIComponent).join('/')}${saveAs === undefined ? '' : `?name=${encodeURIComponent(saveAs)}`}`;

/**
 * @param {readonly string[]} names
 * @returns {string}
 */
export const toList = (names) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** @param {Date} a @param {Date} b */
const isSameDay = (a, b) => a.toDateString() === b.toDateString();
