import type { Ratio } from '../take/ratio.ts';
import { SLOT_NAMES, type SlotName, type Slots } from './slots.ts';

/** A named set of slots. Its version is a hash of its content, so that the log can say which wording made a take. */
export interface Template {
  /** What people write after `--template`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly defaults: Slots;
  /** The order in which the prompt tells the slots; slots that it leaves out follow in the usual order. */
  readonly order?: readonly SlotName[];
  readonly take?: { readonly seconds?: number; readonly ratio?: Ratio };
  readonly lint?: readonly LintRule[];
}

/** Words in a slot that work against the template, and what to do instead. */
export interface LintRule {
  readonly slot: SlotName;
  readonly words: readonly string[];
  readonly hint: string;
}

export interface VersionedTemplate {
  readonly template: Template;
  /** The first twelve hex digits of the SHA-256 of the template's content. */
  readonly version: string;
}

/**
 * The template's content as one text, the same for the same content whatever the file's layout; what a version hashes.
 * Every field is in it, the words about the template too: whoever compares two versions sees that the file was edited.
 */
export const toContent = ({ name, title, description, defaults, order, take, lint }: Template): string =>
  JSON.stringify([
    name,
    title,
    description,
    SLOT_NAMES.map((slot) => defaults[slot] ?? null),
    order ?? null,
    [take?.seconds ?? null, take?.ratio ?? null],
    (lint ?? []).map(({ slot, words, hint }) => [slot, words, hint]),
  ]);
