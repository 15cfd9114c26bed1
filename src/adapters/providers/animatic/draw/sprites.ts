import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { between, type Dice, makeDice } from '../scene/dice.ts';
import { project } from './camera.ts';
import { css, mixRgb, type Rgb, scaleRgb } from './color.ts';
import { hazed, lit, type Palette } from './palette.ts';
import type { Shape, SpriteName } from './shapes.ts';
import type { Stage } from './stage.ts';

type Sprite = Extract<Shape, { kind: 'sprite' }>;

const SIDE = 320;
const AIR_STEPS = 9;
/** Depth in haze lengths that the last step of air stands for. */
const AIR_REACH = 2.4;

/** The part of the page that has ink on it, as shares: clear pixels cost as much to copy as full ones. */
const INK: Readonly<Record<SpriteName, readonly [left: number, top: number, width: number, height: number]>> = {
  tree: [0.1, 0.04, 0.8, 0.96],
  pine: [0.2, 0, 0.6, 1],
  bush: [0.02, 0.42, 0.96, 0.58],
  rock: [0.04, 0.4, 0.94, 0.6],
  cactus: [0.24, 0.08, 0.52, 0.92],
  grass: [0, 0.24, 1, 0.76],
};

/** Plants and rocks are drawn once a variant and step of air, then only scaled. */
export interface SpriteBook {
  readonly paint: (stage: Stage, sprite: Sprite) => void;
}

export function makeSpriteBook(seed: number): SpriteBook {
  const pages = new Map<string, Canvas>();
  return {
    paint(stage, sprite) {
      const seen = project(stage.camera, sprite.at);
      if (seen === null) return;
      const side = sprite.metres * seen.scale;
      const { frame } = stage;
      if (seen.x + side / 2 < frame.x || seen.x - side / 2 > frame.x + frame.width || side < 1.5) return;
      const step = Math.min(AIR_STEPS, Math.round(((seen.depth / stage.palette.hazeMetres) * AIR_STEPS) / AIR_REACH));
      const key = `${sprite.sprite} ${sprite.variant} ${step} ${sprite.albedo.join(',')}`;
      const page = pages.get(key) ?? drawPage(stage.palette, sprite, { step, seed });
      pages.set(key, page);
      const [left, top, width, height] = INK[sprite.sprite];
      stage.ctx.drawImage(
        page,
        left * SIDE,
        top * SIDE,
        width * SIDE,
        height * SIDE,
        seen.x + (left - 0.5) * side,
        seen.y + (top - 0.985) * side,
        width * side,
        height * side,
      );
    },
  };
}

interface Brush {
  readonly ctx: SKRSContext2D;
  readonly dice: Dice;
  /** −1 … 1: from shade to light. */
  readonly tone: (share: number) => string;
  readonly bark: string;
}

function drawPage(palette: Palette, sprite: Sprite, page: { step: number; seed: number }): Canvas {
  const canvas = createCanvas(SIDE, SIDE);
  const ctx = canvas.getContext('2d');
  const depth = (page.step * AIR_REACH * palette.hazeMetres) / AIR_STEPS;
  const light = lit(palette, sprite.albedo, palette.keyFrom);
  const shade = scaleRgb(lit(palette, sprite.albedo, [0, -0.6, 0]), 0.62);
  const air = (color: Rgb): string => css(hazed(palette, color, depth));
  DRAWERS[sprite.sprite]({
    ctx,
    dice: makeDice(page.seed, `sprite ${sprite.sprite} ${sprite.variant}`),
    tone: (share) => air(mixRgb(shade, light, (share + 1) / 2)),
    bark: air(scaleRgb(lit(palette, [92, 74, 60], [0, 0, -1]), 0.7)),
  });
  return canvas;
}

