import type { Line, Span } from '../../core/card/card.ts';
import type { PersonId } from '../../core/ids.ts';

/** How people are called here. A mention would notify them, which a card never does. */
export type NameOf = (person: PersonId) => string;

/** These three are all that Slack reads as control characters; without them no mention and no link can be written. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A zero-width space before a mark keeps it from pairing with another: `*`, `_`, `~` and `` ` `` stay what people wrote. */
const literal = (text: string): string => escapeText(text).replace(/(^|[^\p{L}\p{N}])([*_~`])/gu, '$1\u200b$2');

/** A line as Slack's markup, for the places that take nothing better. */
export const toMrkdwn = (line: Line, nameOf: NameOf): string => line.map((span) => toSpan(span, nameOf)).join('');

function toSpan(span: Span, nameOf: NameOf): string {
  if (typeof span === 'string') return literal(span);
  if ('bold' in span) return wrap(span.bold);
  if ('code' in span) return `\`${escapeText(span.code).replaceAll('`', 'ˋ')}\``;
  if ('person' in span) return literal(nameOf(span.person));
  return `<!date^${toSeconds(span.at)}^{date_short_pretty} {time}|${span.at.toISOString()}>`;
}

export const toSeconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** Slack marks nothing where spaces stand inside the marks. */
function wrap(text: string): string {
  const inner = text.trim();
  return inner === '' ? literal(text) : `*${escapeText(inner).replaceAll('*', '∗')}*`;
}
