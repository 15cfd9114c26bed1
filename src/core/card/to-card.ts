import type { PersonId } from '../ids.ts';
import type { Block, Button, ButtonVerb, Card, Line, Tone } from './card.ts';

/** A card with its plain text made from all that it shows, so that the two never differ. */
export function toCard(parts: {
  readonly tone: Tone;
  readonly title: Line | null;
  readonly body: readonly Block[];
  readonly buttons?: readonly Button[];
  readonly status?: NonNullable<Card['status']>;
}): Card {
  const card = { ...parts, buttons: parts.buttons ?? [] };
  return { ...card, text: toText(card) };
}

/** The card in plain text. A surface that knows names gives `nameOf`; without it people are shown by their id. */
export function toText(card: Omit<Card, 'text'>, nameOf: (person: PersonId) => string = String): string {
  const lines = [
    ...(card.title === null ? [] : [lineText(card.title, nameOf)]),
    ...card.body.flatMap((block) => blockText(block, nameOf)),
    ...(card.buttons.length === 0 ? [] : [card.buttons.map(({ label }) => `[${label}]`).join(' ')]),
  ];
  return lines.join('\n');
}

/** A line that stands for itself. */
export const line = (...spans: Line): Block => ({ kind: 'line', line: spans });

export const quiet = (...spans: Line): Block => ({ kind: 'line', line: spans, quiet: true });

export const bold = (text: string) => ({ bold: text });

export const code = (text: string) => ({ code: text });

/** A press. Plain unless said otherwise. */
export const button = (
  verb: ButtonVerb,
  target: string,
  label: string,
  more: { readonly argument?: string; readonly style?: Button['style'] } = {},
): Button => ({ verb, target, argument: more.argument ?? null, label, style: more.style ?? 'plain' });

/** `Ana, Ben and Chloé` as spans. */
export function peopleLine(people: readonly PersonId[]): Line {
  return people.flatMap((person, index) => {
    const before = index === 0 ? [] : [index === people.length - 1 ? ' and ' : ', '];
    return [...before, { person }];
  });
}

function lineText(spans: Line, nameOf: (person: PersonId) => string = String): string {
  return spans
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('code' in span) return span.code;
      return 'person' in span ? nameOf(span.person) : timeText(span.at);
    })
    .join('');
}

/** `2026-11-21 10:42 UTC`: the one form that is right for every reader. */
const timeText = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function blockText(block: Block, nameOf: (person: PersonId) => string): readonly string[] {
  switch (block.kind) {
    case 'line':
      return [lineText(block.line, nameOf)];
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${lineText(value, nameOf)}`);
    case 'table':
      return [block.caption, ...[block.columns, ...block.rows].map((row) => row.join(' | '))];
    case 'image':
      return [block.alt];
    case 'progress':
      return [block.value === null ? block.label : `${block.label} ${Math.floor(block.value * 100)} %`];
    case 'folded':
      return [`${block.label}: ${block.text}`];
    case 'meter':
      return [`${block.label}: ${block.spent} spent, ${block.held} held of ${block.cap}`];
  }
}
