import { horizonY, project, toScreen, toView } from './camera.ts';
import { css, type Rgb } from './color.ts';
import { clipNear } from './paint-solid.ts';
import { hazed, lit } from './palette.ts';
import type { Shape } from './shapes.ts';
import { fillBands, type Stop } from './soft.ts';
import type { Stage } from './stage.ts';
import type { Vec3 } from './vec.ts';

export interface Ground {
  readonly albedo: Rgb;
  readonly lines: 'grid' | 'boards' | 'tiles' | 'none';
  /** 0 … 1: how much lamps and windows mirror in it. */
  readonly wet: number;
}

/** The floor from the horizon to the feet: its colour thickens into air with distance. */
export function paintGround(stage: Stage, ground: Ground): void {
  const { ctx, frame, camera, palette } = stage;
  const horizon = horizonY(camera);
  const bottom = frame.y + frame.height;
  if (horizon >= bottom) return;
  const color = lit(palette, ground.albedo, [0, 1, 0]);
  const stops = [0, 0.03, 0.08, 0.18, 0.42, 1].map((share): Stop => {
    const below = (bottom - horizon) * share;
    return [horizon + below, css(hazed(palette, color, (camera.focal * camera.eye[1]) / Math.max(0.001, below)))];
  });
  fillBands(ctx, frame, stops);
  if (ground.lines !== 'none') paintLines(stage, ground.lines);
}

const LINE_STEPS = { grid: [2, 2], boards: [0.5, 100], tiles: [1, 1] } as const;

/** A grid of metres, as on a stage floor; it makes every camera move readable. */
function paintLines(stage: Stage, lines: 'grid' | 'boards' | 'tiles'): void {
  const { ctx, camera, palette, frame } = stage;
  const horizon = horizonY(camera);
  const [stepX, stepZ] = LINE_STEPS[lines];
  const [eyeX, , eyeZ] = camera.eye;
  const reach = 26;
  const fade = ctx.createLinearGradient(0, horizon, 0, frame.y + frame.height);
  fade.addColorStop(0, css(palette.grid, 0));
  fade.addColorStop(1, css(palette.grid, lines === 'grid' ? 0.17 : 0.13));
  ctx.strokeStyle = fade;
  ctx.lineWidth = frame.height / 600;
  ctx.beginPath();
  const side = Math.min(reach, stepX * 16);
  for (let x = Math.ceil((eyeX - side) / stepX) * stepX; x <= eyeX + side; x += stepX) {
    traceLine(stage, [x, 0, eyeZ - 2], [x, 0, eyeZ + reach]);
  }
  for (let z = Math.ceil((eyeZ - 2) / stepZ) * stepZ; z <= eyeZ + reach; z += stepZ) {
    traceLine(stage, [eyeX - reach, 0, z], [eyeX + reach, 0, z]);
  }
  ctx.stroke();
}

function traceLine(stage: Stage, from: Vec3, to: Vec3): void {
  const [a, b] = clipNear([toView(stage.camera, from), toView(stage.camera, to)]);
  if (a === undefined || b === undefined) return;
  stage.ctx.moveTo(...toScreen(stage.camera, a));
  stage.ctx.lineTo(...toScreen(stage.camera, b));
}

/** Lamps and signs stand on their heads in a wet street. */
export function paintReflections(stage: Stage, glows: readonly Extract<Shape, { kind: 'glow' }>[], wet: number): void {
  const { ctx } = stage;
  ctx.save();
  ctx.globalCompositeOperation = 'lighter';
  for (const glow of glows) {
    const foot = project(stage.camera, [glow.at[0], 0, glow.at[2]]);
    const mirrored = project(stage.camera, [glow.at[0], -glow.at[1], glow.at[2]]);
    if (foot === null || mirrored === null) continue;
    const half = Math.max(1.5, Math.min(glow.metres, 1) * 0.24 * foot.scale);
    const end = mirrored.y + (mirrored.y - foot.y) * 0.5;
    const bright = css(glow.color, Math.min(0.42, glow.power * wet * 0.55));
    const faint = css(glow.color, 0);
    const middle = foot.y + (end - foot.y) * 0.55;
    for (const share of [1, 0.45]) {
      const streak = { x: foot.x - half * share, width: half * 2 * share };
      fillBands(ctx, streak, [
        [foot.y, faint],
        [middle, bright],
        [end, faint],
      ]);
    }
  }
  ctx.restore();
}
