import { IANAZone } from 'luxon';

/** Whether the name is an IANA time zone; offsets such as `+02:00` are not: they know no daylight saving. */
export function isTimeZone(name: string): boolean {
  return /^[a-z][\w/+-]*$/i.test(name) && IANAZone.isValidZone(name);
}

/** A zone as people write it (`europe/berlin`, `new york`), in its own spelling; null when no zone is called so. */
export function readTimeZone(text: string): string | null {
  const wanted = toKey(text);
  if (wanted === '') return null;
  const known = ZONE_NAMES.find((zone) => toKey(zone) === wanted);
  if (known !== undefined) return known;
  if (isTimeZone(text.trim())) return text.trim();
  const cities = ZONE_NAMES.filter((zone) => toKey(cityOf(zone)) === wanted);
  return cities.length === 1 ? (cities[0] ?? null) : null;
}

/** The zones whose names are nearest to what was written, best first: for a hint under a misspelt one. None where nothing is near. */
export function nearestTimeZones(name: string, limit = 3): readonly string[] {
  const wanted = toKey(name);
  if (wanted === '') return [];
  return ZONE_NAMES.map((zone) => ({ zone, distance: distanceTo(zone, wanted) }))
    .filter(({ distance }) => distance <= 1 + wanted.length / 2)
    .sort((a, b) => a.distance - b.distance || (a.zone < b.zone ? -1 : 1))
    .slice(0, limit)
    .map(({ zone }) => zone);
}

/** Names in use today that the runtime's list has under an older one (`Asia/Calcutta`), and UTC, which it leaves out. */
const UNLISTED = [
  'UTC',
  'America/Argentina/Buenos_Aires',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Kanton',
];

/** Made once: the runtime takes a millisecond for its list. */
const ZONE_NAMES: readonly string[] = [...new Set([...UNLISTED, ...Intl.supportedValuesOf('timeZone')])];

const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);

const toKey = (text: string) =>
  text
    .trim()
    .slice(0, 64)
    .toLowerCase()
    .replace(/[\s_]+/g, '_');

function distanceTo(zone: string, wanted: string): number {
  const [full, city] = [toKey(zone), toKey(cityOf(zone))];
  if (full === wanted || city === wanted) return 0;
  // Half a letter: what was written is part of the name, and more of it is better.
  if (full.includes(wanted)) return 0.5 + (1 - wanted.length / full.length) / 2;
  return 1 + Math.min(editsBetween(full, wanted), editsBetween(city, wanted));
}

/** Levenshtein distance, one row at a time. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