const DRAWERS: Readonly<Record<SpriteName, (brush: Brush) => void>> = {
  tree(brush) {
    const { ctx, dice } = brush;
    trunk(brush, 0.06, 0.5);
    // Clumps of leaves around three boughs, the lit ones last and higher.
    const boughs = [-0.17, 0.02, 0.18].map((x) => ({ x: 0.5 + x, y: between(dice, 0.3, 0.42) - Math.abs(x) * 0.1 }));
    for (let layer = 0; layer < 5; layer += 1) {
      for (let blob = 0; blob < 27; blob += 1) {
        const bough = boughs[blob % 3] ?? { x: 0.5, y: 0.36 };
        const angle = between(dice, 0, Math.PI * 2);
        const reach = Math.sqrt(dice()) * 0.17;
        const x = bough.x + Math.cos(angle) * reach + layer * 0.008;
        const y = bough.y + Math.sin(angle) * reach * 0.78 - layer * 0.017;
        ctx.fillStyle = brush.tone(-0.98 + layer * 0.34 + (0.36 - y) * 1.5 + between(dice, -0.12, 0.12));
        circle(ctx, x, y, between(dice, 0.028, 0.06) * (1.15 - layer * 0.1));
      }
    }
  },
  pine(brush) {
    const { ctx, dice } = brush;
    trunk(brush, 0.035, 0.3);
    const tiers = 9;
    for (let tier = tiers; tier >= 0; tier -= 1) {
      const y = 0.06 + (tier / tiers) * 0.76;
      const half = (0.035 + (tier / tiers) * 0.21) * between(dice, 0.85, 1.1);
      for (const [from, to, share] of [
        [-1, 1, -0.9],
        [-0.1, 0.9, -0.25],
      ] as const) {
        ctx.fillStyle = brush.tone(share + (1 - tier / tiers) * 0.35);
        ctx.beginPath();
        ctx.moveTo(0.5 * SIDE, (y - 0.07) * SIDE);
        ctx.lineTo((0.5 + half * to) * SIDE, (y + 0.085) * SIDE);
        ctx.quadraticCurveTo(0.5 * SIDE, (y + 0.05) * SIDE, (0.5 + half * from) * SIDE, (y + 0.085) * SIDE);
        ctx.fill();
      }
    }
  },
  bush(brush) {
    const { ctx, dice } = brush;
    for (let layer = 0; layer < 4; layer += 1) {
      for (let blob = 0; blob < 24; blob += 1) {
        const x = between(dice, 0.12, 0.88);
        const tall = 0.4 * Math.sin(x * Math.PI);
        const y = 0.97 - between(dice, 0, tall) - layer * 0.018;
        ctx.fillStyle = brush.tone(-0.95 + layer * 0.4 + (0.9 - y) + between(dice, -0.12, 0.12));
        circle(ctx, x, y, between(dice, 0.028, 0.058) * (1.1 - layer * 0.1));
      }
    }
  },
  grass(brush) {
    const { ctx, dice } = brush;
    for (let blade = 0; blade < 26; blade += 1) {
      const x = between(dice, 0.2, 0.8);
      const lean = between(dice, -0.16, 0.16);
      const tall = between(dice, 0.25, 0.7) * (1 - Math.abs(x - 0.5));
      ctx.fillStyle = brush.tone(between(dice, -0.8, 0.7));
      ctx.beginPath();
      ctx.moveTo((x - 0.012) * SIDE, SIDE);
      ctx.quadraticCurveTo(x * SIDE, (1 - tall * 0.6) * SIDE, (x + lean) * SIDE, (1 - tall) * SIDE);
      ctx.quadraticCurveTo((x + 0.02) * SIDE, (1 - tall * 0.5) * SIDE, (x + 0.014) * SIDE, SIDE);
      ctx.fill();
    }
  },
  rock(brush) {
    const { ctx, dice } = brush;
    const top = between(dice, 0.45, 0.62);
    const peak = between(dice, 0.38, 0.62);
    polygon(brush, -0.7, [
      [0.06, 1],
      [0.14, 0.78],
      [peak - 0.18, top + 0.06],
      [peak, top],
      [0.8, 0.72],
      [0.95, 1],
    ]);
    polygon(brush, 0.35, [
      [0.14, 0.78],
      [peak - 0.18, top + 0.06],
      [peak, top],
      [peak + 0.06, 0.74],
      [0.36, 0.84],
    ]);
    polygon(brush, -0.15, [
      [0.14, 0.78],
      [0.36, 0.84],
      [0.42, 1],
      [0.06, 1],
    ]);
    ctx.globalAlpha = 1;
  },
  cactus(brush) {
    const { ctx, dice } = brush;
    ctx.lineCap = 'round';
    const arm = between(dice, 0.5, 0.62);
    for (const [share, shift, wide] of [
      [-0.6, 0, 1],
      [0.3, 0.014, 0.45],
    ] as const) {
      ctx.strokeStyle = brush.tone(share);
      ctx.lineJoin = 'round';
      ctx.lineWidth = 0.085 * wide * SIDE;
      stroke(ctx, [
        [0.5 + shift, 1],
        [0.5 + shift, 0.16],
      ]);
      ctx.lineWidth = 0.06 * wide * SIDE;
      stroke(ctx, [
        [0.5 + shift, arm],
        [0.3 + shift, arm],
        [0.3 + shift, arm - 0.2],
      ]);
      stroke(ctx, [
        [0.5 + shift, arm + 0.12],
        [0.69 + shift, arm + 0.12],
        [0.69 + shift, arm - 0.14],
      ]);
    }
  },
};

function trunk(brush: Brush, half: number, top: number): void {
  brush.ctx.fillStyle = brush.bark;
  brush.ctx.beginPath();
  brush.ctx.moveTo((0.5 - half) * SIDE, SIDE);
  brush.ctx.quadraticCurveTo((0.5 - half * 0.5) * SIDE, 0.8 * SIDE, (0.5 - half * 0.35) * SIDE, top * SIDE);
  brush.ctx.lineTo((0.5 + half * 0.35) * SIDE, top * SIDE);
  brush.ctx.quadraticCurveTo((0.5 + half * 0.5) * SIDE, 0.8 * SIDE, (0.5 + half) * SIDE, SIDE);
  brush.ctx.fill();
}

function circle(ctx: SKRSContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x * SIDE, y * SIDE, radius * SIDE, 0, Math.PI * 2);
  ctx.fill();
}

function polygon(brush: Brush, share: number, points: readonly (readonly [number, number])[]): void {
  brush.ctx.fillStyle = brush.tone(share);
  brush.ctx.beginPath();
  for (const [x, y] of points) brush.ctx.lineTo(x * SIDE, y * SIDE);
  brush.ctx.closePath();
  brush.ctx.fill();
}

function stroke(ctx: SKRSContext2D, points: readonly (readonly [number, number])[]): void {
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x * SIDE, y * SIDE);
  ctx.stroke();
}
