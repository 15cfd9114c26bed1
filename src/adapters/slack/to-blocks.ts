import type { KnownBlock, RichTextElement, Button as SlackButton } from '@slack/types';
import type { Block, Button, Card, Clip, Line, Span } from '../../core/card/card.ts';
import { toText } from '../../core/card/to-card.ts';
import type { MessageId } from '../../core/ids.ts';
import { toActionId, toButtonValue } from './action-id.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText, type NameOf, toMrkdwn, toSeconds } from './mrkdwn.ts';

/** Where Slack gets a picture from: a public address, or a file of its own; null where it has neither. */
export type Picture = { readonly url: string } | { readonly fileId: string } | null;

export interface Look {
  readonly nameOf: NameOf;
  readonly pictureOf: (media: string) => Picture;
  /** A link to another message of the same channel; null where there is none. */
  readonly linkOf?: (message: MessageId) => string | null;
}

export interface SlackContent {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A card as Block Kit. Text is put where Slack reads no markup, or is escaped; numbers of `limits.ts` are kept. */
export function toContent(card: Card, look: Look): SlackContent {
  return { text: toFallback(card, look), blocks: toBlocks(card, [], look) };
}

/** The words of a clip's message, above its player: they mention the requester, once. */
export function toClipContent(clip: Clip, look: Look): SlackContent {
  const mention: RichTextElement[] = [
    { type: 'user', user_id: clip.requester },
    { type: 'text', text: ' ' },
  ];
  return { text: toFallback(clip.card, look), blocks: toBlocks(clip.card, mention, look) };
}

/** The same words where Slack takes text and no blocks: beside a file that is shared. */
export function toClipComment({ card, requester }: Clip, { nameOf }: Look): string {
  const title = card.title === null ? [] : [toMrkdwn([TONES[card.tone], ...card.title], nameOf)];
  const body = card.body.flatMap((block): readonly string[] => {
    if (block.kind === 'line') return [toMrkdwn(block.line, nameOf)];
    if (block.kind === 'fields')
      return block.fields.map(({ label, value }) => toMrkdwn([{ bold: label }, ' ', ...value], nameOf));
    return [toMrkdwn([toText({ ...card, title: null, body: [block], buttons: [] }, nameOf)], nameOf)];
  });
  return cutMarkup(`<@${requester}> ${[...title, ...body].join('\n')}`, LIMITS.fallbackText);
}

const toFallback = (card: Card, { nameOf }: Look): string =>
  escapeText(cut(toText({ ...card, buttons: [] }, nameOf), LIMITS.fallbackText));

function toBlocks(card: Card, before: readonly RichTextElement[], look: Look): KnownBlock[] {
  const title = card.title === null && before.length === 0 ? [] : [toTitle(card, before, look)];
  const body = card.body.flatMap((block) => toBlock(block, look));
  return keepWithin([...title, ...body], card.buttons.length === 0 ? [] : [toActions(card.buttons)]);
}

/** Buttons are never what is cut. */
function keepWithin(body: readonly KnownBlock[], actions: readonly KnownBlock[]): KnownBlock[] {
  const kept: KnownBlock[] = [];
  let chars = JSON.stringify(actions).length;
  for (const block of body) {
    chars += JSON.stringify(block).length;
    if (kept.length + actions.length >= LIMITS.blocks || chars > LIMITS.messageChars) break;
    kept.push(block);
  }
  return [...kept, ...actions];
}

const TONES = { plain: '', running: '⏳ ', good: '✅ ', bad: '❌ ', warning: '⚠️ ' } as const;

const toTitle = ({ title, tone }: Card, before: readonly RichTextElement[], look: Look): KnownBlock =>
  toRich([
    ...before,
    ...(TONES[tone] === '' ? [] : [{ type: 'text', text: TONES[tone] } as const]),
    ...(title ?? []).map((span) => toElement(span, look)),
  ]);

const toRich = (elements: RichTextElement[]): KnownBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: elements.length === 0 ? [{ type: 'text', text: ' ' }] : elements }],
});

