import { project, toScreen, toView } from './camera.ts';
import { css } from './color.ts';
import { clipNear } from './paint-solid.ts';
import type { Shape } from './shapes.ts';
import { addHalo, type Halo } from './soft.ts';
import type { Stage } from './stage.ts';
import { clamp } from './vec.ts';

type Glow = Extract<Shape, { kind: 'glow' }>;
type Pool = Extract<Shape, { kind: 'pool' }>;
type Shaft = Extract<Shape, { kind: 'shaft' }>;

/** Light is added, never painted over. */
export function paintGlow(stage: Stage, glow: Glow): void {
  const seen = project(stage.camera, glow.at);
  if (seen === null) return;
  const power = glow.power * Math.exp(-seen.depth / (stage.palette.hazeMetres * 2));
  const radius = clamp(glow.metres * seen.scale, 2, stage.frame.width);
  addIfSeen(stage, { x: seen.x, y: seen.y, rx: radius, ry: radius, color: glow.color, power: clamp(power, 0, 0.95) });
}

/** An ellipse on the floor: as deep in metres as it is wide. */
export function paintPool(stage: Stage, pool: Pool): void {
  const { at, metres } = pool;
  const seen = project(stage.camera, at);
  const nearer = project(stage.camera, [at[0], at[1], at[2] - metres]);
  const farther = project(stage.camera, [at[0], at[1], at[2] + metres]);
  if (seen === null || nearer === null || farther === null) return;
  addIfSeen(stage, {
    x: seen.x,
    y: (nearer.y + farther.y) / 2,
    rx: metres * seen.scale,
    ry: Math.max(1, Math.abs(nearer.y - farther.y) / 2),
    color: pool.color,
    power: clamp(pool.power, 0, 0.85),
  });
}

function addIfSeen({ ctx, frame }: Stage, halo: Halo): void {
  if (halo.x + halo.rx < frame.x || halo.x - halo.rx > frame.x + frame.width) return;
  if (halo.y + halo.ry < frame.y || halo.y - halo.ry > frame.y + frame.height) return;
  if (halo.power > 0.01) addHalo(ctx, halo);
}

/** From the first edge (points 0 and 1) to the edge across (points 2 and 3). */
export function paintShaft(stage: Stage, shaft: Shaft): void {
  const { ctx, camera, palette } = stage;
  const view = clipNear(shaft.points.map((point) => toView(camera, point)));
  const points = view.map((point) => toScreen(camera, point));
  const [a, b, c, d] = points;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return;
  const gradient = ctx.createLinearGradient((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (c[0] + d[0]) / 2, (c[1] + d[1]) / 2);
  gradient.addColorStop(0, css(palette.rim, shaft.power));
  gradient.addColorStop(1, css(palette.rim, 0));
  ctx.save();
  ctx.globalCompositeOperation = 'lighter';
  ctx.fillStyle = gradient;
  ctx.beginPath();
  for (const [index, [x, y]] of points.entries()) index === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}
