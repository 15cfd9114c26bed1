/** The life of a take (design §3). The database refuses any other move. */
export const TAKE_STATES = [
  'queued',
  'submitting',
  'rendering',
  'fetching',
  'ready',
  'delivered',
  'undeliverable',
  'unknown',
  'failed',
  'refused',
  'canceled',
] as const;

export type TakeState = (typeof TAKE_STATES)[number];

const ENDS: readonly TakeState[] = ['delivered', 'undeliverable', 'failed', 'refused', 'canceled'];

/** Nothing will move this take by itself any more. `unknown` is not an end: its money is still held. */
export const isEnded = (state: TakeState): boolean => ENDS.includes(state);

/** States in which a cancel still makes sense. */
export const isCancelable = (state: TakeState): boolean => ['queued', 'submitting', 'rendering'].includes(state);

/** The detail of a take that was accepted and has not begun. */
export const WAITS_AT_PROVIDER = 'waits for its turn at the provider';

/** The detail of a take whose job the provider never ended. */
export const STUCK_AT_PROVIDER = 'the provider still says that it renders, a day after it was sent';
