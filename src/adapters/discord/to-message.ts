import {
  type APIComponentInContainer,
  type APIContainerComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { Block, Button, Card, Tone } from '../../core/card/card.ts';
import type { OutboxId } from '../../core/ids.ts';
import { toCustomId } from './custom-id.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText, toCodeBlock, toMarkdown, type Where } from './markdown.ts';

/** A card as a message of components. `images` are media paths that go along as files, in order. */
export interface CardMessage {
  readonly flags: number;
  readonly components: readonly APIContainerComponent[];
  readonly allowed_mentions: { readonly parse: readonly never[] };
  readonly images: readonly { readonly media: string; readonly name: string; readonly alt: string }[];
}

const ACCENT: Readonly<Record<Tone, number | null>> = {
  plain: null,
  running: 0x5865f2,
  good: 0x2d9d5c,
  bad: 0xd83c3e,
  warning: 0xe0a526,
};

const STYLE = { plain: ButtonStyle.Secondary, primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Cards are containers: a coloured edge, text, the picture, the buttons. `key` is where long buttons are looked up. */
export function toCardMessage(card: Card, key: OutboxId | null, where: Where | null = null): CardMessage {
  const accent = ACCENT[card.tone];
  const images = card.body.flatMap((block, index) =>
    block.kind === 'image'
      ? [
          {
            media: block.media,
            name: stillName(block.media, index),
            alt: block.alt,
          },
        ]
      : [],
  );
  const components = [...toBody(card, where), ...toRows(card.buttons, key)];
  return {
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [] },
    images,
    components: [
      {
        type: ComponentType.Container,
        ...(accent === null ? {} : { accent_color: accent }),
        components: components.length === 0 ? [toDisplay('…')] : components,
      },
    ],
  };
}

function toBody(card: Card, where: Where | null): readonly APIComponentInContainer[] {
  const parts: APIComponentInContainer[] = [];
  let left = LIMITS.cardText;
  let text: string[] = [];
  const flush = () => {
    const joined = cut(text.join('\n'), left);
    text = [];
    if (joined.trim() === '' || left < 2) return;
    left -= joined.length;
    parts.push(toDisplay(joined));
  };
  const title = card.title === null ? '' : `### ${toMarkdown(card.title, where)}`;
  if (title !== '') text.push(title);
  const texts = toFitting(card.body, { where, room: left - title.length - 1 });
  card.body.forEach((block, index) => {
    const shown = texts[index];
    if (block.kind !== 'image') {
      if (shown !== null && shown !== undefined) text.push(shown);
      return;
    }
    flush();
    parts.push({
      type: ComponentType.MediaGallery,
      items: [
        {
          media: { url: `attachment://${stillName(block.media, index)}` },
          description: cut(block.alt, LIMITS.fileDescription),
        },
      ],
    });
  });
  flush();
  return parts;
}

/**
 * The text of each block, null for pictures and for what is left out: whole blocks, so that no sentence, link or table ends
 * in the middle. Folds go first, then from the end, but never what closes the card. What is too long alone is cut by `flush`.
 */
function toFitting(
  body: readonly Block[],
  { where, room }: { readonly where: Where | null; readonly room: number },
): readonly (string | null)[] {
  const texts = body.map((block) => (block.kind === 'image' ? null : toText(block, where)));
  const fromEnd = body.map((_, index) => index).reverse();
  const isFold = (index: number) => body[index]?.kind === 'folded';
  const size = () => texts.reduce((sum, text) => sum + (text === null ? 0 : text.length + 1), 0);
  for (const index of [...fromEnd.filter(isFold), ...fromEnd.slice(1).filter((index) => !isFold(index))]) {
    if (size() <= room) break;
    if ((texts[index]?.length ?? 0) <= MAX_FOLDED || isFold(index)) texts[index] = null;
  }
  return texts;
}

const toDisplay = (content: string): APIComponentInContainer => ({ type: ComponentType.TextDisplay, content });

const MAX_FOLDED = 1_200;
const BAR = 12;

function toText(block: Exclude<Block, { kind: 'image' }>, where: Where | null): string {
  switch (block.kind) {
    case 'line': {
      const line = toMarkdown(block.line, where);
      return block.quiet === true ? `-# ${line.replaceAll('\n', '\n-# ')}` : line;
    }
    case 'fields':
      return block.fields.map(({ label, value }) => `**${escapeText(label)}:** ${toMarkdown(value, where)}`).join('\n');
    case 'table':
      return `-# ${escapeText(block.caption)}\n${toCodeBlock(toTable([block.columns, ...block.rows]))}`;
    case 'progress':
      return block.value === null
        ? `-# ${escapeText(block.label)} …`
        : `${toBar(block.value)} ${Math.floor(block.value * 100)} % · ${escapeText(block.label)}`;
    case 'folded':
      // A spoiler is the one fold that Discord has.
      return `-# ${escapeText(block.label)} ||${escapeText(cut(block.text.replaceAll('\n', ' '), MAX_FOLDED))}||`;
    case 'meter': {
      const share = block.cap <= 0 ? 1 : Math.min(1, (block.spent + block.held) / block.cap);
      return `${toBar(share)} ${escapeText(block.label)}`;
    }
  }
}

const toBar = (share: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR - full)}`;
};

function toTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => [...(row[at] ?? '')].length)),
  );
  const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - [...text].length));
  return rows
    .map((row) =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** As many buttons as Discord shows; who may press is checked where the press arrives. */
export function toRows(buttons: readonly Button[], key: OutboxId | null): readonly APIComponentInContainer[] {
  const shown = buttons.flatMap((button, index) => {
    const customId = toCustomId(button, { card: key, index });
    if (customId === null) return [];
    const { label, style } = button;
    return [
      {
        type: ComponentType.Button,
        style: STYLE[style],
        label: cut(label, LIMITS.buttonLabel),
        custom_id: customId,
      } as const,
    ];
  });
  const rows: APIComponentInContainer[] = [];
  for (let at = 0; at < shown.length && rows.length < LIMITS.rows; at += LIMITS.buttonsPerRow)
    rows.push({ type: ComponentType.ActionRow, components: shown.slice(at, at + LIMITS.buttonsPerRow) });
  return rows;
}

/** Named for what it is, so that Discord shows it. */
const stillName = (media: string, index: number): string => `still-${index}${media.endsWith('.png') ? '.png' : '.jpg'}`;
