import type { Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, face, floor, type Shape } from '../draw/shapes.ts';
import { between, chance } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { grass, LEAF, OPEN, snowy } from './open-land.ts';
import { plant } from './parts.ts';

/** An open road that runs to the horizon between poles and bushes. */
export function roadSet(scene: Scene, palette: Palette): SetDesign {
  return {
    ...OPEN,
    axis: 'z',
    step: 6,
    reach: [1, 14],
    skyline: 'hills',
    ground: { albedo: snowy(scene, [134, 136, 92]), lines: 'none', wet: scene.weather === 'rain' ? 0.5 : 0 },
    module: (start, index, dice) => [
      ...asphalt(start),
      ...(index % 3 === 0 ? pole(start, palette) : []),
      ...[-1, 1].flatMap((side) =>
        [0, 1].map(() =>
          plant(chance(dice, 0.7) ? 'bush' : 'tree', [side * between(dice, 6.4, 20), 0, start + between(dice, 0, 6)], {
            metres: chance(dice, 0.7) ? 1.6 : 4.6,
            albedo: LEAF,
            dice,
            variants: 3,
          }),
        ),
      ),
      ...[-1, 1].map((side) => grass([side * between(dice, 4, 5.4), 0, start + between(dice, 0, 6)], scene, dice)),
    ],
  };
}

function asphalt(start: number): readonly Shape[] {
  const strip = (x: number, half: number, y: number, length: number, color: Rgb): Shape =>
    floor(
      [x, y, start + 3],
      [
        face(
          [
            [x - half, y, start],
            [x - half, y, start + length],
            [x + half, y, start + length],
            [x + half, y, start],
          ],
          color,
        ),
      ],
    );
  return [
    strip(0, 3.3, 0.005, 6.05, [82, 84, 92]),
    strip(0, 0.07, 0.012, 3, [226, 214, 170]),
    strip(-3, 0.06, 0.012, 6.05, [206, 206, 200]),
    strip(3, 0.06, 0.012, 6.05, [206, 206, 200]),
  ];
}

function pole(start: number, palette: Palette): readonly Shape[] {
  const wood: Rgb = [92, 76, 62];
  return [
    box([5.2, 0, start + 1], [0.2, 6.4, 0.2], wood),
    box([5.2, 5.7, start + 1], [1.9, 0.14, 0.14], wood),
    ...(palette.lampPower > 0.5
      ? ([
          { kind: 'glow', at: [4.4, 5.5, start + 1], metres: 1.6, color: palette.lamp, power: 0.5 },
          { kind: 'pool', at: [3.4, 0.02, start + 1], metres: 3, color: palette.lamp, power: 0.25 },
        ] as const)
      : []),
  ];
}
