import type { Rgb } from '../draw/color.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, type Shape } from '../draw/shapes.ts';
import { between, type Dice } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { grass, LEAF, OPEN, SNOW, snowy } from './open-land.ts';
import { plant } from './parts.ts';

/** A meadow: grass at the feet, a fence, a tree here and there, hills behind. */
export function fieldSet(scene: Scene): SetDesign {
  return {
    ...OPEN,
    axis: 'x',
    step: 5,
    reach: [6, 6],
    skyline: 'hills',
    ground: { albedo: snowy(scene, [118, 140, 78]), lines: 'grid', wet: 0 },
    module: (start, index, dice) => [
      ...Array.from({ length: 9 }, () => grass([start + between(dice, 0, 5), 0, between(dice, -4.4, 9)], scene, dice)),
      ...fence(start),
      ...(index % 2 === 0
        ? [
            plant('tree', [start + between(dice, 0, 5), 0, between(dice, 11, 26)], {
              metres: 6,
              albedo: LEAF,
              dice,
              variants: 4,
            }),
          ]
        : []),
      plant('bush', [start + between(dice, 0, 5), 0, between(dice, 6.5, 14)], {
        metres: 1.5,
        albedo: LEAF,
        dice,
        variants: 4,
      }),
    ],
  };
}

function fence(start: number): readonly Shape[] {
  const wood: Rgb = [146, 118, 90];
  return [
    ...[0, 2.5].map((shift) => box([start + shift, 0, 5.6], [0.13, 1.15, 0.13], wood)),
    ...[0.45, 0.88].map((y) => box([start + 2.5, y, 5.6], [5, 0.09, 0.05], wood)),
  ];
}

/** Trunks in rows from the lens to the haze. */
export function forestSet(scene: Scene): SetDesign {
  const needle: Rgb = snowy(scene, [70, 104, 78]);
  return {
    ...OPEN,
    axis: 'x',
    step: 3.2,
    reach: [6, 6],
    skyline: 'woods',
    ground: { albedo: snowy(scene, [92, 92, 62]), lines: 'grid', wet: 0 },
    module: (start, index, dice) => [
      ...Array.from({ length: 3 }, (_, row) =>
        plant('pine', [start + between(dice, 0, 3.2), 0, 4.6 + row * 4.8 + between(dice, 0, 4)], {
          metres: between(dice, 6, 9),
          albedo: needle,
          dice,
          variants: 4,
        }),
      ),
      plant('tree', [start + between(dice, 0, 3.2), 0, between(dice, 8, 20)], {
        metres: 7,
        albedo: LEAF,
        dice,
        variants: 3,
      }),
      ...Array.from({ length: 3 }, () => grass([start + between(dice, 0, 3.2), 0, between(dice, -4, 5)], scene, dice)),
      plant('bush', [start + between(dice, 0, 3.2), 0, between(dice, 2.4, 7)], {
        metres: 1.3,
        albedo: LEAF,
        dice,
        variants: 3,
      }),
      ...(index % 3 === 0 ? [nearTrunk(start, dice)] : []),
      ...(index % 2 === 0 && scene.time !== 'night' ? [sunbeam(start, dice)] : []),
    ],
  };
}

/** Between the lens and the figures: it sweeps past while the camera tracks, too thin to hide anybody for long. */
const nearTrunk = (start: number, dice: Dice): Shape =>
  box(
    [start + between(dice, 0, 3), 0, -3.2 - between(dice, 0, 0.5)],
    [0.16, 9, 0.16],
    [58, 46, 40],
    between(dice, 0, 1.5),
  );

/** Light that falls between the crowns. */
function sunbeam(start: number, dice: Dice): Shape {
  const x = start + between(dice, 0, 3);
  const z = between(dice, 3, 9);
  const wide = between(dice, 0.4, 1);
  return {
    kind: 'shaft',
    at: [x, 3, z],
    points: [
      [x + 2.4, 6.5, z],
      [x + 2.4 + wide, 6.5, z],
      [x + wide * 1.6, 0, z - 0.4],
      [x, 0, z - 0.4],
    ],
    power: 0.16,
  };
}

export function desertSet(): SetDesign {
  return {
    ...OPEN,
    axis: 'x',
    step: 7,
    reach: [5, 5],
    skyline: 'dunes',
    ground: { albedo: [214, 176, 124], lines: 'grid', wet: 0 },
    module: (start, index, dice) => [
      plant('rock', [start + between(dice, 0, 7), 0, between(dice, 4, 22)], {
        metres: 2,
        albedo: [178, 132, 96],
        dice,
        variants: 4,
      }),
      plant('rock', [start + between(dice, 0, 7), 0, between(dice, -3.6, 3)], {
        metres: 0.4,
        albedo: [178, 132, 96],
        dice,
        variants: 4,
      }),
      ...(index % 2 === 0
        ? [
            plant('cactus', [start + between(dice, 0, 7), 0, between(dice, 5, 18)], {
              metres: 3,
              albedo: [92, 122, 84],
              dice,
              variants: 3,
            }),
          ]
        : []),
    ],
  };
}

export function mountainSet(scene: Scene): SetDesign {
  return {
    ...OPEN,
    axis: 'x',
    step: 6,
    reach: [6, 6],
    skyline: 'mountains',
    ground: { albedo: scene.weather === 'clear' ? [190, 198, 206] : SNOW, lines: 'grid', wet: 0 },
    module: (start, index, dice) => [
      plant('pine', [start + between(dice, 0, 6), 0, between(dice, 5, 24)], {
        metres: 6,
        albedo: [78, 100, 92],
        dice,
        variants: 4,
      }),
      plant('rock', [start + between(dice, 0, 6), 0, between(dice, 3, 9)], {
        metres: 1.5,
        albedo: [120, 122, 130],
        dice,
        variants: 4,
      }),
      ...(index % 3 === 0
        ? [
            plant('rock', [start + between(dice, 0, 6), 0, between(dice, -3.8, -2.6)], {
              metres: 0.7,
              albedo: [120, 122, 130],
              dice,
              variants: 4,
            }),
          ]
        : []),
    ],
  };
}
