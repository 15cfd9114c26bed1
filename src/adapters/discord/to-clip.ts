import type { Clip } from '../../core/card/card.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText, toMarkdown } from './markdown.ts';

const MAX_FOLDED = 600;

/** Plain content and a file: the one shape in which Discord surely shows a player in the message. */
export function toClipContent(clip: Clip, notes: readonly string[] = []): string {
  const { card, requester } = clip;
  const lines = [
    `<@${requester}> ${card.title === null ? '' : toMarkdown(card.title)}`.trim(),
    ...card.body.flatMap((block) => {
      if (block.kind === 'line') return [`${block.quiet === true ? '-# ' : ''}${toMarkdown(block.line)}`];
      if (block.kind !== 'folded') return [];
      return [`-# ${escapeText(block.label)} ||${escapeText(cut(block.text.replaceAll('\n', ' '), MAX_FOLDED))}||`];
    }),
    ...notes,
  ];
  return cut(lines.join('\n'), LIMITS.content);
}
