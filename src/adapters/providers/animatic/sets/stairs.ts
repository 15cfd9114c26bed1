import { mixRgb, type Rgb, scaleRgb } from '../draw/color.ts';
import type { Palette } from '../draw/palette.ts';
import type { SetDesign } from '../draw/set-design.ts';
import { boxFaces, card, face, type Shape, solid } from '../draw/shapes.ts';
import type { Vec3 } from '../draw/vec.ts';
import { chance } from '../scene/dice.ts';
import type { Scene } from '../scene/scene.ts';

const RISE = 0.17;
const TREAD = 0.34;
const STEPS = 6;
const STEP = TREAD * STEPS;
const HALF = 1.9;
/** The flight starts here; before it lies the landing. */
const FOOT = -1.4;

const slopeAt = (z: number): number => Math.max(0, ((z - FOOT) / TREAD) * RISE);

/** A flight of stairs that climbs away from the camera between two walls. */
export function stairsSet(scene: Scene, palette: Palette): SetDesign {
  const stone: Rgb = [150, 144, 138];
  return {
    axis: 'z',
    step: STEP,
    reach: [2, 11],
    indoors: true,
    haze: [150, 146, 136],
    skyline: 'none',
    ground: { albedo: [124, 118, 112], lines: 'tiles', wet: 0.2 },
    water: false,
    climbs: true,
    floorAt: (_x, z) => Math.floor(slopeAt(z) / RISE) * RISE,
    module: (start, index, dice) => [
      ...(start + STEP > FOOT ? treads(start, stone) : []),
      ...sides(start, mixRgb(stone, [92, 104, 118], 0.5)),
      ...(index % 2 === 0 ? sconce(start, { palette, side: chance(dice, 0.5) ? 1 : -1, scene }) : []),
    ],
  };
}

function treads(start: number, stone: Rgb): readonly Shape[] {
  return Array.from({ length: STEPS }, (_, index) => {
    const z = Math.floor((start - FOOT) / TREAD + 0.5 + index) * TREAD + FOOT;
    if (z < FOOT - 0.01) return null;
    const y = slopeAt(z + TREAD / 2 - 0.01);
    const top = Math.floor(y / RISE + 0.5) * RISE;
    const step = boxFaces([0, top - RISE, z + TREAD / 2], [HALF * 2, RISE, TREAD], stone);
    // Dark risers under light treads: without the difference a flight looks like a ramp.
    return solid(
      [0, top, z + TREAD],
      [
        ...step.map((one, side) => (side === 0 ? { ...one, albedo: scaleRgb(stone, 0.62) } : one)),
        card([0, top - 0.035, z - 0.005], [HALF * 2, 0.035], scaleRgb(stone, 1.5)),
      ],
    );
  }).filter((shape) => shape !== null);
}

function sides(start: number, wall: Rgb): readonly Shape[] {
  const end = start + STEP;
  return [-HALF, HALF].flatMap((x): readonly Shape[] => {
    const points: readonly Vec3[] = [
      [x, slopeAt(start) - 0.5, start],
      [x, slopeAt(start) + 5, start],
      [x, slopeAt(end) + 5, end],
      [x, slopeAt(end) - 0.5, end],
    ];
    const rail: readonly Vec3[] = [
      [x * 0.96, slopeAt(start) + 0.95, start],
      [x * 0.96, slopeAt(start) + 1.03, start],
      [x * 0.96, slopeAt(end) + 1.03, end],
      [x * 0.96, slopeAt(end) + 0.95, end],
    ];
    return [
      solid([x, slopeAt(end), end + 0.4], [face(points, wall, { bothSides: true })]),
      solid([x, slopeAt(end), end], [face(rail, [86, 62, 48], { bothSides: true })]),
    ];
  });
}

function sconce(start: number, on: { palette: Palette; side: 1 | -1; scene: Scene }): readonly Shape[] {
  const x = on.side * (HALF - 0.14);
  const y = slopeAt(start) + 2.4;
  const power = Math.max(0.3, on.palette.lampPower);
  const shade = boxFaces([x, y, start], [0.2, 0.34, 0.2], on.palette.lamp).map((each) => ({ ...each, glows: 0.9 }));
  return [
    solid([x, y, start], shade),
    { kind: 'glow', at: [x, y + 0.2, start], metres: 2, color: on.palette.lamp, power: 0.7 * power },
  ];
}
