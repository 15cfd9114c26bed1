import type { Suggestion } from '../budget/fit.ts';
import { printBrief } from '../command/print-brief.ts';
import { readSize } from '../command/values.ts';
import type { Request } from '../ports/request-store.ts';

/** The command that asks for something that fits instead: the person's own words, for the same shot. */
export function toFitCommand({ brief, plan }: Pick<Request, 'brief' | 'plan'>, fit: Suggestion): string {
  return printBrief({
    ...brief,
    models: [fit.model],
    seconds: fit.seconds,
    takes: fit.takes,
    size: fit.changes.includes('smaller') ? readSize(fit.size) : brief.size,
    shot: brief.shot ?? plan.shot.slug,
  });
}
