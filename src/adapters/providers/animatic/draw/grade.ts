import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { makeDice } from '../scene/dice.ts';
import type { Frame } from './camera.ts';

/**
 * The last pass, painted once and laid over every frame: darker corners, a fine grain against banding, the black of the
 * matte, and whatever else stands still.
 */
export function makeGrade(
  size: { width: number; height: number },
  frame: Frame,
  paintStill: (ctx: SKRSContext2D) => void,
): (ctx: SKRSContext2D) => void {
  const overlay = createCanvas(size.width, size.height);
  const ctx = overlay.getContext('2d');
  const { x, y, width, height } = frame;
  const reach = Math.hypot(width, height) / 2;
  const corners = ctx.createRadialGradient(
    x + width / 2,
    y + height * 0.48,
    reach * 0.55,
    x + width / 2,
    y + height / 2,
    reach * 1.06,
  );
  corners.addColorStop(0, 'rgba(4,5,12,0)');
  corners.addColorStop(1, 'rgba(4,5,12,0.4)');
  ctx.fillStyle = corners;
  ctx.fillRect(x, y, width, height);
  ctx.globalAlpha = 0.028;
  const grain = ctx.createPattern(makeGrain(), 'repeat');
  if (grain !== null) ctx.fillStyle = grain;
  ctx.fillRect(x, y, width, height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = '#000';
  ctx.fillRect(0, 0, size.width, y);
  ctx.fillRect(0, y + height, size.width, size.height - y - height);
  ctx.fillRect(0, 0, x, size.height);
  ctx.fillRect(x + width, 0, size.width - x - width, size.height);
  paintStill(ctx);
  return (target) => target.drawImage(overlay, 0, 0);
}

function makeGrain() {
  const side = 192;
  const canvas = createCanvas(side, side);
  const ctx = canvas.getContext('2d');
  const image = ctx.createImageData(side, side);
  const dice = makeDice(24, 'grain');
  for (let at = 0; at < image.data.length; at += 4) {
    const value = dice() < 0.5 ? 0 : 255;
    image.data[at] = value;
    image.data[at + 1] = value;
    image.data[at + 2] = value;
    image.data[at + 3] = 255;
  }
  ctx.putImageData(image, 0, 0);
  return canvas;
}
