import type { Rgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { box, face, faces, floor, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { between, chance } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';
import { boatFaces } from './parts.ts';

const STEP = 4;
const EDGE = 2.2;
const DECK = 0.9;

/** A pier with the open water behind it. The floor is the deck, the ground below it is water. */
export function seaSet(_scene: Scene, palette: Palette): SetDesign {
  return {
    axis: 'x',
    step: STEP,
    reach: [5, 5],
    indoors: false,
    haze: null,
    skyline: 'none',
    ground: { albedo: [70, 104, 124], lines: 'none', wet: 0.8 },
    water: true,
    climbs: false,
    floorAt: (_x, z) => (z > EDGE + 0.4 ? 0 : DECK),
    module: (start, index, dice) => [
      ...deck(start),
      ...post(start, index % 2 === 0, palette),
      ...(chance(dice, 0.28)
        ? [
            solid(
              [start, 0.4, 16],
              boatFaces([start, -0.1, between(dice, 9, 24)], between(dice, 1, 2.2), [168, 150, 132]),
            ),
          ]
        : []),
    ],
  };
}

function deck(start: number): readonly Shape[] {
  const wood: Rgb = [142, 118, 94];
  const planks = Array.from({ length: 10 }, (_, index): readonly Vec3[] => {
    const x = start + index * 0.4;
    return [
      [x + 0.012, DECK, -7],
      [x + 0.012, DECK, EDGE],
      [x + 0.388, DECK, EDGE],
      [x + 0.388, DECK, -7],
    ];
  });
  const underlay = face(
    [
      [start, DECK - 0.01, -7],
      [start, DECK - 0.01, EDGE],
      [start + STEP, DECK - 0.01, EDGE],
      [start + STEP, DECK - 0.01, -7],
    ],
    [58, 48, 42],
  );
  const boards = faces(planks, wood);
  return [floor([start + 2, DECK, 0], [underlay]), floor([start + 2, DECK, 0], boards === null ? [] : [boards])];
}

function post(start: number, lamp: boolean, palette: Palette): readonly Shape[] {
  const wood: Rgb = [98, 78, 64];
  const x = start + 1;
  const top = lamp ? 2.9 : 1.05;
  return [
    box([x, DECK, EDGE - 0.1], [0.18, top, 0.18], wood),
    box([start + 3, DECK + 0.92, EDGE - 0.1], [STEP, 0.09, 0.09], wood),
    ...(lamp
      ? ([
          {
            kind: 'glow',
            at: [x, DECK + 2.9, EDGE - 0.1],
            metres: 1.7,
            color: palette.lamp,
            power: 0.8 * palette.lampPower,
          },
          { kind: 'pool', at: [x, DECK + 0.02, 1.2], metres: 2, color: palette.lamp, power: 0.35 * palette.lampPower },
        ] as const)
      : []),
  ];
}