function toBlock(block: Block, look: Look): KnownBlock[] {
  switch (block.kind) {
    case 'line':
      return [block.quiet === true ? toContext(block.line, look) : toRich(toElements(block.line, look))];
    case 'fields':
      return [
        {
          type: 'section',
          fields: block.fields.slice(0, LIMITS.fields).map(({ label, value }) => ({
            type: 'mrkdwn',
            text: cutMarkup(toMrkdwn([{ bold: label }, '\n', ...value], look.nameOf), LIMITS.fieldText),
          })),
        },
      ];
    case 'table':
      return [toTable(block)];
    case 'image':
      return [toImage(block, look)];
    case 'progress':
      return [toContext([toBar(block.value), block.label], look)];
    case 'folded':
      // Slack folds a long section by itself, behind "See more".
      return [
        {
          type: 'section',
          text: { type: 'plain_text', text: cut(`${block.label}: ${block.text}`, LIMITS.sectionText) },
        },
      ];
    case 'meter':
      return [toContext([toBar(toShare(block)), block.label], look)];
  }
}

const toElements = (line: Line, look: Look): RichTextElement[] =>
  line.filter((span) => span !== '').map((span) => toElement(span, look));

function toElement(span: Span, { nameOf, linkOf }: Look): RichTextElement {
  if (typeof span === 'string') return { type: 'text', text: cut(span, LIMITS.sectionText) };
  if ('bold' in span && span.to !== undefined) {
    const url = linkOf?.(span.to.message) ?? null;
    if (url !== null) return { type: 'link', url, text: cut(span.bold, LIMITS.sectionText), style: { bold: true } };
  }
  if ('bold' in span) return { type: 'text', text: cut(span.bold, LIMITS.sectionText), style: { bold: true } };
  if ('code' in span) return { type: 'text', text: cut(span.code, LIMITS.sectionText), style: { code: true } };
  if ('person' in span) return { type: 'text', text: nameOf(span.person), style: { bold: true } };
  return {
    type: 'date',
    timestamp: toSeconds(span.at),
    format: '{date_short_pretty} {time}',
    fallback: span.at.toISOString(),
  };
}

const toContext = (line: Line, { nameOf }: Look): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cutMarkup(toMrkdwn(line, nameOf), LIMITS.contextText) || ' ' }],
});

/** Cut between escapes, never inside one. */
const cutMarkup = (text: string, length: number): string =>
  text.length <= length
    ? text
    : text
        .slice(0, length - 1)
        .replace(/&[a-z]*$|<[^>]*$/, '')
        .concat('…');

/** Columns line up in a fixed-width block on every client; Slack's own table block is one per message. */
function toTable({ columns, rows, caption }: Extract<Block, { kind: 'table' }>): KnownBlock {
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => [...(row[at] ?? '')].length)));
  const lines = all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const text = cut(lines.join('\n'), LIMITS.sectionText);
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: `${caption}\n` }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
    ],
  };
}

function toImage({ media, alt }: Extract<Block, { kind: 'image' }>, look: Look): KnownBlock {
  const picture = look.pictureOf(media);
  const alt_text = cut(alt, LIMITS.altText);
  if (picture === null) return toContext([alt], look);
  if ('url' in picture) return { type: 'image', image_url: picture.url, alt_text };
  return { type: 'image', slack_file: { id: picture.fileId }, alt_text };
}

const CELLS = 10;

function toBar(value: number | null): string {
  if (value === null) return '';
  const full = Math.round(Math.min(Math.max(value, 0), 1) * CELLS);
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)} `;
}

const toShare = ({ spent, held, cap }: { spent: number; held: number; cap: number }): number =>
  cap <= 0 ? 1 : (spent + held) / cap;

function toActions(buttons: readonly Button[]): KnownBlock {
  const shown = buttons.filter((button) => toButtonValue(button).length <= LIMITS.buttonValue);
  return { type: 'actions', elements: shown.slice(0, LIMITS.actions).map(toButton) };
}

function toButton(button: Button, index: number): SlackButton {
  return {
    type: 'button',
    action_id: toActionId(button, index),
    text: { type: 'plain_text', text: cut(button.label, LIMITS.buttonText), emoji: true },
    value: toButtonValue(button),
    ...(button.style === 'plain' ? {} : { style: button.style }),
  };
}
