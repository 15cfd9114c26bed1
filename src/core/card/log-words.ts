import type { LogLine } from '../ports/log-store.ts';

const NONE = '–';
const WITHOUT_CLIP: ReadonlySet<string> = new Set(['failed', 'refused', 'canceled']);

type Told = Pick<LogLine, 'take' | 'status' | 'decision'>;

/** A request that was refused or declined made no take. */
export const toTakeWord = ({ take }: Pick<Told, 'take'>): string => (take === 0 ? NONE : String(take));

/** Where nothing was made, nothing is open: there is nothing to decide about. */
export const toDecisionWord = ({ take, status, decision }: Told): string =>
  take === 0 || (decision.state === 'open' && WITHOUT_CLIP.has(status)) ? NONE : decision.state;
