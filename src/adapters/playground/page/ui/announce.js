import { lineText } from './line.js';

/** @import {Message} from '../types.js' */

/**
 * What a screen reader is told of a new message: one short sentence, not the whole card.
 *
 * @param {Message} message
 * @param {(id: string) => string} nameOf
 */
export function announce(message, nameOf) {
  const card = message.clip?.card ?? message.card;
  const what = card === null ? message.text : firstWords(card, nameOf);
  const kind = message.kind === 'clip' ? 'a clip, ' : message.kind === 'private' ? 'only to you, ' : '';
  return `${nameOf(message.author)}: ${kind}${what.slice(0, 200)}`;
}

/** @param {NonNullable<Message['card']>} card @param {(id: string) => string} nameOf */
function firstWords(card, nameOf) {
  const lines = card.body.flatMap((block) =>
    block.kind === 'line' && !block.quiet ? [lineText(block.line, nameOf)] : [],
  );
  return [card.title === null ? '' : lineText(card.title, nameOf), ...lines].filter((text) => text !== '').join('. ');
}
