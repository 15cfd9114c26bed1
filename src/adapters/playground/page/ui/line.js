import { html } from '/page/vendor/lit-html.js';
import { toFull, toShort } from '../format.js';

/** @import {Line, Span} from '../types.js' */

/**
 * A line of a card. What people wrote is only ever text here: lit writes it into text nodes.
 *
 * @param {Line} line
 * @param {(id: string) => string} nameOf
 */
export const lineView = (line, nameOf) => line.map((span) => spanView(span, nameOf));

/** @param {Span} span @param {(id: string) => string} nameOf */
function spanView(span, nameOf) {
  if (typeof span === 'string') return span;
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
