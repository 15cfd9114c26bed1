import type { Line, Span } from '../../core/card/card.ts';
import { toOwnCommands } from './own-commands.ts';

/** Discord takes a backslash before any sign as "this very sign". */
const ANYWHERE = /[\\*_~`|[\]<@]/g;
/** Headings, quotes and lists begin a line. */
const AT_START = /^(\s*)([#>+-])/gm;
const NUMBERED = /^(\s*\d+)\./gm;

/** What somebody wrote, such that it is read as written: no markup, no mention, no masked link. */
export const escapeText = (text: string): string =>
  text.replace(ANYWHERE, '\\$&').replace(AT_START, '$1\\$2').replace(NUMBERED, '$1\\.');

/** Where a card stands, so that it can link to other messages of its channel. */
export interface Where {
  readonly workspace: string;
  readonly channel: string;
}

/** A line in Discord's markup. People are shown by name; whom it notifies is said beside the message, not here. */
export const toMarkdown = (line: Line, where: Where | null = null): string =>
  line.map((span) => toSpan(span, where)).join('');

function toSpan(span: Span, where: Where | null): string {
  if (typeof span === 'string') return escapeText(toOwnCommands(span));
  if ('code' in span) return span.role === undefined ? toCode(toOwnCommands(span.code)) : toRole(span.role);
  if ('person' in span) return `<@${span.person}>`;
  if ('at' in span) return `<t:${Math.floor(span.at.getTime() / 1000)}:R>`;
  const bold = `**${escapeText(span.bold)}**`;
  if (span.to === undefined || where === null) return bold;
  const { thread, message } = span.to;
  return `[${bold}](https://discord.com/channels/${where.workspace}/${thread ?? where.channel}/${message})`;
}

/** Discord shows its name; whom it notifies is said beside the message. */
const toRole = (id: string): string => (/^\d+$/.test(id) ? `<@&${id}>` : toCode(id));

/** Code can't hold a backtick in any escape, so one that looks alike stands in. */
export const toCode = (text: string): string => `\`${text.replaceAll('`', 'ˋ').replaceAll('\n', ' ')}\``;

export const toCodeBlock = (text: string): string => `\`\`\`\n${text.replaceAll('`', 'ˋ')}\n\`\`\``;
