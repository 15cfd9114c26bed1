import type { FailureCode } from '../take/failure.ts';

export interface FailureWords {
  readonly happened: string;
  readonly next: string;
  /** What helps: the same again, or other words; neither where only an operator can mend it. */
  readonly offer: 'retake' | 'remix' | 'none';
}

/** Why a take ended without a clip, in plain words, and what to do about it. */
export const failureWords = (code: FailureCode | null): FailureWords => WORDS[code ?? 'internal'];

const WORDS: Readonly<Record<FailureCode, FailureWords>> = {
  no_output: {
    happened: 'The provider finished without giving us a clip.',
    next: 'A retake often works; if not, try other words or another model.',
    offer: 'retake',
  },
  corrupt: {
    happened: 'The clip that came back can’t be played.',
    next: 'A retake usually works.',
    offer: 'retake',
  },
  expired: {
    happened: 'The provider deleted the clip before we could fetch it.',
    next: 'A retake makes a new one.',
    offer: 'retake',
  },
  source_gone: {
    happened: 'The provider has the clip that this take was to start from no longer, or can’t start from one.',
    next: 'Nothing was charged. A retake makes a new clip from the words alone.',
    offer: 'retake',
  },
  moderation_prompt: {
    happened: 'The provider’s safety check refused the description.',
    next: 'Remix it: leave out real people, brands, injuries or anything that reads as unsafe.',
    offer: 'remix',
  },
  moderation_output: {
    happened: 'The clip was made, but the provider’s safety check held it back.',
    next: 'Remix it in calmer words; the same words may be held back again.',
    offer: 'remix',
  },
  credentials: {
    happened: 'The provider did not accept our key.',
    next: 'Whoever runs Previz has to look: `previz doctor` says what to set. Other models still work.',
    offer: 'remix',
  },
  out_of_credit: {
    happened: 'The account at the provider has no credit left.',
    next: 'Whoever runs Previz has to top it up. Other models still work.',
    offer: 'remix',
  },
  model_retired: {
    happened: 'The provider no longer offers this model.',
    next: 'Remix it with another one; `/previz models` lists them.',
    offer: 'remix',
  },
  invalid_request: {
    happened: 'The provider did not accept these settings.',
    next: 'Remix it with other seconds, size or references.',
    offer: 'remix',
  },
  provider_failed: {
    happened: 'The provider could not render it.',
    next: 'A retake often works; if not, try another model.',
    offer: 'retake',
  },
  out_of_room: {
    happened: 'There is no room left to store clips.',
    next: 'Whoever runs Previz has to make room; `previz doctor` shows how much is free. Then retake.',
    offer: 'retake',
  },
  spending_stopped: {
    happened: 'Paid takes were stopped before this one was sent.',
    next: 'Retake it once spending is resumed. Free models still work.',
    offer: 'retake',
  },
  not_charged: {
    happened: 'The provider never answered, and a budget owner found that nothing was charged.',
    next: 'The money is free again; retake it when you like.',
    offer: 'retake',
  },
  lost: {
    happened: 'The renderer forgot the job; it may have been restarted.',
    next: 'Nothing was billed. A retake makes it again.',
    offer: 'retake',
  },
  internal: {
    happened: 'Something went wrong on our side.',
    next: 'Retake it; if it happens again, tell whoever runs Previz.',
    offer: 'retake',
  },
};
