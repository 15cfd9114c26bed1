import { mixRgb, type Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, boxFaces, card, type Face, faces, floor, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { between, chance, type Dice, pick } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { parkedCar } from './parts.ts';

const HALF_ROAD = 3.4;
const FACADE = 5.6;

/** A city street seen along its length: kerbs, fronts with windows, lamps, parked cars, signs. */
export function streetSet(scene: Scene, palette: Palette): SetDesign {
  return {
    axis: 'z',
    step: 9,
    reach: [1, 9],
    indoors: false,
    haze: null,
    skyline: 'city',
    ground: {
      albedo: [92, 94, 102],
      lines: 'grid',
      wet: scene.weather === 'rain' ? 1 : scene.time === 'night' ? 0.55 : 0,
    },
    water: false,
    climbs: false,
    floorAt: () => 0,
    module: (start, index, dice) => [
      ...kerbs(start),
      ...building(start, { side: -1, palette, dice }),
      ...building(start, { side: 1, palette, dice }),
      ...(index % 2 === 0 ? lamp(start, { side: index % 4 === 0 ? -1 : 1, palette }) : []),
      ...(chance(dice, 0.4) ? parkedCar([chance(dice, 0.5) ? 2.6 : -2.6, 0, start + 4.5], dice) : []),
    ],
  };
}

const kerbs = (start: number): readonly Shape[] =>
  [-1, 1].map((side) => {
    const at = [side * (HALF_ROAD + 1.2), 0, start + 4.5] as const;
    return floor(at, boxFaces(at, [2.4, 0.14, 9], [132, 130, 132]));
  });

function building(start: number, on: { side: 1 | -1; palette: Palette; dice: Dice }): readonly Shape[] {
  const { side, palette, dice } = on;
  const height = between(dice, 8, 22);
  const depth = 9;
  const back = between(dice, 0, 1.1);
  const wall = pick<Rgb>(dice, [
    [150, 122, 108],
    [128, 124, 128],
    [164, 150, 132],
    [112, 104, 110],
    [140, 110, 96],
  ]);
  const x = side * (FACADE + back + 5);
  const front = side * (FACADE + back);
  const details = windows(front, start, { side, height, palette, dice });
  const sign = chance(dice, 0.55) ? neon(front, start, { side, dice, palette }) : [];
  return [
    solid([x, height / 2, start + depth / 2], boxFaces([x, 0, start + depth / 2], [10, height, depth - 0.05], wall)),
    // Sorted as the wall it lies on, only a little nearer.
    solid([x, height / 2, start + depth / 2 - 1.5], details),
    ...sign,
  ];
}

interface Front {
  readonly side: 1 | -1;
  readonly palette: Palette;
  readonly dice: Dice;
}

/** On the wall that faces the road: a shop below, rows of windows above. */
function windows(x: number, start: number, front: Front & { height: number }): readonly Face[] {
  const { side, height, palette, dice } = front;
  const skin = x - side * 0.04;
  const pane = (z: number, y: number, size: readonly [number, number]): readonly Vec3[] => [
    [skin, y, z],
    [skin, y + size[1], z],
    [skin, y + size[1], z + size[0]],
    [skin, y, z + size[0]],
  ];
  const lit: (readonly Vec3[])[] = [];
  const dark: (readonly Vec3[])[] = [];
  (chance(dice, 0.5) ? lit : dark).push(pane(start + 1, 0.5, [4.6, 2.2]));
  const rows = Math.min(4, Math.floor((height - 4) / 3));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      (chance(dice, 0.34) ? lit : dark).push(pane(start + 0.8 + column * 2.1, 4 + row * 3, [1.15, 1.7]));
    }
  }
  return [
    faces(dark, GLASS, { bothSides: true }),
    faces(lit, mixRgb(GLASS, palette.lamp, 0.15 + 0.85 * palette.lampPower), {
      glows: palette.lampPower * 0.85,
      bothSides: true,
    }),
    faces(
      [pane(start + 6.6, 0, [1.3, 2.5]), pane(start + 2.5, 0.5, [0.1, 2.2]), pane(start + 4, 0.5, [0.1, 2.2])],
      [58, 48, 46],
      { bothSides: true },
    ),
  ].filter((one) => one !== null);
}

function neon(x: number, start: number, front: Front): readonly Shape[] {
  const { side, dice, palette } = front;
  const color = pick<Rgb>(dice, [
    [255, 70, 96],
    [70, 216, 255],
    [255, 176, 64],
    [150, 110, 255],
  ]);
  const z = start + between(dice, 2, 7);
  const y = between(dice, 3, 4.6);
  const size: readonly [number, number] = [0.9, between(dice, 1.4, 2.6)];
  const at: readonly [number, number, number] = [x - side * 0.6, y, z];
  return [
    solid(
      // Before the panes of its house, wherever along it the sign hangs.
      [at[0], y + 1, Math.min(z, start + 2.2)],
      [card(at, size, color, { glows: 0.25 + 0.75 * palette.lampPower, bothSides: true })],
    ),
    { kind: 'glow', at: [at[0], y + size[1] / 2, z - 0.1], metres: 2.3, color, power: 0.5 * palette.lampPower },
    { kind: 'pool', at: [x - side * 1.6, 0.02, z], metres: 2.4, color, power: 0.2 * palette.lampPower },
  ];
}

function lamp(start: number, on: { side: 1 | -1; palette: Palette }): readonly Shape[] {
  const { side, palette } = on;
  const x = side * (HALF_ROAD + 0.4);
  const z = start + 0.6;
  const head: readonly [number, number, number] = [x - side * 0.9, 4.55, z];
  return [
    box([x, 0, z], [0.12, 4.7, 0.12], [54, 56, 62]),
    box([x - side * 0.45, 4.62, z], [0.9, 0.08, 0.08], [54, 56, 62]),
    solid(
      head,
      boxFaces([head[0], 4.5, z], [0.42, 0.12, 0.24], palette.lamp).map((each) => ({
        ...each,
        glows: palette.lampPower,
      })),
    ),
    { kind: 'glow', at: head, metres: 2.6, color: palette.lamp, power: 0.85 * palette.lampPower },
    { kind: 'pool', at: [head[0], 0.02, z], metres: 3.4, color: palette.lamp, power: 0.42 * palette.lampPower },
  ];
}

const GLASS: Rgb = [74, 92, 112];
