import type { Card, Line } from './card.ts';
import { line, toCard } from './to-card.ts';

/** What was asked is answered: the presses go, and a line says what came of it. */
export const closeCard = (card: Card, says: Line): Card =>
  toCard({ ...card, body: [...card.body, line(...says)], buttons: [] });

/** The time for an answer is over. */
export const toExpiredCard = (card: Card): Card => closeCard(card, ['Nobody answered in time, so nothing ran.']);
