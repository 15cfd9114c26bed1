/** The pages of the settings form, in the order in which they are shown; the last one is the whole workspace's. */
export const PAGE_NAMES = ['defaults', 'review', 'rules', 'budget', 'digest', 'workspace'] as const;

export type PageName = (typeof PAGE_NAMES)[number];

export interface Choice {
  readonly name: string;
  readonly title: string;
}

/** How a field is filled in; a surface picks the widget. `day` is `YYYY-MM-DD`, `time` is `HH:MM`, people are ids. */
export type Input =
  | { readonly kind: 'text'; readonly example: string }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'one'; readonly choices: readonly Choice[] }
  | { readonly kind: 'many'; readonly choices: readonly Choice[] }
  | { readonly kind: 'people' | 'day' | 'time' };

/** A field's value: a list for `many` and `people`, else text; empty where nothing is chosen. */
export type Value = string | readonly string[];

/** By the field's name. */
export type Values = Readonly<Record<string, Value>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly input: Input;
  readonly value: Value;
}

/** A field with what follows from it: the form is another way to write the sub-commands, and knows no rule of its own. */
export interface FieldRule extends Field {
  /** What is missing for its command to be written at all. */
  readonly wrong?: (all: Values) => string | null;
  /** The command that makes it so, as typed after `/previz`. Fields of one command write the same. */
  readonly write: (all: Values) => string;
}

export const textOf = (all: Values, name: string): string => {
  const value = all[name] ?? '';
  return (typeof value === 'string' ? value : value.join(' ')).trim();
};

export const listOf = (all: Values, name: string): readonly string[] => {
  const value = all[name] ?? [];
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((word) => word !== '') : value;
};

export const SWITCH: Input = {
  kind: 'one',
  choices: [
    { name: 'on', title: 'On' },
    { name: 'off', title: 'Off' },
  ],
};

export const toSwitch = (on: boolean): string => (on ? 'on' : 'off');
