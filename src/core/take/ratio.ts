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

/** The shape nearest to a width divided by a height. */
export function nearestRatio(value: number): Ratio {
  const distance = (ratio: Ratio): number => Math.abs(Math.log(value / VALUES[ratio]));
  return RATIOS.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best));
}

/** Width divided by height. */
export const ratioValue = (ratio: Ratio): number => VALUES[ratio];
