import type { Limb } from './body.ts';
import { project } from './camera.ts';
import { css, mixRgb, type Rgb, scaleRgb } from './color.ts';
import { traceHull } from './hull.ts';
import { hazed, lit } from './palette.ts';
import type { Stage } from './stage.ts';
import { add, clamp, turn, type Vec3 } from './vec.ts';

export interface Placed {
  readonly limbs: readonly Limb[];
  readonly at: Vec3;
  readonly heading: number;
  /** 1 = as tall as an adult. */
  readonly size: number;
}

/** A ball on the screen. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly depth: number;
}

/** Rounded limbs, each shaded across from the light's rim to the shade, the farthest first. */
export function paintFigure(stage: Stage, placed: Placed): void {
  const limbs = placed.limbs
    .map((limb) => {
      const spots = toSpots(stage, placed, limb);
      return { albedo: limb.albedo, spots, depth: middleDepth(spots) - limb.over };
    })
    .sort((a, b) => b.depth - a.depth);
  const tones = new Map<Rgb, Tones>();
  for (const { albedo, spots } of limbs) {
    const [first] = spots;
    if (first === undefined) continue;
    const tone = tones.get(albedo) ?? makeTones(stage, albedo, first.depth);
    tones.set(albedo, tone);
    paintLimb(stage, spots, tone);
  }
}

const middleDepth = (spots: readonly Spot[]): number =>
  spots.reduce((sum, spot) => sum + spot.depth, 0) / Math.max(1, spots.length);

/** None where a part of the limb is behind the camera. */
function toSpots(stage: Stage, placed: Placed, limb: Limb): readonly Spot[] {
  const spots: Spot[] = [];
  for (const ball of limb.balls) {
    const seen = project(stage.camera, toWorld(placed, ball.at));
    if (seen === null) return [];
    spots.push({ x: seen.x, y: seen.y, radius: ball.radius * placed.size * seen.scale, depth: seen.depth });
  }
  return spots;
}

const toWorld = (placed: Placed, joint: Vec3): Vec3 =>
  add(placed.at, turn([joint[0] * placed.size, joint[1] * placed.size, joint[2] * placed.size], placed.heading));

interface Tones {
  readonly rim: string;
  readonly light: string;
  readonly middle: string;
  readonly shade: string;
}

function makeTones(stage: Stage, albedo: Rgb, depth: number): Tones {
  const { palette } = stage;
  const side = lit(palette, albedo, [palette.keyFrom[0] * 0.8, 0.2, -0.5]);
  const shade = scaleRgb(lit(palette, albedo, [0, -0.7, 0]), 0.58);
  const light = mixRgb(side, lit(palette, albedo, palette.keyFrom), 0.55);
  const air = (color: Rgb): string => css(hazed(palette, color, depth));
  return {
    rim: air(mixRgb(light, palette.rim, 0.72)),
    light: air(light),
    middle: air(mixRgb(light, shade, 0.6)),
    shade: air(shade),
  };
}

function paintLimb(stage: Stage, spots: readonly Spot[], tones: Tones): void {
  const { ctx } = stage;
  const across = lightAcross(stage, spots);
  if (across.reach < 0.3) return;
  const { x, y, dx, dy, reach } = across;
  const paint = ctx.createLinearGradient(x + dx * reach, y + dy * reach, x - dx * reach, y - dy * reach);
  const rim = clamp(2.2 / reach, 0.06, 0.2);
  paint.addColorStop(0, tones.rim);
  paint.addColorStop(rim, tones.rim);
  paint.addColorStop(rim + 0.1, tones.light);
  paint.addColorStop(0.58, tones.middle);
  paint.addColorStop(1, tones.shade);
  ctx.fillStyle = paint;
  ctx.beginPath();
  traceHull(ctx, spots);
  ctx.fill();
}

/** The middle of the limb and the way across it to where the light stands on the screen. */
function lightAcross({ palette }: Stage, spots: readonly Spot[]) {
  const half = spots.length / 2;
  const mean = (list: readonly Spot[], axis: 'x' | 'y'): number =>
    list.reduce((sum, spot) => sum + spot[axis], 0) / list.length;
  const [top, bottom] = [spots.slice(0, half), spots.slice(half)];
  const along = Math.atan2(mean(bottom, 'y') - mean(top, 'y'), mean(bottom, 'x') - mean(top, 'x'));
  const [x, y] = [mean(spots, 'x'), mean(spots, 'y')];
  let [dx, dy] = [-Math.sin(along), Math.cos(along)];
  if (dx * palette.keyFrom[0] * 1.4 - dy * palette.keyFrom[1] < 0) [dx, dy] = [-dx, -dy];
  const reach = Math.max(...spots.map((spot) => Math.abs((spot.x - x) * dx + (spot.y - y) * dy) + spot.radius));
  return { x, y, dx, dy, reach };
}

/** The figure laid on the floor along the light, and the dark spot under its feet. */
export function paintShadow(stage: Stage, placed: Placed): void {
  const { ctx, palette } = stage;
  const foot = project(stage.camera, placed.at);
  if (foot === null) return;
  ctx.fillStyle = css(NIGHT, palette.shadow * 0.8);
  ctx.beginPath();
  for (const limb of placed.limbs) traceHull(ctx, toFloor(stage, placed, limb));
  ctx.fill();
  const width = 0.36 * placed.size * foot.scale;
  ctx.save();
  ctx.translate(foot.x, foot.y);
  ctx.scale(1, 0.22);
  const spot = ctx.createRadialGradient(0, 0, 0, 0, 0, width);
  spot.addColorStop(0, css(NIGHT, 0.5));
  spot.addColorStop(1, css(NIGHT, 0));
  ctx.fillStyle = spot;
  ctx.fillRect(-width, -width, width * 2, width * 2);
  ctx.restore();
}

function toFloor(stage: Stage, placed: Placed, limb: Limb): readonly Spot[] {
  const [lx, ly, lz] = stage.palette.keyFrom;
  const spots: Spot[] = [];
  for (const ball of limb.balls) {
    const [x, y, z] = toWorld(placed, ball.at);
    const reach = (y - placed.at[1]) / Math.max(ly, 0.32);
    const seen = project(stage.camera, [x - lx * reach, placed.at[1], z - lz * reach]);
    if (seen === null) return [];
    spots.push({ x: seen.x, y: seen.y, radius: ball.radius * placed.size * seen.scale * 0.5, depth: seen.depth });
  }
  return spots;
}

const NIGHT: Rgb = [6, 8, 16];
