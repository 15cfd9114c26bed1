import type { Limb } from './body.ts';
import { project } from './camera.ts';
import { css, mixRgb, type Rgb, scaleRgb } from './color.ts';
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

interface Ball {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly depth: number;
}

/** Rounded limbs, each shaded across from the light's rim to the shade, the farthest first. */
export function paintFigure(stage: Stage, placed: Placed): void {
  const limbs = placed.limbs
    .map((limb) => ({ albedo: limb.albedo, ends: toBalls(stage, placed, limb) }))
    .sort((a, b) => (b.ends?.depth ?? 0) - (a.ends?.depth ?? 0));
  const tones = new Map<Rgb, Tones>();
  for (const { albedo, ends } of limbs) {
    if (ends === null) continue;
    const tone = tones.get(albedo) ?? makeTones(stage, albedo, ends.depth);
    tones.set(albedo, tone);
    paintLimb(stage, ends.from, ends.to, tone);
  }
}

function toBalls(stage: Stage, placed: Placed, limb: Limb): { from: Ball; to: Ball; depth: number } | null {
  const from = toBall(stage, placed, limb.from, limb.fromRadius);
  const to = toBall(stage, placed, limb.to, limb.toRadius);
  return from === null || to === null ? null : { from, to, depth: (from.depth + to.depth) / 2 };
}

function toBall(stage: Stage, placed: Placed, joint: Vec3, radius: number): Ball | null {
  const seen = project(stage.camera, toWorld(placed, joint));
  if (seen === null) return null;
  return { x: seen.x, y: seen.y, radius: radius * placed.size * seen.scale, depth: seen.depth };
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

function paintLimb(stage: Stage, from: Ball, to: Ball, tones: Tones): void {
  const { ctx, palette } = stage;
  const along = Math.atan2(to.y - from.y, to.x - from.x);
  const radius = Math.max(from.radius, to.radius);
  if (radius < 0.25) return;
  // Across the limb, towards where the light stands on the screen; a limb that points at it is lit from above.
  let acrossX = -Math.sin(along);
  let acrossY = Math.cos(along);
  const towards = acrossX * palette.keyFrom[0] * 1.4 - acrossY * palette.keyFrom[1];
  if (towards < 0) [acrossX, acrossY] = [-acrossX, -acrossY];
  const x = (from.x + to.x) / 2;
  const y = (from.y + to.y) / 2;
  const paint = ctx.createLinearGradient(
    x + acrossX * radius,
    y + acrossY * radius,
    x - acrossX * radius,
    y - acrossY * radius,
  );
  const rim = clamp(2.4 / radius, 0.07, 0.22);
  paint.addColorStop(0, tones.rim);
  paint.addColorStop(rim, tones.rim);
  paint.addColorStop(rim + 0.1, tones.light);
  paint.addColorStop(0.58, tones.middle);
  paint.addColorStop(1, tones.shade);
  ctx.fillStyle = paint;
  ctx.beginPath();
  traceLimb(stage, from, to);
  ctx.fill();
}

/** Two half circles and the tangents between them, always the same way round, so that overlaps stay filled. */
function traceLimb({ ctx }: Stage, from: Ball, to: Ball): void {
  const gap = Math.hypot(to.x - from.x, to.y - from.y);
  if (gap <= Math.abs(from.radius - to.radius)) {
    const big = from.radius > to.radius ? from : to;
    ctx.moveTo(big.x + big.radius, big.y);
    ctx.arc(big.x, big.y, big.radius, 0, Math.PI * 2);
    return;
  }
  const along = Math.atan2(to.y - from.y, to.x - from.x);
  const open = Math.acos(clamp((from.radius - to.radius) / gap, -1, 1));
  ctx.moveTo(from.x + from.radius * Math.cos(along + open), from.y + from.radius * Math.sin(along + open));
  ctx.arc(from.x, from.y, from.radius, along + open, along - open + Math.PI * 2);
  ctx.arc(to.x, to.y, to.radius, along - open, along + open);
  ctx.closePath();
}

/** The figure laid on the floor along the light, and the dark spot under its feet. */
export function paintShadow(stage: Stage, placed: Placed): void {
  const { ctx, palette } = stage;
  const foot = project(stage.camera, placed.at);
  if (foot === null) return;
  ctx.fillStyle = css(NIGHT, palette.shadow * 0.8);
  ctx.beginPath();
  for (const limb of placed.limbs) {
    const from = onFloor(stage, placed, { joint: limb.from, radius: limb.fromRadius });
    const to = onFloor(stage, placed, { joint: limb.to, radius: limb.toRadius });
    if (from !== null && to !== null) traceLimb(stage, from, to);
  }
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

function onFloor(stage: Stage, placed: Placed, part: { joint: Vec3; radius: number }): Ball | null {
  const [x, y, z] = toWorld(placed, part.joint);
  const [lx, ly, lz] = stage.palette.keyFrom;
  const up = y - placed.at[1];
  const reach = up / Math.max(ly, 0.32);
  const seen = project(stage.camera, [x - lx * reach, placed.at[1], z - lz * reach]);
  if (seen === null) return null;
  return { x: seen.x, y: seen.y, radius: part.radius * placed.size * seen.scale * 0.5, depth: seen.depth };
}

const NIGHT: Rgb = [6, 8, 16];
