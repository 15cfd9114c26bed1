import { leftOf, limitOf } from '../budget/reservation.ts';
import { maxMicros, percentOf, toDollars } from '../money/micros.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { Card, Line } from './card.ts';
import { toPeriodWords, toScopeWords } from './money-words.ts';
import { toNote } from './notes.ts';
import { bold, code, line, quiet, toCard } from './to-card.ts';

/** Why nothing runs, where no money is short. */
export type Refusal =
  | 'provider-not-allowed'
  | 'job-over'
  | 'unpriced'
  | 'out-of-room'
  | 'pace'
  | 'declined'
  | 'expired'
  | 'gone'
  | 'choose-channel';

/** Says why not, and what to do instead. Shown to the person alone. */
export const refusedCard = (refusal: Refusal): Card => toNote('warning', [REFUSALS[refusal]]);

const REFUSALS: Readonly<Record<Refusal, Line>> = {
  'provider-not-allowed': [
    'This channel’s agreements don’t allow that provider, so nothing was sent or spent. ',
    code('/previz models'),
    ' shows who may be used here.',
  ],
  'job-over': [
    'This channel’s job is past its last day, so it has nothing left to spend. A budget owner sets the next one: ',
    code('/previz budget job'),
    '. Free models still work.',
  ],
  unpriced: [
    'Nobody told Previz what that model costs, so it is not used. Pick another one: ',
    code('/previz models'),
    '.',
  ],
  'out-of-room': [
    'There is no room left to store clips, so nothing new is rendered. Whoever runs Previz finds more in ',
    code('previz doctor'),
    '.',
  ],
  pace: ['That is faster than one person may go. Ask again in a little while; free models have no such limit.'],
  declined: ['A budget owner declined the request. Nothing was spent.'],
  expired: ['That offer has run out, and nothing was spent. Ask again: prices and what is left may have changed.'],
  gone: ['That isn’t in this channel any more. ', code('/previz status'), ' shows what is.'],
  'choose-channel': ['Clips belong to a channel, with its budget and its people. Choose one, and ask there.'],
};

/** The kill switch is on; who turned it, where that is known. */
export function stoppedCard(stopped: { readonly by: string; readonly at: Date } | null = null): Card {
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
export const frozenCard = (scope: string): Card =>
  toCard({
    tone: 'bad',
    title: [bold('Paid takes are on hold')],
    body: [
      line(`More was billed or promised than ${toScopeWords(scope)} allows. Nothing was spent on this one.`),
      line('A budget owner looks with ', code('/previz budget'), ' and raises the cap. Free models still work.'),
    ],
  });

/** Told in the channel once per level and period. Never shown where people from outside read along. */
export function noticeCard(level: number, row: BudgetRow): Card {
  const committed = row.settled + row.overage + row.held;
  const allowed = limitOf(row);
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
