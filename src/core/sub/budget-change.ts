import { channelPeriodKey, periodKey } from '../budget/period.ts';
import { channelScope, everybodyScope, fuseScope, workspaceScope } from '../budget/scopes.ts';
import { code } from '../card/to-card.ts';
import { type ChannelBudget, readJobNumber, toSettingsJson } from '../channel/settings.ts';
import type { BudgetCommand } from '../command/sub-command.ts';
import { type Micros, toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { type SubAnswer, say } from './sub-answer.ts';

type Change = Exclude<BudgetCommand, { kind: 'show' }>;

/** A budget owner sets a cap; it counts at once for the running period, and for those after it. May be repeated. */
export async function changeBudget(studio: Studio, asked: Asked, change: Change): Promise<SubAnswer> {
  const { workspace } = asked;
  const now = studio.clock.now();
  switch (change.kind) {
    case 'channel':
      return changeChannel(studio, asked, { kind: change.period }, change.micros);
    case 'job':
      return changeJob(studio, asked, change);
    case 'workspace': {
      const purse = { scope: workspaceScope(workspace.id), period: periodKey('month', now, workspace.timeZone) };
      return setCap(studio, asked, { ...purse, cap: change.micros, what: 'The workspace may spend', per: 'a month' });
    }
    case 'fuse': {
      const purse = { scope: fuseScope(workspace.id), period: periodKey('day', now, workspace.timeZone) };
      return setCap(studio, asked, { ...purse, cap: change.micros, what: 'The workspace stops at', per: 'a day' });
    }
    case 'person': {
      const purse = { scope: everybodyScope(workspace.id), period: periodKey('day', now, workspace.timeZone) };
      const per = 'a day. Whoever has asked for a take today keeps today’s limit until midnight';
      return setCap(studio, asked, { ...purse, cap: change.micros, what: 'Each person may spend', per });
    }
    case 'grant':
      return say(
        'plain',
        'A grant covers one request, so it is given where the request is: whoever is over the cap presses “Ask the budget owner”, and you get Approve. To give more in general, raise a cap: ',
        code('/previz budget person 20'),
        '.',
      );
  }
}

async function changeJob(studio: Studio, asked: Asked, change: Extract<Change, { kind: 'job' }>): Promise<SubAnswer> {
  const job = readJobNumber(change.number);
  if (job === null)
    return say(
      'warning',
      code(change.number),
      ' can’t be a job number: those have up to 32 letters, digits and . _ - /',
    );
  const today = periodKey('day', studio.clock.now(), asked.settings.timeZone);
  if (change.until !== null && change.until < today) {
    return say('warning', `${change.until} is over already; today is ${today} in ${asked.settings.timeZone}.`);
  }
  return changeChannel(studio, asked, { kind: 'job', job, cap: change.micros, endsOn: change.until }, change.micros);
}

/** The settings and their cap in one: of two who change one each, none undoes the other's. */
async function changeChannel(studio: Studio, asked: Asked, budget: ChannelBudget, cap: Micros): Promise<SubAnswer> {
  const { workspace, channel, settings } = asked;
  const scope = channelScope(workspace.id, channel.id);
  const period = channelPeriodKey(budget, studio.clock.now(), settings.timeZone);
  const until = budget.kind === 'job' && budget.endsOn !== null ? `, until ${budget.endsOn}` : '';
  const per = budget.kind === 'job' ? `for job ${budget.job}${until}` : `a ${budget.kind}`;
  const saved = { channel: channel.id, settings: toSettingsJson({ ...settings, budget }), onto: channel.changes };
  return setCap(studio, asked, { scope, period, cap, with: saved, what: 'This channel may spend', per });
}

async function setCap(
  { budgets, clock }: Pick<Studio, 'budgets' | 'clock'>,
  { workspace, person }: Asked,
  set: {
    readonly scope: string;
    readonly period: string;
    readonly cap: Micros;
    readonly with?: NonNullable<Parameters<Studio['budgets']['setCap']>[0]['with']>;
    readonly what: string;
    readonly per: string;
  },
): Promise<SubAnswer> {
  const { scope, period, cap, what, per, ...saved } = set;
  const outcome = await budgets.setCap({
    workspace: workspace.id,
    scope,
    period,
    cap,
    actor: person.id,
    now: clock.now(),
    ...saved,
  });
  const words = `${what} ${toDollars(cap)} ${per}.`;
  return outcome === 'frozen'
    ? say(
        'warning',
        `${words} More than that is spent or held already, so paid takes are on hold until the cap is higher or the period ends.`,
      )
    : say('good', words);
}
