import { LABEL_FONT, legible } from '../fonts.ts';
import { project } from './camera.ts';
import { css, type Rgb } from './color.ts';
import type { Stage } from './stage.ts';
import { clamp, type Vec3 } from './vec.ts';

export interface Label {
  readonly text: string;
  /** The top of the head that it names. */
  readonly at: Vec3;
  readonly accent: Rgb;
}

/** Names over heads, on a short line; nearer ones over farther ones, moved up where two would cover each other. */
export function paintLabels(stage: Stage, labels: readonly Label[], unit: number): void {
  const { ctx, frame } = stage;
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const seen = labels
    .map((label) => ({ label, spot: project(stage.camera, label.at) }))
    .filter((one) => one.spot !== null && one.spot.x > frame.x - 40 && one.spot.x < frame.x + frame.width + 40)
    .sort((a, b) => (a.spot?.depth ?? 0) - (b.spot?.depth ?? 0));
  ctx.font = `${Math.round(unit * 0.92)}px ${LABEL_FONT}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { label, spot } of seen) {
    if (spot === null) continue;
    const text = legible(label.text).slice(0, 28);
    const width = ctx.measureText(text).width + unit * 1.5;
    const height = unit * 1.5;
    const left = clamp(spot.x - width / 2, frame.x + unit * 0.5, frame.x + frame.width - width - unit * 0.5);
    let top = clamp(spot.y - unit * 2.5, frame.y + unit * 2.6, frame.y + frame.height - unit * 5);
    while (
      taken.some((box) => left < box.right && left + width > box.left && top < box.bottom && top + height > box.top)
    )
      top -= height * 1.12;
    taken.push({ left, right: left + width, top, bottom: top + height });
    paintLabel(stage, { text, left, top, width, height, accent: label.accent }, { x: spot.x, y: spot.y });
  }
}

function paintLabel(
  stage: Stage,
  tag: { text: string; left: number; top: number; width: number; height: number; accent: Rgb },
  head: { x: number; y: number },
): void {
  const { ctx } = stage;
  const { left, top, width, height } = tag;
  const pad = height * 0.34;
  ctx.strokeStyle = css(tag.accent, 0.85);
  ctx.lineWidth = Math.max(1, height * 0.06);
  if (head.y > top + height) {
    ctx.beginPath();
    ctx.moveTo(clamp(head.x, left + pad, left + width - pad), top + height);
    ctx.lineTo(head.x, head.y - height * 0.08);
    ctx.stroke();
  }
  ctx.fillStyle = 'rgba(10,12,18,0.66)';
  ctx.beginPath();
  ctx.roundRect(left, top, width, height, height * 0.26);
  ctx.fill();
  ctx.fillStyle = css(tag.accent);
  ctx.beginPath();
  ctx.arc(left + pad * 1.15, top + height / 2, height * 0.13, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = 'rgba(250,250,246,0.96)';
  ctx.fillText(tag.text, left + pad * 1.9, top + height * 0.53);
}
