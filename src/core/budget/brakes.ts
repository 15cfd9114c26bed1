import type { ChannelPolicy } from '../channel/policy.ts';
import type { Micros } from '../money/micros.ts';
import { isRepeat, type PaceDecision } from './pace.ts';
import type { ReservationDecision } from './reservation.ts';

/** A confirmation runs once, within 15 minutes; a request that waits for an owner waits 24 hours (design §6). */
export const CONFIRM_WINDOW_MS = 15 * 60_000;
export const ASK_WINDOW_MS = 24 * 3_600_000;

export interface RunQuestion {
  /** All takes of the request added up. */
  readonly amount: Micros;
  readonly policy: Pick<ChannelPolicy, 'confirmThreshold' | 'askThreshold' | 'providers'>;
  readonly provider: string;
  readonly reservation: ReservationDecision;
  readonly pace: PaceDecision;
  /** The kill switch, as read just now. */
  readonly stopped: boolean;
  /** The channel's job is past its last day. */
  readonly jobOver: boolean;
  /** The same request by the same person before this one. */
  readonly lastSame: Date | null;
  readonly at: Date;
  readonly asker: 'owner' | 'member';
  /** `confirmed`: the requester clicked, or said `--yes`. `granted`: a budget owner approved. */
  readonly consent: 'none' | 'confirmed' | 'granted';
}

export type RunDecision =
  | { readonly kind: 'run' }
  | { readonly kind: 'confirm'; readonly why: 'price' | 'repeat' }
  | { readonly kind: 'ask-owner'; readonly why: 'over-cap'; readonly scope: string; readonly left: Micros }
  | { readonly kind: 'ask-owner'; readonly why: 'over-threshold' }
  | { readonly kind: 'refuse'; readonly why: 'provider-not-allowed' | 'stopped' | 'job-over' }
  | { readonly kind: 'refuse'; readonly why: 'frozen'; readonly scope: string }
  | { readonly kind: 'refuse'; readonly why: 'pace'; readonly pace: Exclude<PaceDecision, { kind: 'go' }> };

/**
 * Whether a request runs, asks its requester, asks an owner, or is refused (design §6 and §9). What no click can cure
 * comes first; then what only an owner can allow; then what the requester confirms. A free request meets the allow-list
 * and no other brake. An owner needn't ask an owner about a high price, but confirms it, and lifts a cap by a grant like
 * anybody else's, so that it is on record.
 */
export function decideRun(question: RunQuestion): RunDecision {
  const { amount, policy, reservation, consent } = question;
  if (!isProviderAllowed(policy.providers, question.provider)) return { kind: 'refuse', why: 'provider-not-allowed' };
  if (amount === 0n) return { kind: 'run' };
  const refusal = refusalOf(question);
  if (refusal !== null) return refusal;
  if (reservation.kind === 'refuse') {
    return { kind: 'ask-owner', why: 'over-cap', scope: reservation.scope, left: reservation.left };
  }
  if (consent === 'granted') return { kind: 'run' };
  if (amount > policy.askThreshold && question.asker !== 'owner') return { kind: 'ask-owner', why: 'over-threshold' };
  if (consent === 'confirmed') return { kind: 'run' };
  if (isRepeat(question.lastSame, question.at)) return { kind: 'confirm', why: 'repeat' };
  const isDear = amount >= policy.confirmThreshold || amount > policy.askThreshold;
  return isDear ? { kind: 'confirm', why: 'price' } : { kind: 'run' };
}

/** Whether a channel's agreements allow a provider. `animatic` draws on this machine and sends nothing to anybody. */
export function isProviderAllowed(allowed: ChannelPolicy['providers'], provider: string): boolean {
  return allowed === null || provider === 'animatic' || allowed.includes(provider);
}

function refusalOf({ stopped, jobOver, reservation, pace }: RunQuestion): RunDecision | null {
  if (stopped) return { kind: 'refuse', why: 'stopped' };
  if (jobOver) return { kind: 'refuse', why: 'job-over' };
  if (reservation.kind === 'refuse' && reservation.why === 'frozen') {
    return { kind: 'refuse', why: 'frozen', scope: reservation.scope };
  }
  return pace.kind === 'go' ? null : { kind: 'refuse', why: 'pace', pace };
}
