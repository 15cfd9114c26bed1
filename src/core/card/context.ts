import type { ChannelPolicy } from '../channel/policy.ts';
import type { Model } from '../model/model.ts';
import type { BudgetRow } from '../ports/budget-store.ts';

/** What a card says besides its take's own row, gathered when the card is drawn. */
export interface CardContext {
  readonly now: Date;
  /** People from outside read along: no money and no prompt (design §6). */
  readonly external: boolean;
  /** The take's model; null where the catalogue lost it. */
  readonly model: Model | null;
  /** Offered as "Render final" on an approved draft; null: not offered. */
  readonly finalModel: Model | null;
  /** The channel's counters in the running period; null where they aren't shown. */
  readonly purse: BudgetRow | null;
  readonly policy: ChannelPolicy;
  /** How many people can vote on the take: finals need more where many can. */
  readonly voters: number;
  /** Where an owner looks up what the provider charged. */
  readonly providerPage?: string;
}
