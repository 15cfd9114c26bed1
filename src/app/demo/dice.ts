export interface Dice {
  /** 0 … 1, without 1. */
  roll(): number;
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  isBelow(chance: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** The same seed gives the same rolls (mulberry32), so a generated month can be generated again. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    roll,
    whole: (least, most) => least + Math.floor(roll() * (most - least + 1)),
    isBelow: (chance) => roll() < chance,
    pick: (items) => {
      const item = items[Math.floor(roll() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}
