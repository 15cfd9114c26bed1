/** A deterministic stream of numbers in [0, 1): the same seed and key give the same stream on every machine. */
export type Dice = () => number;

/** FNV-1a of the key mixed with the seed starts a mulberry32 stream; good enough for pictures, not for secrets. */
export function makeDice(seed: number, key: string): Dice {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < key.length; i += 1) state = Math.imul(state ^ key.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (dice: Dice, low: number, high: number): number => low + (high - low) * dice();

export const chance = (dice: Dice, share: number): boolean => dice() < share;

export function pick<T>(dice: Dice, items: readonly [T, ...T[]]): T {
  return items[Math.floor(dice() * items.length)] ?? items[0];
}
