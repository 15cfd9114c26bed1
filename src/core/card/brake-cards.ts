import { leftOf } from '../budget/reservation.ts';
import type { PersonId } from '../ids.ts';
import { maxMicros, percentOf, toDollars } from '../money/micros.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { RequestState } from '../ports/request-store.ts';
import type { Card, Line } from './card.ts';
import { toPeriodWords, toScopeWords } from './money-words.ts';
import { toNote } from './notes.ts';
import { bold, code, line, quiet, toCard } from './to-card.ts';

/** Why nothing runs, where the person can do something else. */
export type Refusal =
  | { readonly kind: 'provider-not-allowed'; readonly provider: string; readonly allowed: readonly string[] }
  | { readonly kind: 'job-over'; readonly job: string; readonly endsOn: string | null }
  | { readonly kind: 'no-price'; readonly model: string }
  | { readonly kind: 'model-retired'; readonly model: string; readonly successor: string | null }
  | { readonly kind: 'no-room' }
  | { readonly kind: 'bad-reference'; readonly url: string; readonly why: string }
  | { readonly kind: 'declined'; readonly by: PersonId | null }
  /** A press on a card whose request went its way already. */
  | { readonly kind: 'already'; readonly state: RequestState }
  /** What the press was about isn't in this channel, or isn't there any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-yours'; readonly may: string }
  | { readonly kind: 'choose-channel' };

/** Says why not, and what to do instead. Shown to the person alone. */
export const refusedCard = (refusal: Refusal): Card => toNote('warning', [refusalLine(refusal)]);

function refusalLine(refusal: Refusal): Line {
  switch (refusal.kind) {
    case 'provider-not-allowed': {
      const allowed = refusal.allowed.length === 0 ? 'animatic alone' : [...refusal.allowed, 'animatic'].join(', ');
      return [
        `This channel’s agreements don’t allow ${refusal.provider}. Allowed here: ${allowed}. Nothing was spent.`,
      ];
    }
    case 'job-over': {
      const ended = refusal.endsOn === null ? 'is over' : `ended on ${refusal.endsOn}`;
      return [
        `Job ${refusal.job} ${ended}, so it has nothing left to spend. A budget owner can set the next one: `,
        code('/previz budget job'),
        '.',
      ];
    }
    case 'no-price':
      return [
        `Nobody told Previz what ${refusal.model} costs, so it is not used. Pick another one: `,
        code('/previz models'),
        '.',
      ];
    case 'model-retired': {
      const next = refusal.successor === null ? '' : ` Its successor is ${refusal.successor}.`;
      return [`${refusal.model} is retired.${next} All models: `, code('/previz models'), '.'];
    }
    case 'no-room':
      return [
        'There is no room left to store clips, so nothing new is rendered. Whoever runs Previz sees more in ',
        code('previz doctor'),
        '.',
      ];
    case 'bad-reference':
      return ['The reference ', code(refusal.url), ` can’t be used: ${refusal.why}. Nothing was spent.`];
    case 'declined':
      return refusal.by === null
        ? ['A budget owner declined the request.']
        : [{ person: refusal.by }, ' declined the request. Nothing was spent.'];
    case 'already':
      return [ALREADY[refusal.state]];
    case 'gone':
      return ['That isn’t in this channel any more. ', code('/previz status'), ' shows what is.'];
    case 'not-yours':
      return [`That is for ${refusal.may}.`];
    case 'choose-channel':
      return ['Clips belong to a channel, with its budget and its people. Choose one, and ask there.'];
  }
}

const ALREADY: Readonly<Record<RequestState, string>> = {
  read: 'That request is being worked on.',
  refused: 'That request was refused before. Ask again with another one.',
  confirm: 'That request still waits for its click.',
  owner: 'That request waits for a budget owner.',
  running: 'That request runs already; a click counts once.',
  declined: 'That request was dropped before. Ask again if you want it after all.',
  expired: 'That request has run out. Ask again; prices and what is left may have changed.',
};

/** The kill switch is on. `null` where nobody's name is known. */
export function stoppedCard(stopped: { readonly by: string; readonly at: Date } | null): Card {
  const who: Line = stopped === null ? ['.'] : [` by ${stopped.by}, `, { at: stopped.at }, '.'];
  return toCard({
    tone: 'warning',
    title: [bold('Paid takes are stopped')],
    body: [
      line('Spending is on hold', ...who, ' Free models still work: ', code('--model animatic'), '.'),
      quiet('Nothing was spent. Whoever runs Previz resumes it with previz stop-spending --resume.'),
    ],
  });
}

/** A scope that was billed above what was held, or whose cap is below what is committed. */
export const frozenCard = (scope: { readonly scope: string; readonly period: string }): Card =>
  toCard({
    tone: 'bad',
    title: [bold('Paid takes are on hold here')],
    body: [
      line(`More was billed or promised than ${toScopeWords(scope.scope)} allows ${toPeriodWords(scope.period)}.`),
      line('A budget owner looks with ', code('/previz budget'), ' and raises the cap. Free models still work.'),
    ],
  });

/** Told in the channel once per level and period. Never shown where people from outside read along. */
export function noticeCard(level: number, row: BudgetRow): Card {
  const committed = row.settled + row.overage + row.held;
  const allowed = row.cap + row.granted;
  const scope = toScopeWords(row.scope);
  const title = level >= 100 ? `All of ${scope} is used` : `${level} % of ${scope} is used`;
  const left = toDollars(maxMicros(leftOf(row), 0n));
  return toCard({
    tone: level >= 100 ? 'bad' : 'warning',
    title: [bold(title)],
    body: [
      line(
        `${toDollars(committed)} of ${toDollars(allowed)} ${toPeriodWords(row.period)} is spent or held ` +
          `(${percentOf(committed, allowed)} %); ${left} is left.`,
      ),
      quiet('Free models go on. A budget owner can raise the cap, or grant a request that is over it.'),
    ],
  });
}
