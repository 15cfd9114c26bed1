import type { SKRSContext2D } from '@napi-rs/canvas';

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

type Point = readonly [number, number];

const makeRound = (steps: number): readonly Point[] =>
  Array.from({ length: steps }, (_, step): Point => {
    const angle = (step / steps) * Math.PI * 2;
    return [Math.cos(angle), Math.sin(angle)];
  });

/** Corners that a circle of a few pixels, and one that fills the picture, needs to look round. */
const SMALL = makeRound(10);
const MIDDLE = makeRound(20);
const LARGE = makeRound(44);
const roundOf = (radius: number): readonly Point[] => (radius < 7 ? SMALL : radius < 30 ? MIDDLE : LARGE);

/**
 * Adds the outline of a string pulled tight around the circles to the path. Always the same way round, so that
 * overlapping outlines of one path fill together.
 */
export function traceHull(ctx: SKRSContext2D, circles: readonly Circle[]): void {
  const [one, other, more] = circles;
  if (one !== undefined && other !== undefined && more === undefined) {
    tracePair(ctx, one, other);
    return;
  }
  const points = circles.flatMap(({ x, y, radius }) =>
    roundOf(radius).map(([dx, dy]): Point => [x + dx * radius, y + dy * radius]),
  );
  if (points.length === 0) return;
  for (const [index, [x, y]] of convexHull(points).entries()) index === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  ctx.closePath();
}

/** Two arcs do what fifty lines would: most limbs are pairs. */
function tracePair(ctx: SKRSContext2D, one: Circle, other: Circle): void {
  const gap = Math.hypot(other.x - one.x, other.y - one.y);
  if (gap <= Math.abs(one.radius - other.radius)) {
    const big = one.radius > other.radius ? one : other;
    ctx.moveTo(big.x + big.radius, big.y);
    ctx.arc(big.x, big.y, big.radius, 0, Math.PI * 2);
    return;
  }
  const along = Math.atan2(other.y - one.y, other.x - one.x);
  const open = Math.acos((one.radius - other.radius) / gap);
  ctx.moveTo(one.x + one.radius * Math.cos(along + open), one.y + one.radius * Math.sin(along + open));
  ctx.arc(one.x, one.y, one.radius, along + open, along - open + Math.PI * 2);
  ctx.arc(other.x, other.y, other.radius, along - open, along + open);
  ctx.closePath();
}

/** Andrew's monotone chain. */
function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

function halfHull(sorted: readonly Point[]): readonly Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (hull.length > 1 && turnsBack(hull.at(-2), hull.at(-1), point)) hull.pop();
    hull.push(point);
  }
  return hull.slice(0, -1);
}

const turnsBack = (a: Point | undefined, b: Point | undefined, c: Point): boolean =>
  a !== undefined && b !== undefined && (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0;
