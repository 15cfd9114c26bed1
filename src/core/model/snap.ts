import type { Size } from '../command/brief.ts';
import { type Ratio, ratioValue } from '../take/ratio.ts';
import type { Model, SecondsRule, SizeRule } from './model.ts';
import type { Quote } from './quote.ts';

/** What stands in for a wish: itself, or the nearest that the model does. `above` is the next larger one not taken. */
export interface Snapped<Value> {
  readonly value: Value;
  readonly exact: boolean;
  readonly above: Value | null;
}

/** Two shapes count as one within this factor: 1280×544 is scope, 832×480 is 16:9, 1.85 (4 % off) is not. */
const SAME_SHAPE = 1.03;

/** Ties and price rises go down; so does everything nobody asked for. */
export function snapSeconds(
  rule: SecondsRule,
  wanted: number,
  price: (seconds: number) => Quote,
  mayRise: 'may-rise' | 'never-rises',
): Snapped<number> {
  const [below, above] = rule.kind === 'list' ? around(rule.values, wanted) : aroundStep(rule, wanted);
  return choose({ below, above, wanted, measure: (seconds) => seconds, price, mayRise });
}

export function snapSize(
  rule: SizeRule,
  wanted: { readonly size: Size; readonly ratio: Ratio },
  price: (size: Size) => Quote,
  mayRise: 'may-rise' | 'never-rises',
): Snapped<Size> {
  const { size } = wanted;
  if (rule.kind === 'any') {
    const value = fitSides(rule, size);
    return { value, exact: value.width === size.width && value.height === size.height, above: null };
  }
  const shaped = rule.values.filter((known) => isShape(known, wanted.ratio));
  const sizes = [...(shaped.length > 0 ? shaped : rule.values)].sort((a, b) => areaOf(a) - areaOf(b));
  const same = sizes.find((known) => known.width === size.width && known.height === size.height);
  if (same !== undefined) return { value: same, exact: true, above: null };
  const below = sizes.findLast((known) => areaOf(known) <= areaOf(size)) ?? null;
  const above = sizes.find((known) => areaOf(known) > areaOf(size)) ?? null;
  return { ...choose({ below, above, wanted: size, measure: areaOf, price, mayRise }), exact: false };
}

/** The model's own shape that keeps most of the picture once it is matted to the wanted one; of two, the wider. */
export function snapRatio(ratios: Model['ratios'], wanted: Ratio): Ratio {
  if (ratios === 'any' || ratios.includes(wanted)) return wanted;
  const kept = (ratio: Ratio): number =>
    Math.min(ratioValue(ratio), ratioValue(wanted)) / Math.max(ratioValue(ratio), ratioValue(wanted));
  const [best] = [...ratios].sort((a, b) => {
    const gain = kept(b) - kept(a);
    return Math.abs(gain) > 1e-9 ? gain : ratioValue(b) - ratioValue(a);
  });
  return best ?? wanted;
}

export function isShape(size: Size, ratio: Ratio, within = SAME_SHAPE): boolean {
  const factor = size.width / size.height / ratioValue(ratio);
  return factor < within && factor > 1 / within;
}

interface Choice<Value> {
  readonly below: Value | null;
  readonly above: Value | null;
  readonly wanted: Value;
  readonly measure: (value: Value) => number;
  readonly price: (value: Value) => Quote;
  readonly mayRise: 'may-rise' | 'never-rises';
}

function choose<Value>({ below, above, wanted, measure, price, mayRise }: Choice<Value>): Snapped<Value> {
  const size = measure(wanted);
  if (below === null) return { value: above ?? wanted, exact: above === null, above: null };
  if (above === null || measure(below) === size) return { value: below, exact: measure(below) === size, above: null };
  const nearer = measure(above) - size < size - measure(below);
  const rises = mayRise === 'never-rises' || !nearer || isDearer(price(above), price(below));
  return rises ? { value: below, exact: false, above } : { value: above, exact: false, above: null };
}

/** An unknown price counts as a rise. */
const isDearer = (one: Quote, other: Quote): boolean =>
  one.kind === 'unpriced' || other.kind === 'unpriced' || one.micros > other.micros;

const around = (values: readonly number[], wanted: number): readonly [number | null, number | null] => [
  values.findLast((value) => value <= wanted) ?? null,
  values.find((value) => value > wanted) ?? null,
];

function aroundStep(
  { min, max, step }: { readonly min: number; readonly max: number; readonly step: number },
  wanted: number,
): readonly [number | null, number | null] {
  if (wanted < min) return [null, min];
  if (wanted >= max) return [max, null];
  const at = (index: number): number => Math.min(max, Number((min + index * step).toFixed(6)));
  const index = Math.floor((wanted - min) / step + 1e-9);
  return [at(index), at(index + 1)];
}

/** Scales the picture into the limits in its own shape, then to whole blocks of pixels. */
function fitSides(rule: SizeRule & { readonly kind: 'any' }, { width, height }: Size): Size {
  const grown = Math.max(1, rule.minSide / Math.min(width, height));
  const scale = Math.min(grown, rule.maxSide / Math.max(width, height));
  const side = (pixels: number): number => {
    const whole = Math.round((pixels * scale) / rule.multipleOf) * rule.multipleOf;
    return Math.min(rule.maxSide, Math.max(rule.minSide, whole));
  };
  return { width: side(width), height: side(height) };
}

const areaOf = (size: Size): number => size.width * size.height;
