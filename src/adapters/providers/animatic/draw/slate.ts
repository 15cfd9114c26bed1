import type { SKRSContext2D } from '@napi-rs/canvas';
import { LABEL_FONT, legible, MONO_FONT } from '../fonts.ts';
import type { Frame } from './camera.ts';
import { fillBands } from './soft.ts';

/** What a viewer must never doubt. */
export const NOTICE = 'Animatic, drawn locally, no AI';

export interface SlateText {
  readonly slug: string;
  readonly takeNumber: number;
  /** The scene as written. */
  readonly caption: string;
  /** `TRACKING · WIDE · NIGHT` */
  readonly reading: string;
}

export interface Slate {
  /** All but the timecode: shaping text costs more than laying a picture of it over the frame. */
  readonly paintStill: (ctx: SKRSContext2D) => void;
  readonly paintTimecode: (ctx: SKRSContext2D, frameNumber: number) => void;
}

/** Hours, minutes, seconds and frames at 24 frames a second. */
export function timecode(frameNumber: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = Math.floor(frameNumber / 24);
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}:${two(frameNumber % 24)}`;
}

/**
 * Two strips: slug, take and timecode above; the scene and what this is below. They lie in the matte where there is
 * one, else over the picture.
 */
export function makeSlate(text: SlateText, size: { width: number; height: number }, frame: Frame): Slate {
  const unit = slateUnit(size);
  const strip = Math.max(unit * 2.1, frame.y);
  const margin = Math.max(unit * 0.9, frame.x > 0 ? unit * 0.6 : 0);
  const above = strip / 2;
  return {
    paintStill(ctx) {
      paintStrips(ctx, size, { strip, inMatte: frame.y > unit * 1.8 });
      ctx.textBaseline = 'middle';
      paintHead(ctx, text, { x: margin, y: above, unit });
      paintFoot(ctx, text, { width: size.width, margin, y: size.height - strip / 2, unit });
    },
    paintTimecode(ctx, frameNumber) {
      ctx.textBaseline = 'middle';
      ctx.textAlign = 'right';
      ctx.font = `${Math.round(unit * 0.98)}px ${MONO_FONT}`;
      ctx.fillStyle = 'rgba(255,255,255,0.95)';
      ctx.fillText(timecode(frameNumber), size.width - margin, above);
    },
  };
}

/** The height of small print: follows the shorter side, so that a phone's upright picture keeps it legible. */
export const slateUnit = (size: { width: number; height: number }): number =>
  Math.max(6, Math.min(size.width * 0.036, size.height * 0.027));

function paintStrips(
  ctx: SKRSContext2D,
  size: { width: number; height: number },
  look: { strip: number; inMatte: boolean },
): void {
  if (look.inMatte) return;
  const { strip } = look;
  const { width, height } = size;
  const clear = 'rgba(6,7,10,0)';
  const half = 'rgba(6,7,10,0.5)';
  const dense = 'rgba(6,7,10,0.7)';
  fillBands(ctx, { x: 0, width }, [
    [0, dense],
    [strip * 0.85, half],
    [strip * 1.5, clear],
  ]);
  fillBands(ctx, { x: 0, width }, [
    [height - strip * 1.5, clear],
    [height - strip * 0.85, half],
    [height, dense],
  ]);
}

function paintHead(ctx: SKRSContext2D, text: SlateText, at: { x: number; y: number; unit: number }): void {
  const { unit } = at;
  ctx.textAlign = 'left';
  ctx.font = `${Math.round(unit * 1.12)}px ${LABEL_FONT}`;
  ctx.fillStyle = 'rgba(255,255,255,0.97)';
  const slug = shorten(ctx, legible(text.slug), unit * 11);
  ctx.fillText(slug, at.x, at.y);
  const after = at.x + ctx.measureText(slug).width + unit * 0.7;
  const take = `TAKE ${text.takeNumber}`;
  ctx.font = `${Math.round(unit * 0.86)}px ${LABEL_FONT}`;
  const width = ctx.measureText(take).width + unit * 0.9;
  ctx.fillStyle = 'rgba(245,190,72,0.95)';
  ctx.beginPath();
  ctx.roundRect(after, at.y - unit * 0.68, width, unit * 1.36, unit * 0.24);
  ctx.fill();
  ctx.fillStyle = 'rgba(20,16,8,0.96)';
  ctx.fillText(take, after + unit * 0.45, at.y + unit * 0.03);
}

function paintFoot(
  ctx: SKRSContext2D,
  text: SlateText,
  at: { width: number; margin: number; y: number; unit: number },
): void {
  const { width, margin, y, unit } = at;
  const upright = width < unit * 34;
  ctx.font = `${Math.round(unit * 0.86)}px ${LABEL_FONT}`;
  ctx.textAlign = 'right';
  ctx.fillStyle = 'rgba(245,190,72,0.95)';
  ctx.fillText(NOTICE, width - margin, y);
  const room = width - margin * 2 - ctx.measureText(NOTICE).width - unit * 1.2;
  ctx.textAlign = 'left';
  ctx.fillStyle = 'rgba(255,255,255,0.62)';
  const reading = shorten(ctx, text.reading, room);
  ctx.fillText(reading, margin, y);
  const used = ctx.measureText(reading).width + unit * 0.8;
  ctx.fillStyle = 'rgba(255,255,255,0.88)';
  if (!upright) ctx.fillText(shorten(ctx, legible(text.caption), room - used), margin + used, y);
  else ctx.fillText(shorten(ctx, legible(text.caption), width - margin * 2), margin, y - unit * 1.5);
}

/** Cut at the last sign that fits, with an ellipsis. */
function shorten(ctx: SKRSContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  const signs = [...text.slice(0, 200)];
  while (signs.length > 0 && ctx.measureText(`${signs.join('')}…`).width > room) signs.pop();
  return signs.length === 0 ? '' : `${signs.join('').trimEnd()}…`;
}
