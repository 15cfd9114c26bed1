import { toLeftWords } from '../card/money-words.ts';
import { readPolicy } from '../channel/policy.ts';
import { readSettings } from '../channel/settings.ts';
import { type ChannelId, channelId, type PersonId, type Platform, personId, type WorkspaceId } from '../ids.ts';
import type { LogLine } from '../ports/log-store.ts';
import { eligibleOf } from '../review/count-votes.ts';
import { channelPurse } from '../studio/purse.ts';
import { isInside } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { wouldCount } from '../vote/electorate.ts';

/** What a person sees of their own work and their channels. */
export interface HomeFacts {
  readonly shots: readonly {
    readonly slug: string;
    readonly scene: string;
    readonly state: string;
    readonly channel: ChannelId;
  }[];
  readonly openVotes: readonly { readonly slug: string; readonly take: number; readonly channel: ChannelId }[];
  readonly budgets: readonly { readonly channel: ChannelId; readonly words: string }[];
}

export interface Visitor {
  readonly platform: Platform;
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  /** Where the person is now, as the platform says. Of other channels nothing is told but what they asked for themselves. */
  readonly channels: ReadonlySet<string>;
}

type Core = Pick<Studio, 'log' | 'directory' | 'rosters' | 'budgets' | 'votes' | 'clock'>;

const LINES = 300;
const SINCE_MS = 30 * 86_400_000;
/** More of each help nobody. */
const MOST = 10;
const RUNNING: ReadonlySet<string> = new Set(['queued', 'submitting', 'rendering', 'fetching', 'ready', 'unknown']);
const UNDECIDED: ReadonlySet<string> = new Set(['open', 'split']);

/** The last thirty days of a person: their shots, the votes that would count and are not given, what is left to spend. */
export async function readHome(core: Core, visitor: Visitor): Promise<HomeFacts> {
  const { workspace, person, channels } = visitor;
  const since = new Date(core.clock.now().getTime() - SINCE_MS);
  const lines: LogLine[] = [];
  for await (const line of core.log.read({ workspace, channel: null, words: [], since, limit: LINES }))
    lines.push(line);
  // Guests and people of other companies vote for nothing and see no money.
  const seen = (await isInside(core, visitor)) ? lines.filter(({ channel }) => channels.has(channel)) : [];
  return {
    shots: lines
      .filter((line) => line.requested_by === person)
      .slice(0, MOST)
      .map((line) => ({
        slug: `${line.shot} take ${line.take}`,
        scene: line.brief,
        state: RUNNING.has(line.status) ? line.status : line.decision.state,
        channel: channelId(line.channel),
      })),
    openVotes: await findVotes(core, visitor, seen),
    budgets: await loadBudgets(core, visitor, seen),
  };
}

async function findVotes(core: Core, visitor: Visitor, lines: readonly LogLine[]): Promise<HomeFacts['openVotes']> {
  const { workspace, person } = visitor;
  const asked = new Map<string, Promise<boolean>>();
  const mayVote = (line: LogLine): Promise<boolean> => {
    const key = `${line.channel} ${line.requested_by}`;
    const known = asked.get(key) ?? askWhoCounts(core, visitor, line);
    asked.set(key, known);
    return known;
  };
  const found: HomeFacts['openVotes'][number][] = [];
  for (const line of lines) {
    if (found.length >= MOST) break;
    const waits = line.workspace === workspace && line.status === 'delivered' && UNDECIDED.has(line.decision.state);
    if (!waits || line.votes.some((vote) => vote.person === person) || !(await mayVote(line))) continue;
    found.push({ slug: line.shot, take: line.take, channel: channelId(line.channel) });
  }
  return found;
}

/** The channel's own rule, as it would count the vote. */
async function askWhoCounts(core: Core, { workspace, person }: Visitor, line: LogLine): Promise<boolean> {
  const channel = channelId(line.channel);
  const found = await core.directory.loadChannel(workspace, channel);
  const poll = { workspace, channel, platform: line.platform, requester: personId(line.requested_by) };
  const eligible = await eligibleOf(core, poll, readPolicy(found?.channel.policy), found?.workspace.settings);
  return wouldCount(person, { requester: poll.requester, eligibleOthers: eligible });
}

async function loadBudgets(
  core: Core,
  { workspace }: Visitor,
  lines: readonly LogLine[],
): Promise<HomeFacts['budgets']> {
  const budgets: HomeFacts['budgets'][number][] = [];
  for (const name of [...new Set(lines.map((line) => line.channel))].slice(0, MOST)) {
    const channel = channelId(name);
    const found = await core.directory.loadChannel(workspace, channel);
    if (found === null) continue;
    const stored = typeof found.channel.settings === 'object' ? found.channel.settings : {};
    const timeZone = found.channel.timeZone ?? found.workspace.timeZone;
    const purse = await channelPurse(core, { workspace, channel, settings: readSettings({ ...stored, timeZone }) });
    budgets.push({ channel, words: toLeftWords(purse) });
  }
  return budgets;
}
