import { readIsoWeek } from '../budget/period.ts';
import { type ChannelPolicy, readPolicy } from '../channel/policy.ts';
import { readSettings } from '../channel/settings.ts';
import { readTimeZone } from '../channel/time-zone.ts';
import { TransientError, UncertainError } from '../errors.ts';
import { laterBy } from '../generate/pace.ts';
import { outboxId, type PersonId } from '../ids.ts';
import type { DigestMessage, DigestOf, DueDigest } from '../ports/digest-store.ts';
import type { ChannelRecord, WorkspaceRecord } from '../ports/directory.ts';
import { type Reviewed, reconcileBeforeTelling } from '../review/reconcile-all.ts';
import { loadOwners } from '../studio/owners.ts';
import type { Studio } from '../studio/studio.ts';
import { addressWeek, NOBODY_TO_TELL } from './address-week.ts';
import { isEmptyWeek } from './count-week.ts';
import { loadWeek, type Place } from './load-week.ts';

import { drawWorkspaceDigest, loadWorkspaceWeek } from './workspace-digest.ts';

/** How long one process may take over a digest before another one thinks it died. */
const LEASE_MS = 60_000;
/** A platform that names no time is asked again after so long. */
const AGAIN_MS = 15_000;
/** A digest that broke this often is a bug: it is noted and not tried for ever. */
const MAX_TRIES = 20;

/** What a digest comes to: its messages, or why there are none. */
type Made =
  | { readonly messages: readonly DigestMessage[] }
  | { readonly none: 'empty' | 'given-up'; readonly note: string };

/**
 * Makes the digest that is due for a channel or workspace, if one is; its messages are written in the same commit that
 * ends it. May run twice, late, or in several processes: the row lets one in, and the first to finish is the only one.
 */
export async function makeDigest(studio: Studio, of: DigestOf): Promise<'made' | 'nothing'> {
  const now = studio.clock.now();
  const [due] = (await studio.digests.due(now, { limit: 2, only: of })).filter(({ kind }) => kind === of.kind);
  if (due === undefined) return 'nothing';
  return makeWeek(studio, due);
}

/** Makes one week's digest unless it is made, due or not: for a person who asks for it at the machine, too. */
export async function makeWeek(studio: Studio, due: Omit<DueDigest, 'due'>): Promise<'made' | 'nothing'> {
  const { kind, workspace, channel } = due;
  const of = { kind, workspace, channel };
  const now = studio.clock.now();
  const hold = { id: studio.chance.id(), period: due.period, until: laterBy(now, LEASE_MS), now };
  const held = await studio.digests.begin(of, hold);
  if (held === null) return 'nothing';
  const made = held.tries > MAX_TRIES ? GIVEN_UP : await tryToMake(studio, due, held.id);
  if (made === 'later') return 'nothing';
  const messages = 'messages' in made ? made.messages : [];
  const isFirst = await studio.digests.finish({
    id: held.id,
    state: 'messages' in made ? 'posted' : made.none,
    note: 'messages' in made ? null : made.note,
    messages,
    now: studio.clock.now(),
  });
  if (!isFirst) return 'nothing';
  if ('none' in made && made.none === 'given-up') studio.report.warn({ of, note: made.note }, 'a digest was given up');
  await studio.queue.wakeAll(messages.map(({ id }) => ({ kind: 'send', outboxId: id })));
  return 'made';
}

const GIVEN_UP: Made = { none: 'given-up', note: `broke ${MAX_TRIES} times` };

/** A platform that is busy on a Monday morning is asked again; that is no failed try. */
async function tryToMake(studio: Studio, due: Omit<DueDigest, 'due'>, id: string): Promise<Made | 'later'> {
  try {
    return await (due.kind === 'workspace' ? makeWorkspaceMessages : makeMessages)(studio, due, id);
  } catch (error) {
    if (!(error instanceof TransientError || error instanceof UncertainError)) throw error;
    const waitMs = (error instanceof TransientError ? error.retryAfterMs : null) ?? AGAIN_MS;
    await studio.digests.postpone(id, laterBy(studio.clock.now(), waitMs));
    return 'later';
  }
}

async function makeMessages(studio: Studio, due: Omit<DueDigest, 'due'>, id: string): Promise<Made> {
  const found = await studio.directory.loadChannel(due.workspace, due.channel);
  if (found === null) return { none: 'given-up', note: 'the channel is not known any more' };
  await readVotes(studio, id, { workspace: due.workspace, channel: due.channel });
  const { place, policy } = readPlace(found);
  const week = readIsoWeek(due.period, place.settings.timeZone);
  const facts = week === null ? null : await loadWeek(studio, place, week);
  if (facts === null) return { none: 'given-up', note: `no week ${due.period}` };
  if (isEmptyWeek(facts.count)) return { none: 'empty', note: 'nothing was made, decided or billed' };
  const of = { place, policy, platform: found.workspace.platform, name: found.channel.name };
  const { card, to } = await addressWeek(studio, of, facts);
  if (to.length === 0) return { none: 'given-up', note: NOBODY_TO_TELL };
  return {
    messages: to.map((person) => ({ id: toMessageId(id, person), channel: due.channel, person, card })),
  };
}

/** The digest is held as long as its votes are read. */
const readVotes = (studio: Studio, id: string, of: Reviewed): Promise<void> =>
  reconcileBeforeTelling(studio, of, () => studio.digests.extend(id, laterBy(studio.clock.now(), LEASE_MS)));

const toMessageId = (id: string, person: PersonId | null) =>
  outboxId(person === null ? `digest-${id}` : `digest-${id}-${person}`);

/** To every owner alone, where most was spent. */
async function makeWorkspaceMessages(studio: Studio, due: Omit<DueDigest, 'due'>, id: string): Promise<Made> {
  const zone = readTimeZone(due.zone) ?? 'UTC';
  const week = readIsoWeek(due.period, zone);
  if (week === null) return { none: 'given-up', note: `no week ${due.period}` };
  await readVotes(studio, id, { workspace: due.workspace });
  const workspace = { id: due.workspace, timeZone: zone };
  const found = await loadWorkspaceWeek(studio, workspace, week);
  const most = found?.shares[0];
  if (found === null || most === undefined)
    return { none: 'empty', note: 'nothing was made, decided or billed in any channel' };
  const owners = await loadOwners(studio, workspace.id);
  if (owners.length === 0) return { none: 'given-up', note: 'no budget owner is known' };
  const card = await drawWorkspaceDigest(studio, found);
  return {
    messages: owners.map((person) => ({
      id: toMessageId(id, person),
      channel: most.channel,
      person,
      // Nobody of them asked for it now, so it waits for them.
      card: { ...card, lasting: true },
    })),
  };
}

export function readPlace({
  workspace,
  channel,
}: {
  readonly workspace: WorkspaceRecord;
  readonly channel: ChannelRecord;
}): {
  readonly place: Place;
  readonly policy: ChannelPolicy;
} {
  const stored = typeof channel.settings === 'object' && channel.settings !== null ? channel.settings : {};
  const settings = readSettings({ ...stored, timeZone: channel.timeZone ?? workspace.timeZone });
  return { place: { workspace: workspace.id, channel: channel.id, settings }, policy: readPolicy(channel.policy) };
}
