import type { Size } from '../command/brief.ts';
import { isRetired, type Model, type SecondsRule } from './model.ts';

export const toSizeWords = ({ width, height }: Size): string => `${width}×${height}`;

export const toSecondsWords = (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`);

/** `4, 6 or 8 seconds`, `1 to 60 seconds in steps of 0.5`. */
export function toRangeWords(rule: SecondsRule): string {
  if (rule.kind === 'range') {
    const steps = rule.step === 1 ? '' : ` in steps of ${rule.step}`;
    return `${rule.min} to ${toSecondsWords(rule.max)}${steps}`;
  }
  const last = rule.values.at(-1) ?? 0;
  const others = rule.values.slice(0, -1).join(', ');
  return others === '' ? toSecondsWords(last) : `${others} or ${toSecondsWords(last)}`;
}

export function toRetiredNotes(model: Model, at: Date): readonly string[] {
  if (!isRetired(model, at)) return [];
  const successor = model.successor === null ? 'choose another model' : `use ${model.successor}`;
  return [`${model.title} was retired on ${model.retiredOn}: ${successor}.`];
}
