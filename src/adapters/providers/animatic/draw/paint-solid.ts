import { NEAR, toScreen, toView } from './camera.ts';
import { css, mixRgb, type Rgb } from './color.ts';
import { hazed, lit } from './palette.ts';
import type { Face, Shape } from './shapes.ts';
import type { Stage } from './stage.ts';
import { dot, mix, subtract, type Vec3 } from './vec.ts';

type Solid = Extract<Shape, { kind: 'solid' }>;

/** Far faces first, those that look away left out. */
export function paintSolid(stage: Stage, shape: Solid): void {
  const seen: {
    readonly face: Face;
    readonly view: readonly Vec3[];
    readonly away: number;
    readonly flips: boolean;
  }[] = [];
  for (const face of shape.faces) {
    const [corner] = face.points;
    if (corner === undefined) continue;
    const looksAway = dot(face.normal, subtract(corner, stage.camera.eye)) >= 0;
    if (looksAway && !face.bothSides) continue;
    const view = clipNear(face.points.map((point) => toView(stage.camera, point)));
    if (view.length < 3) continue;
    const away = view.reduce((sum, point) => sum + point[2], 0) / view.length;
    seen.push({ face, view, away, flips: looksAway });
  }
  seen.sort((a, b) => b.away - a.away);
  for (const { face, view, flips } of seen) fillFace(stage, face, { view, flips });
}

function fillFace(stage: Stage, face: Face, seen: { view: readonly Vec3[]; flips: boolean }): void {
  const { ctx, camera } = stage;
  const polygons = [seen.view, ...face.more.map((points) => clipNear(points.map((point) => toView(camera, point))))]
    .map((view) => view.map((point) => toScreen(camera, point)))
    .filter((points) => points.length > 2 && touchesFrame(stage, points));
  if (polygons.length === 0) return;
  const normal: Vec3 = seen.flips ? [-face.normal[0], -face.normal[1], -face.normal[2]] : face.normal;
  const dull = lit(stage.palette, face.albedo, normal);
  const color = face.glows > 0 ? mixRgb(dull, face.albedo, face.glows) : dull;
  // What shines pierces the air.
  ctx.fillStyle = airPaint(stage, { color, air: 1 - 0.65 * face.glows }, seen.view);
  ctx.beginPath();
  for (const points of polygons) trace(stage, points);
  ctx.fill();
}

/** Grown by half a pixel, which closes the seams that antialiasing leaves between neighbours. */
function trace({ ctx }: Stage, points: readonly (readonly [number, number])[]): void {
  const x = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const y = points.reduce((sum, point) => sum + point[1], 0) / points.length;
  for (const [index, point] of points.entries()) {
    const grow = 0.55 / Math.max(1, Math.hypot(point[0] - x, point[1] - y));
    const px = point[0] + (point[0] - x) * grow;
    const py = point[1] + (point[1] - y) * grow;
    if (index === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  }
  ctx.closePath();
}

/** One colour where the face is about as far all over, else the air thickening along its depth. */
function airPaint(stage: Stage, paint: { color: Rgb; air: number }, view: readonly Vec3[]) {
  let near = view[0] ?? ORIGIN;
  let far = near;
  for (const point of view) {
    if (point[2] < near[2]) near = point;
    if (point[2] > far[2]) far = point;
  }
  const shade = (depth: number) => css(hazed(stage.palette, paint.color, depth * paint.air));
  if (far[2] - near[2] < 0.45 * near[2] + 0.5) return shade((near[2] + far[2]) / 2);
  const [x1, y1] = toScreen(stage.camera, near);
  const [x2, y2] = toScreen(stage.camera, far);
  // Two stops only (soft.ts); from edge to edge, so that neighbours meet in the same colour.
  const gradient = stage.ctx.createLinearGradient(x1, y1, x2, y2);
  gradient.addColorStop(0, shade(near[2]));
  gradient.addColorStop(1, shade(far[2]));
  return gradient;
}

function touchesFrame(stage: Stage, points: readonly (readonly [number, number])[]): boolean {
  const { x, y, width, height } = stage.frame;
  return (
    points.some((point) => point[0] > x) &&
    points.some((point) => point[0] < x + width) &&
    points.some((point) => point[1] > y) &&
    points.some((point) => point[1] < y + height)
  );
}

export function clipNear(points: readonly Vec3[]): readonly Vec3[] {
  if (points.every((point) => point[2] >= NEAR)) return points;
  const kept: Vec3[] = [];
  for (const [index, point] of points.entries()) {
    const next = points[(index + 1) % points.length] ?? point;
    if (point[2] >= NEAR) kept.push(point);
    if (point[2] >= NEAR !== next[2] >= NEAR) {
      const share = (NEAR - point[2]) / (next[2] - point[2]);
      kept.push([mix(point[0], next[0], share), mix(point[1], next[1], share), NEAR]);
    }
  }
  return kept;
}

const ORIGIN: Vec3 = [0, 0, 1];
