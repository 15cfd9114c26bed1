import type { Suggestion } from '../budget/fit.ts';
import { toBrief } from '../command/brief.ts';
import { printBrief } from '../command/print-brief.ts';
import { readSize } from '../command/values.ts';
import type { RequestPlan } from '../ports/request-store.ts';

/** The command that asks for something that fits instead, of the same shot and in the same words. */
export function toFitCommand({ shot, takes }: RequestPlan, fit: Suggestion): string {
  const [first] = takes;
  const kept = first === undefined ? {} : { template: first.template, slots: first.slots, tier: first.tier };
  const { params } = first ?? {};
  return printBrief({
    ...toBrief(shot.scene),
    ...kept,
    ratio: params?.ratio ?? null,
    // A size of the shape that is rendered says nothing where the picture is matted to another one.
    size: params !== undefined && params.renderRatio === params.ratio ? readSize(fit.size) : null,
    models: [fit.model],
    seconds: fit.seconds,
    takes: fit.takes,
    shot: shot.slug,
  });
}
