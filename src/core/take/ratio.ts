/** Picture shapes that a brief may ask for. `2.35` is read as `2.39`: the older name of the same scope frame. */
export const RATIOS = ['16:9', '9:16', '1:1', '4:3', '4:5', '1.85', '2.39'] as const;

export type Ratio = (typeof RATIOS)[number];

const VALUES: Readonly<Record<Ratio, number>> = {
  '16:9': 16 / 9,
  '9:16': 9 / 16,
  '1:1': 1,
  '4:3': 4 / 3,
  '4:5': 4 / 5,
  '1.85': 1.85,
  '2.39': 2.39,
};

/** Width divided by height. */
export const ratioValue = (ratio: Ratio): number => VALUES[ratio];
