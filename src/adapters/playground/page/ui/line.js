import { html } from '/page/vendor/lit-html.js';
import { toFull, toShort } from '../format.js';

/** @import {Line, Span} from '../types.js' */

/**
 * A line of a card. What people wrote is only ever text here: lit writes it into text nodes.
 *
 * @param {Line} line
 * @param {(id: string) => string} nameOf
 * @param {(thread: string, message: string) => void} [open] where a name may lead to a message of a thread
 */
export const lineView = (line, nameOf, open) => line.map((span) => spanView(span, nameOf, open));

/** @param {Span} span @param {(id: string) => string} nameOf @param {((thread: string, message: string) => void) | undefined} open */
function spanView(span, nameOf, open) {
  if (typeof span === 'string') return span;
  if ('bold' in span && span.to !== undefined && open !== undefined) {
    const { message } = span.to;
    const thread = span.to.thread ?? message;
    return html`<button type="button" class="link" data-opens=${thread} @click=${() => open(thread, message)}>${span.bold}</button>`;
  }
  if ('bold' in span) return html`<strong>${span.bold}</strong>`;
  if ('code' in span) return html`<code dir="auto">${span.code}</code>`;
  if ('person' in span) return html`<bdi class="person">${nameOf(span.person)}</bdi>`;
  return html`<time datetime=${span.at} title=${toFull(span.at)}>${toShort(span.at)}</time>`;
}

/** @param {Line} line @param {(id: string) => string} nameOf */
export const lineText = (line, nameOf) =>
  line
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('code' in span) return span.code;
      return 'person' in span ? nameOf(span.person) : toShort(span.at);
    })
    .join('');
