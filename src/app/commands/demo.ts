import { type Command, InvalidArgumentError } from 'commander';
import { PEOPLE, PLAYGROUND_WORKSPACE, toActor } from '../../adapters/playground/people.ts';
import { limitOf } from '../../core/budget/reservation.ts';
import { DEFAULT_SETTINGS, toSettingsJson } from '../../core/channel/settings.ts';
import { makeDigest } from '../../core/digest/make-digest.ts';
import { UserError } from '../../core/errors.ts';
import { type ChannelId, channelId } from '../../core/ids.ts';
import { toDollars } from '../../core/money/micros.ts';
import { channelPurse } from '../../core/studio/purse.ts';
import type { Terminal } from '../cli.ts';
import type { Composed } from '../compose.ts';
import { makeClips } from '../demo/make-clips.ts';
import { inOneCommit, type OpenMonth } from '../demo/open-month.ts';
import { planMonth } from '../demo/plan-month.ts';
import { playMonth } from '../demo/play-month.ts';
import type { StoredClip } from '../demo/stage.ts';
import { withStudio } from '../open-studio.ts';

interface DemoOptions {
  readonly channel: string;
  readonly seed: number;
  readonly days: number;
}

export function addDemo(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('fill a channel of the playground with a generated month: people, shots, votes, costs, and its digest')
    .option('--channel <channel>', 'a channel that has no takes yet', 'demo-month')
    .option('--seed <number>', 'the same seed gives the same month', toWhole(0, 2 ** 31 - 1), 1)
    .option('--days <number>', 'how many days back it begins', toWhole(8, 62), 35)
    .action((options: DemoOptions) => withStudio(terminal, (composed) => demo(composed, options, terminal)));
}

async function demo(composed: Composed, options: DemoOptions, terminal: Terminal): Promise<void> {
  const { studio } = composed;
  const channel = readChannel(options.channel);
  const known = await studio.show.recentTakes(PLAYGROUND_WORKSPACE, channel, 1);
  if (known.length > 0)
    throw new UserError(
      'channel_in_use',
      `#${channel} has takes already, and a generated month doesn't mix with real ones. Choose another: previz demo --channel demo-2`,
    );
  terminal.err('Drawing a few clips …\n');
  const clips = await makeClips(studio);
  terminal.err('Playing the month …\n');
  const played = await inOneCommit(composed.databaseUrl, studio, (month) =>
    play({ ...month, channel, clips, options }),
  );
  const of = { kind: 'channel', workspace: PLAYGROUND_WORKSPACE, channel } as const;
  // An app that runs here may be first; either way it comes once.
  await makeDigest(studio, of);
  const purse = await channelPurse(studio, {
    workspace: PLAYGROUND_WORKSPACE,
    channel,
    settings: { ...DEFAULT_SETTINGS, timeZone: zoneHere() },
  });
  const spent = toDollars(purse.settled + purse.overage);
  terminal.out(
    `#${channel} has ${played.shots} shots with ${played.takes} takes now; this month ${spent} of ${toDollars(limitOf(purse))} are spent.\n` +
      `${(await composed.isAppRunning()) ? 'Look at it in the playground' : 'Look at it: npm start, and choose the channel'}; also: previz log --channel ${channel}, previz digest --workspace ${PLAYGROUND_WORKSPACE} --channel ${channel} --dry-run\n`,
  );
}

interface Playing extends OpenMonth {
  readonly channel: ChannelId;
  readonly clips: readonly StoredClip[];
  readonly options: DemoOptions;
}

async function play({ studio, turn, channels, channel, clips, options }: Playing) {
  const until = studio.clock.now();
  const begin = new Date(until.getTime() - options.days * 86_400_000);
  turn(begin);
  const people = PEOPLE.map((person) => toActor(person, zoneHere()));
  await channels.create({ id: channel, name: channel, createdAt: until });
  for (const actor of people) {
    const met = { platform: 'playground', workspace: PLAYGROUND_WORKSPACE, channel, actor, now: begin } as const;
    await studio.directory.meet(met);
  }
  const digest = { ...DEFAULT_SETTINGS.digest, baseline: { minutes: 16 * 60, cost: 350_000_000n } };
  const settings = toSettingsJson({ ...DEFAULT_SETTINGS, timeZone: zoneHere(), digest });
  await studio.directory.saveChannel(PLAYGROUND_WORKSPACE, channel, { name: channel, settings });
  const plan = planMonth({ seed: options.seed, until, days: options.days, people, clips: clips.length });
  return playMonth({ studio, turn, workspace: PLAYGROUND_WORKSPACE, channel, clips, send: true }, plan);
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function readChannel(text: string): ChannelId {
  const name = text.replace(/^#/, '').toLowerCase();
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return channelId(name);
  throw new UserError('bad_channel', `#${name} can't be a channel: letters, digits and dashes, 40 at most.`);
}

const toWhole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    return number;
  };
