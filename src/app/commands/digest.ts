import type { Command } from 'commander';
import { isoWeek, lastClosedWeek } from '../../core/budget/period.ts';
import type { ChannelPolicy } from '../../core/channel/policy.ts';
import { addressWeek, NOBODY_TO_TELL } from '../../core/digest/address-week.ts';
import { isEmptyWeek } from '../../core/digest/count-week.ts';
import { toEmptyCard } from '../../core/digest/digest-card.ts';
import { drawDigest } from '../../core/digest/draw-digest.ts';
import { loadWeek, type Place, type WeekFacts } from '../../core/digest/load-week.ts';
import { makeWeek, readPlace } from '../../core/digest/make-digest.ts';
import { UserError } from '../../core/errors.ts';
import { channelId, outboxId, type Platform, type WorkspaceId, workspaceId } from '../../core/ids.ts';
import type { Studio } from '../../core/studio/studio.ts';
import { readWish } from '../../core/sub/digest-schedule.ts';
import type { Terminal } from '../cli.ts';
import { withStudio } from '../open-studio.ts';
import { type ToldWeek, writeFiles } from './digest-files.ts';

interface DigestOptions {
  readonly channel: string;
  readonly workspace?: string;
  readonly week?: string;
  readonly dryRun?: true;
  readonly output: string;
}

export function addDigest(program: Command, terminal: Terminal): void {
  program
    .command('digest')
    .description('a channel’s week: posted where it is due and was not, printed for the command line’s own channels')
    .option('--channel <channel>', 'whose week, by id or name', 'cli')
    .option('--workspace <workspace>', 'where the channel is, if several have one of that name')
    .option('--week <week>', 'such as 2026-W47 or W47, or now; else the last one that is over')
    .option(
      '--dry-run',
      'post nothing: write the message, the picture and a CSV to files, and the workspace’s message and picture',
    )
    .option('-o, --output <folder>', 'where the files go', '.')
    .action((options: DigestOptions) => withStudio(terminal, ({ studio }) => tellWeek(studio, options, terminal)));
}

/** Prints, posts or writes a week, as the options say. */
export async function tellWeek(studio: Studio, options: DigestOptions, terminal: Terminal): Promise<void> {
  const { place, platform, policy, name, timeZone } = await findPlace(studio, options);
  const facts = await loadFacts(studio, place, options.week);
  if (options.dryRun === true) return writeFiles(studio, { facts, place, name, timeZone }, options.output, terminal);
  if (isEmptyWeek(facts.count)) return terminal.out(`${toEmptyCard(facts.span, facts.count.open).text}\n`);
  if (platform === 'local')
    return terminal.out(`${(await drawDigest(studio, facts, { place, channelName: name })).text}\n`);
  return post(studio, { facts, place, platform, policy, name, timeZone }, terminal);
}

interface Found {
  readonly place: Place;
  readonly platform: Platform;
  readonly policy: ChannelPolicy;
  /** The workspace's. */
  readonly timeZone: string;
  readonly name: string;
}

/** The channel by its id or name; without a workspace the one where something was made lately. */
async function findPlace(studio: Studio, { channel, workspace }: DigestOptions): Promise<Found> {
  const wanted = channel.replace(/^#/, '');
  const of = workspace === undefined ? null : workspaceId(workspace);
  const made =
    (await lastMade(studio, of, wanted)) ?? (of === null ? null : { workspace: of, channel: channelId(wanted) });
  const found = made === null ? null : await studio.directory.loadChannel(made.workspace, made.channel);
  if (found === null)
    throw new UserError(
      'no_channel',
      `Nothing was ever made in a channel ${wanted}${workspace === undefined ? '' : ` of ${workspace}`}, so it has no digest. previz log shows where something was.`,
    );
  const name = found.channel.name === '' ? found.channel.id : found.channel.name;
  return { ...readPlace(found), platform: found.workspace.platform, timeZone: found.workspace.timeZone, name };
}

/** The log knows channels by id and by name. */
async function lastMade(studio: Studio, workspace: WorkspaceId | null, channel: string) {
  const query = { workspace, channel, words: [], since: null, limit: 1 };
  for await (const line of studio.log.read(query))
    return { workspace: workspaceId(line.workspace), channel: channelId(line.channel) };
  return null;
}

async function loadFacts(studio: Studio, place: Place, wish: string | undefined): Promise<WeekFacts> {
  const { timeZone } = place.settings;
  const now = studio.clock.now();
  const running = isoWeek(now, timeZone);
  const week =
    wish === undefined
      ? lastClosedWeek(now, timeZone)
      : readWish(wish === 'now' ? { kind: 'now' } : { kind: 'week', week: wish.toUpperCase() }, now, timeZone).week;
  if (week === null)
    throw new UserError(
      'bad_week',
      `There is no week ${wish}. Write it like ${running.key}, or now for the running one.`,
    );
  const facts = await loadWeek(studio, place, week);
  if (facts === null)
    throw new UserError('future_week', `Week ${week.key} has not begun yet; this is week ${running.key}.`);
  return facts;
}

/** A week that is over is posted once, be it by the schedule or from here; the running one whenever it is asked for. */
async function post(
  studio: Studio,
  { facts, place, platform, policy, name }: ToldWeek & Pick<Found, 'platform' | 'policy'>,
  terminal: Terminal,
): Promise<void> {
  const { workspace, channel, settings } = place;
  if (facts.span.partial) {
    const { card, to } = await addressWeek(studio, { place, platform, policy, name }, facts);
    if (to.length === 0)
      throw new UserError('nobody_to_tell', `The running week of #${name} goes nowhere: ${NOBODY_TO_TELL}.`);
    const at = { platform, workspace, channel, thread: null };
    const asked = studio.chance.id();
    for (const person of to) {
      const id = outboxId(person === null ? `digest-asked-${asked}` : `digest-asked-${asked}-${person}`);
      await studio.outbox.write({ id, place: at, person, card, now: studio.clock.now() });
      await studio.queue.wake({ kind: 'send', outboxId: id });
    }
    const isOpen = to.includes(null);
    return terminal.out(
      `The running week of #${name} is on its way${isOpen ? '' : ' to the budget owners: people from outside read along there, or may'}.\n`,
    );
  }
  const of = { kind: 'channel', workspace, channel } as const;
  const { key } = facts.span.week;
  const made = await makeWeek(studio, { ...of, zone: settings.timeZone, period: key });
  if (made === 'made') return terminal.out(`Week ${key} of #${name} is on its way.\n`);
  const known = await studio.digests.find(of, key);
  const when =
    known?.madeAt === null || known === null
      ? 'is being made right now'
      : `was made on ${known.madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const trouble = known?.undelivered ?? known?.note ?? null;
  terminal.out(
    `Week ${key} of #${name} ${when}${trouble === null ? '' : `: ${trouble}`}. It is posted once; --dry-run shows it again.\n`,
  );
}
