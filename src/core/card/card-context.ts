import type { Micros } from '../money/micros.ts';
import type { Quorums } from '../vote/electorate.ts';

/** What a card says besides its take's own row, gathered when the card is made. */
export interface CardContext {
  readonly now: Date;
  /** People from outside read along: no money and no prompt (design §6). */
  readonly external: boolean;
  readonly model: ShownModel;
  /** The channel's budget; null where it isn't shown. */
  readonly purse: Purse | null;
  /** Ballots that this take needs. */
  readonly quorums: Quorums;
  /** How long a decision follows the ballots. */
  readonly windowMs: number;
  /** Offered as "Render final" on an approved draft, with the price of this take's seconds and size. */
  readonly finalModel: { readonly title: string; readonly price: Micros } | null;
  /** Where an owner looks up what the provider charged. */
  readonly providerPage: string | null;
}

/** A model as people read of it. */
export interface ShownModel {
  readonly title: string;
  /** False only for what is drawn on this machine without a model of anybody's. */
  readonly ai: boolean;
  /** From the submission to the finished clip; null where nobody knows yet. */
  readonly usualMs: number | null;
}

/** What may still be spent in one scope. */
export interface Purse {
  readonly left: Micros;
  readonly cap: Micros;
  /** Follows an amount: `this month`, `today`, `for job 24-113`. */
  readonly period: string;
}
