/** A stretch of time as people say it: `40 s`, `2 min`, `1 min 20 s`, `3 h 5 min`; from three minutes on without seconds. */
export function toDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 180) return joined([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? joined([hours, 'h'], [minutes % 60, 'min']) : `${Math.round(hours / 24)} days`;
}

const joined = (big: readonly [number, string], small: readonly [number, string]): string =>
  small[0] === 0 ? big.join(' ') : `${big.join(' ')} ${small.join(' ')}`;
