import { readMinutes } from '../command/read-digest.ts';
import type { DigestSettings } from '../digest/digest-settings.ts';
import { type Micros, readDollars, toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import { type FieldRule, SWITCH, textOf, toSwitch, type Values } from './form.ts';

/** When the channel hears its digest, and what of it. */
export function digestFields({ settings: { digest } }: Asked): readonly FieldRule[] {
  const { baseline } = digest;
  return [
    ...scheduleFields(digest, 'digest'),
    {
      ...{ name: 'people', label: 'Counted by person', value: toSwitch(digest.people) },
      input: SWITCH,
      write: (all) => `digest people ${textOf(all, 'people')}`,
    },
    {
      ...{ name: 'hours', label: 'What a shot took before: time' },
      value: baseline === null ? '' : `${baseline.minutes / 60}h`,
      hint: 'Set once, with its cost; the digest then says what was saved. Clear both to take it back.',
      input: { kind: 'text', example: '6h' },
      wrong: (all) => wrongPart(all, 'hours', readMinutes, 'Write it like 6h, 90m or 2d.'),
      write: writeBaseline,
    },
    {
      ...{ name: 'cost', label: 'What a shot took before: money' },
      value: baseline === null ? '' : toDollars(baseline.cost),
      input: { kind: 'text', example: '$400' },
      wrong: (all) => wrongPart(all, 'cost', readDollars, 'Write an amount like 400 or 12.50.'),
      write: writeBaseline,
    },
  ];
}

/** Both or neither, each as its command reads it. */
function wrongPart(
  all: Values,
  name: 'hours' | 'cost',
  read: (text: string) => number | Micros | null,
  hint: string,
): string | null {
  const text = textOf(all, name).replace(/\s/g, '');
  if (text !== '') return read(text) === null ? hint : null;
  const other = textOf(all, name === 'hours' ? 'cost' : 'hours');
  return other === '' ? null : 'Say both what it took and what it cost, or neither.';
}

const writeBaseline = (all: Values): string => {
  const [hours, cost] = [textOf(all, 'hours').replace(/\s/g, ''), textOf(all, 'cost')];
  return hours === '' && cost === '' ? 'digest baseline off' : `digest baseline ${hours} ${cost}`;
};

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `command`: whose digest, as it is typed. One command sets its day and time, which switches it on; off is another. */
export function scheduleFields(digest: DigestSettings, command: string): readonly FieldRule[] {
  const pad = (number: number) => String(number).padStart(2, '0');
  const write = (all: Values) =>
    textOf(all, 'on') === 'off' ? `${command} off` : `${command} weekly ${textOf(all, 'day')} ${textOf(all, 'time')}`;
  return [
    { ...{ name: 'on', label: 'Weekly digest', value: toSwitch(digest.on) }, input: SWITCH, write },
    {
      ...{ name: 'day', label: 'Day', value: (DAYS[digest.weekday - 1] ?? '').toLowerCase() },
      input: { kind: 'one', choices: DAYS.map((title) => ({ name: title.toLowerCase(), title })) },
      write,
    },
    {
      ...{ name: 'time', label: 'Time', value: `${pad(digest.hour)}:${pad(digest.minute)}` },
      input: { kind: 'time' },
      write,
    },
  ];
}
