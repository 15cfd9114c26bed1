import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Frame } from './camera.ts';
import { css, type Rgb } from './color.ts';

/**
 * Soft fills for the canvas's software raster: a gradient of two stops costs about as much as a plain colour, one of
 * three or more three times that. So every broad gradient here is a row of two-stop pieces.
 */
export type Stop = readonly [at: number, color: string];

/** A vertical run of colours over the frame; stops are screen heights from top to bottom. */
export function fillBands(ctx: SKRSContext2D, frame: Pick<Frame, 'x' | 'width'>, stops: readonly Stop[]): void {
  for (const [index, [from, above]] of stops.entries()) {
    const next = stops[index + 1];
    if (next === undefined || next[0] - from < 0.01) continue;
    const band = ctx.createLinearGradient(0, from, 0, next[0]);
    band.addColorStop(0, above);
    band.addColorStop(1, next[1]);
    ctx.fillStyle = band;
    // Whole pixels: two soft edges on one row would let the background through.
    const top = Math.round(from);
    ctx.fillRect(frame.x, top, frame.width, Math.round(next[0]) - top);
  }
}

export interface Halo {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly color: Rgb;
  readonly power: number;
}

/** Light added around a point: a wide faint circle and a small strong one. */
export function addHalo(ctx: SKRSContext2D, halo: Halo): void {
  ctx.save();
  // Adding (`lighter`) clips red first and turns warm light green.
  ctx.globalCompositeOperation = 'screen';
  ctx.translate(halo.x, halo.y);
  ctx.scale(1, halo.ry / halo.rx);
  for (const [reach, share] of [
    [1, 0.4],
    [0.36, 0.55],
  ] as const) {
    const radius = halo.rx * reach;
    const round = ctx.createRadialGradient(0, 0, 0, 0, 0, radius);
    round.addColorStop(0, css(halo.color, halo.power * share));
    round.addColorStop(1, css(halo.color, 0));
    ctx.fillStyle = round;
    ctx.fillRect(-radius, -radius, 2 * radius, 2 * radius);
  }
  ctx.restore();
}
