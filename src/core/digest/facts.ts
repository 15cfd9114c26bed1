import type { IsoWeek } from '../budget/period.ts';
import type { ChannelBudget } from '../channel/settings.ts';
import type { MessageId, PersonId, ShotId, TakeId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import type { DecisionState } from '../ports/vote-store.ts';
import type { TakeState } from '../take/state.ts';

/** A take as far as a digest counts it. Money and endings are the ledger's, up to `DigestSpan.until` and not after. */
export interface CountedTake {
  readonly id: TakeId;
  readonly shot: ShotId;
  readonly slug: string;
  readonly number: number;
  readonly model: string;
  readonly template: string;
  readonly askedBy: PersonId;
  readonly seconds: number;
  readonly state: TakeState;
  readonly failure: string | null;
  readonly heldAt: Date;
  readonly amount: Micros;
  /** When its money was settled or released; null while it is held. */
  readonly endedAt: Date | null;
  /** Settled and billed above: what it cost in all. */
  readonly billed: Micros;
  /** It ended with a clip. */
  readonly hasClip: boolean;
  readonly decision: DecisionState;
  readonly finalAt: Date | null;
  /** Ballots that count now. */
  readonly approvals: number;
  readonly rejections: number;
  /** When the shot was first asked for. */
  readonly shotAt: Date;
  readonly clip: MessageId | null;
  readonly thread: MessageId | null;
}

/** The week that is told, and the end of what is counted: the week's own, or now while it runs. */
export interface DigestSpan {
  readonly week: IsoWeek;
  readonly until: Date;
  readonly partial: boolean;
  /** When it is told: decisions stand as they did then, and a take that is opened again later is decided anew. */
  readonly toldAt: Date;
  readonly zone: string;
}

/** The channel's purse in the period that the span ends in. */
export interface DigestBudget {
  readonly kind: ChannelBudget['kind'];
  /** `2026-11`, `2026-11-21`, `job:24-113` */
  readonly period: string;
  readonly cap: Micros;
  readonly granted: Micros;
  readonly spent: Micros;
  readonly held: Micros;
  /** A job's last day; null where there is none. */
  readonly endsOn: string | null;
}
