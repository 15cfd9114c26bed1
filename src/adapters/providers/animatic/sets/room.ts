import { mixRgb, type Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, boxFaces, card, face, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { between, chance, type Dice, pick } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { chairFaces, tableFaces } from './parts.ts';

const BACK = 3.9;
const HEIGHT = 3;
const STEP = 3.6;

/** A room as long as the take needs: windows with light, pictures, lamps; a bar has a counter and bottles. */
export function roomSet(scene: Scene, palette: Palette): SetDesign {
  const wall: Rgb = scene.set === 'bar' ? [112, 84, 74] : [176, 164, 150];
  return {
    axis: 'x',
    step: STEP,
    reach: [5, 5],
    indoors: true,
    haze: null,
    skyline: 'none',
    ground: { albedo: [138, 108, 84], lines: 'boards', wet: 0.18 },
    water: false,
    climbs: false,
    floorAt: () => 0,
    module: (start, index, dice) => {
      const middle = start + STEP / 2;
      const hasWindow = index % 2 === 0;
      return [
        ...shell(start, wall),
        ...(hasWindow ? window(middle, palette, scene) : picture(middle, wall, dice)),
        ...(scene.set === 'bar' ? counter(start, palette, dice) : furniture(middle, { index, dice, palette })),
        ...(hasWindow ? [] : pendant([middle, 2.25, 1.6], palette)),
      ];
    },
  };
}

function shell(start: number, wall: Rgb): readonly Shape[] {
  const end = start + STEP;
  const ceiling: readonly Vec3[] = [
    [start, HEIGHT, BACK],
    [start, HEIGHT, -6],
    [end, HEIGHT, -6],
    [end, HEIGHT, BACK],
  ];
  return [
    solid([start + STEP / 2, 1.5, BACK + 2], [card([start + STEP / 2, 0, BACK], [STEP, HEIGHT], wall)]),
    solid(
      [start + STEP / 2, HEIGHT, BACK + 1.5],
      [face(ceiling, mixRgb(wall, [255, 255, 255], 0.25), { bothSides: true })],
    ),
    solid(
      [start + STEP / 2, 0.1, BACK + 0.9],
      [card([start + STEP / 2, 0, BACK - 0.03], [STEP, 0.16], mixRgb(wall, [30, 24, 20], 0.6))],
    ),
    solid(
      [start + STEP / 2, 2.9, BACK + 0.8],
      boxFaces([start, HEIGHT - 0.22, -1], [0.24, 0.22, 9.6], mixRgb(wall, [50, 36, 26], 0.72)),
    ),
  ];
}

function window(x: number, palette: Palette, scene: Scene): readonly Shape[] {
  const bright =
    scene.time === 'night'
      ? mixRgb(palette.skyLow, [70, 110, 190], 0.35)
      : mixRgb(palette.skyLow, [255, 255, 255], 0.25);
  const z = BACK - 0.04;
  const frame: Rgb = [92, 78, 68];
  const bars = [
    card([x, 0.92, z - 0.03], [1.72, 0.07], frame),
    card([x, 2.43, z - 0.03], [1.72, 0.07], frame),
    card([x, 1.66, z - 0.03], [1.6, 0.05], frame),
    ...[-0.82, 0, 0.82].map((shift) => card([x + shift, 0.92, z - 0.03], [0.07, 1.55], frame)),
  ];
  const slant = palette.keyFrom[0] > 0 ? -1.1 : 1.1;
  const power = scene.time === 'night' ? 0.08 : 0.2;
  const floor = (left: number, near: number): Vec3 => [x + left + slant * near * 0.45, 0.01, BACK - near];
  return [
    solid([x, 1.7, BACK + 0.7], [card([x, 0.96, z], [1.6, 1.5], bright, { glows: 1 }), ...bars]),
    {
      kind: 'shaft',
      at: [x, 1.5, BACK - 0.6],
      points: [[x - 0.8, 2.4, z], [x + 0.8, 2.4, z], floor(0.9, 3.4), floor(-0.9, 3.4)],
      power,
    },
    {
      kind: 'shaft',
      at: [x, 0, BACK + 0.5],
      points: [floor(-0.8, 1.1), floor(0.8, 1.1), floor(0.9, 3.2), floor(-0.9, 3.2)],
      power: power * 1.5,
    },
    { kind: 'glow', at: [x, 1.7, z - 0.1], metres: 2.2, color: bright, power: power * 1.3 },
  ];
}

function picture(x: number, wall: Rgb, dice: Dice): readonly Shape[] {
  const size: readonly [number, number] = [between(dice, 0.7, 1.5), between(dice, 0.6, 1)];
  const color = pick<Rgb>(dice, [
    [96, 118, 128],
    [150, 112, 84],
    [88, 96, 84],
  ]);
  const y = 1.35;
  const z = BACK - 0.05;
  return [
    solid(
      [x, y, BACK + 0.7],
      [
        card([x, y - 0.06, z], [size[0] + 0.12, size[1] + 0.12], mixRgb(wall, [24, 20, 18], 0.75)),
        card([x, y, z - 0.02], size, color),
        card([x - size[0] * 0.12, y, z - 0.03], [size[0] * 0.5, size[1] * 0.45], mixRgb(color, [20, 22, 26], 0.4)),
      ],
    ),
  ];
}

function pendant(at: Vec3, palette: Palette): readonly Shape[] {
  const power = Math.max(0.25, palette.lampPower);
  const shade = boxFaces(at, [0.44, 0.2, 0.44], palette.lamp).map((each) => ({ ...each, glows: 0.35 + 0.6 * power }));
  return [
    box([at[0], at[1] + 0.2, at[2]], [0.02, HEIGHT - at[1] - 0.2, 0.02], [40, 36, 34]),
    solid(at, shade),
    { kind: 'glow', at, metres: 1.9, color: palette.lamp, power: 0.75 * power },
    { kind: 'pool', at: [at[0], 0.02, at[2]], metres: 2, color: palette.lamp, power: 0.4 * power },
    { kind: 'glow', at: [at[0], 1.9, BACK - 0.1], metres: 2.4, color: palette.lamp, power: 0.22 * power },
  ];
}

function furniture(x: number, on: { index: number; dice: Dice; palette: Palette }): readonly Shape[] {
  const { dice } = on;
  const wood: Rgb = [122, 88, 62];
  if (on.index % 2 === 0) {
    const shelf = boxFaces([x + 1.5, 0, BACK - 0.3], [0.9, 2.1, 0.4], wood);
    const books = [0.35, 0.85, 1.35].map((y) =>
      card(
        [x + 1.5, y, BACK - 0.52],
        [0.74, 0.36],
        pick<Rgb>(dice, [
          [88, 60, 58],
          [66, 84, 92],
          [118, 98, 68],
        ]),
      ),
    );
    return chance(dice, 0.7) ? [solid([x + 1.5, 1, BACK - 0.3], [...shelf, ...books])] : [];
  }
  const z = between(dice, 1.5, 2);
  const table: Vec3 = [x, 0, z];
  return [
    solid([x, 0.4, z], tableFaces(table, [1.5, 0.76, 0.8], wood)),
    solid([x - 1.05, 0.4, z], chairFaces([x - 1.05, 0, z], Math.PI / 2, wood)),
    solid([x + 1.05, 0.4, z], chairFaces([x + 1.05, 0, z], -Math.PI / 2, wood)),
  ];
}

function counter(start: number, palette: Palette, dice: Dice): readonly Shape[] {
  const x = start + STEP / 2;
  const bottles = Array.from({ length: 9 }, (_, index) => {
    const color = pick<Rgb>(dice, [
      [70, 120, 84],
      [150, 96, 44],
      [196, 178, 130],
      [90, 60, 96],
    ]);
    const shelf = index % 2 === 0 ? 1.5 : 1.95;
    return card([start + 0.4 + index * 0.34, shelf, BACK - 0.2], [0.09, between(dice, 0.22, 0.34)], color, {
      glows: 0.25 * palette.lampPower,
    });
  });
  return [
    solid(
      [x, 1.6, BACK + 0.4],
      [1.46, 1.91].map((y) => card([x, y, BACK - 0.18], [STEP - 0.3, 0.05], [64, 44, 34])),
    ),
    solid([x, 1.6, BACK + 0.3], bottles),
    box([x, 0, 2.2], [STEP, 1.02, 0.55], [86, 56, 42]),
    box([x, 1.02, 2.15], [STEP, 0.06, 0.7], [128, 88, 62]),
    ...[0.9, 2.4].map((shift): Shape => box([start + shift, 0, 1.45], [0.3, 0.72, 0.3], [58, 44, 40])),
  ];
}
