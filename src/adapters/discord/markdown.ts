import type { Line } from '../../core/card/card.ts';

/** Discord takes a backslash before any sign as "this very sign". */
const ANYWHERE = /[\\*_~`|[\]<@]/g;
/** Headings, quotes and lists begin a line. */
const AT_START = /^(\s*)([#>+-])/gm;
const NUMBERED = /^(\s*\d+)\./gm;

/** What somebody wrote, such that it is read as written: no markup, no mention, no masked link. */
export const escapeText = (text: string): string =>
  text.replace(ANYWHERE, '\\$&').replace(AT_START, '$1\\$2').replace(NUMBERED, '$1\\.');

/** A line in Discord's markup. People are shown by name; whom it notifies is said beside the message, not here. */
export const toMarkdown = (line: Line): string =>
  line
    .map((span) => {
      if (typeof span === 'string') return escapeText(span);
      if ('bold' in span) return `**${escapeText(span.bold)}**`;
      if ('code' in span) return toCode(span.code);
      return 'person' in span ? `<@${span.person}>` : `<t:${Math.floor(span.at.getTime() / 1000)}:R>`;
    })
    .join('');

/** Code can't hold a backtick in any escape, so one that looks alike stands in. */
export const toCode = (text: string): string => `\`${text.replaceAll('`', 'ˋ').replaceAll('\n', ' ')}\``;

export const toCodeBlock = (text: string): string => `\`\`\`\n${text.replaceAll('`', 'ˋ')}\n\`\`\``;
