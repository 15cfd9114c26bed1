import type { Brief } from './brief.ts';
import type { SubCommand } from './sub-command.ts';

/** The real names that a brief may use. */
export interface Vocabulary {
  readonly templates: readonly string[];
  readonly models: readonly string[];
}

/** What a command turned out to be: exactly one of these, whatever was typed. */
export type ReadCommand =
  /** Nothing was written: a form opens. */
  | { readonly kind: 'form' }
  | { readonly kind: 'brief'; readonly brief: Brief }
  | { readonly kind: 'sub'; readonly command: SubCommand }
  /** Both readings fit: ask privately which one is meant, and run nothing. */
  | { readonly kind: 'ambiguous'; readonly brief: Brief; readonly command: SubCommand }
  | Problem;

/** Why a command can't be used. `hint` is one sentence that says what to do; `nearest` are real names close to `word`. */
export interface Problem {
  readonly kind: 'problem';
  readonly code: ProblemCode;
  readonly word: string;
  readonly hint: string;
  readonly nearest: readonly string[];
}

export const PROBLEM_CODES = [
  'unknown_option',
  'unknown_template',
  'unknown_model',
  'unknown_role',
  'missing_value',
  'bad_value',
  'repeated_option',
  'unclosed_quote',
  'unquoted_value',
  'no_scene',
  'scene_too_long',
  'value_too_long',
  'too_many',
  'missing_argument',
  'bad_argument',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
