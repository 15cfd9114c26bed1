import { DEFAULT_POLICY, toPolicyJson } from '../../src/core/channel/policy.ts';
import { DEFAULT_SETTINGS, toSettingsJson } from '../../src/core/channel/settings.ts';
import type { ChannelId, PersonId, WorkspaceId } from '../../src/core/ids.ts';
import type { BudgetRow, BudgetStore } from '../../src/core/ports/budget-store.ts';
import type { ChannelRecord, Directory, PersonRecord, WorkspaceRecord } from '../../src/core/ports/directory.ts';
import type { LogLine, LogStore } from '../../src/core/ports/log-store.ts';
import type { ShotView, ShowStore } from '../../src/core/ports/show-store.ts';
import type { Catalog, House, Studio } from '../../src/core/studio/studio.ts';
import { isEnded } from '../../src/core/take/state.ts';

/** What a memory studio starts with. */
export interface MemoryStart {
  readonly workspace: WorkspaceRecord;
  readonly channels: readonly ChannelRecord[];
  readonly people: readonly PersonRecord[];
  readonly shots?: readonly ShotView[];
  readonly log?: readonly LogLine[];
  readonly catalog: Catalog;
  readonly house: House;
  readonly now: Date;
}

/** The stores that looking things up needs, in memory, with the database's behaviour. Any other port throws when it is used. */
export function makeMemoryStudio(start: MemoryStart): Studio {
  const now = () => start.now;
  const directory = makeMemoryDirectory(start);
  return {
    directory,
    budgets: makeMemoryBudgets([], directory),
    show: makeMemoryShow(start.shots ?? []),
    log: makeMemoryLog(start.log ?? []),
    catalog: start.catalog,
    house: start.house,
    clock: { now },
    chance: { id: () => 'id', seed: () => 1 },
    report: { info: () => {}, warn: () => {}, error: () => {} },
    providers: new Map(),
    surfaces: new Map(),
    rosters: new Map(),
    inbox: unused('inbox'),
    requests: unused('requests'),
    takes: unused('takes'),
    outbox: unused('outbox'),
    revival: unused('revival'),
    votes: unused('votes'),
    due: unused('due'),
    digests: noDigests(),
    painter: unused('painter'),
    media: unused('media'),
    references: unused('references'),
    moderator: null,
    queue: unused('queue'),
  };
}

export const channelRecord = (workspace: WorkspaceId, id: ChannelId, name: string): ChannelRecord => ({
  workspace,
  id,
  name,
  timeZone: 'UTC',
  policy: toPolicyJson(DEFAULT_POLICY),
  settings: toSettingsJson(DEFAULT_SETTINGS),
  changes: 0,
});

/** None was ever made; its numbers are the database's. */
const noDigests = (): Studio['digests'] =>
  Object.assign(Object.create(unused<Studio['digests']>('digests')), { findTrouble: async () => null });

function makeMemoryDirectory(start: Pick<MemoryStart, 'workspace' | 'channels' | 'people'>): Directory {
  const channels = new Map(start.channels.map((channel) => [channel.id, channel]));
  const people = new Map<PersonId, PersonRecord>(start.people.map((person) => [person.id, person]));
  let { workspace } = start;
  const found = (id: ChannelId) => {
    const channel = channels.get(id);
    return channel === undefined ? null : { workspace, channel };
  };
  return {
    meet: async ({ channel: id, actor }) => {
      const channel = channels.get(id) ?? channelRecord(workspace.id, id, '');
      const person = people.get(actor.id) ?? actor;
      channels.set(id, channel);
      people.set(actor.id, person);
      return { workspace, channel, person };
    },
    learn: async (_, more) => {
      for (const person of more) people.set(person.id, person);
    },
    loadChannel: async (_, id) => found(id),
    saveChannel: async (_, id, patch) => {
      const channel = channels.get(id);
      if (channel !== undefined) channels.set(id, { ...channel, ...structuredClone(patch) });
    },
    saveWorkspace: async (_, settings) => {
      workspace = { ...workspace, settings };
    },
    loadPeople: async () => [...people.values()],
    loadPerson: async (_, id) => people.get(id) ?? null,
  };
}

/** A new cap counts for the running period at once; below what is committed it freezes the scope. */
export function makeMemoryBudgets(used: readonly BudgetRow[] = [], directory: Directory | null = null): BudgetStore {
  const rules = new Map<string, bigint>();
  const rows = new Map(used.map((row) => [`${row.scope} ${row.period}`, row]));
  const notices = new Set<string>();
  let stopped: { readonly by: string; readonly at: Date } | null = null;
  return {
    loadRules: async (scopes) => new Map([...rules].filter(([scope]) => scopes.includes(scope))),
    loadRows: async (scopes) =>
      scopes.map(({ scope, period, cap }) => rows.get(`${scope} ${period}`) ?? emptyRow(scope, period, cap)),
    setCap: async ({ workspace, scope, period, cap, with: saved }) => {
      if (saved !== undefined) await directory?.saveChannel(workspace, saved.channel, { settings: saved.settings });
      const row = rows.get(`${scope} ${period}`) ?? emptyRow(scope, period, cap);
      const frozen = row.settled + row.overage + row.held - row.granted > cap;
      rows.set(`${scope} ${period}`, { ...row, cap, frozen });
      if (!period.startsWith('job:')) rules.set(scope, cap);
      return frozen ? 'frozen' : 'set';
    },
    claimNotice: async (...key) => {
      const isFirst = !notices.has(key.join());
      notices.add(key.join());
      return isFirst;
    },
    stopSpending: async (by, at) => {
      stopped = { by, at };
    },
    resumeSpending: async () => {
      stopped = null;
    },
    spendingStopped: async () => stopped,
  };
}

const emptyRow = (scope: string, period: string, cap: bigint): BudgetRow => {
  return { scope, period, cap, granted: 0n, held: 0n, settled: 0n, overage: 0n, frozen: false };
};

function makeMemoryShow(start: readonly ShotView[]): ShowStore {
  const shots = new Map(start.map((shot) => [shot.id, shot]));
  const all = () => [...shots.values()];
  return {
    loadTake: async (_, id) =>
      all()
        .flatMap(({ takes }) => takes)
        .find((take) => take.id === id) ?? null,
    loadShot: async (_, by) =>
      all().find((shot) => {
        if ('id' in by) return shot.id === by.id;
        return 'slug' in by ? shot.slug === by.slug : shot.thread === by.thread && shot.channel === by.channel;
      }) ?? null,
    takesOfAct: async () => {
      throw new Error('the memory studio knows no acts');
    },
    recentTakes: async (_, channel, limit) => {
      const takes = all().flatMap((shot) => (shot.channel === channel ? shot.takes : []));
      const newest = takes.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
      return [...newest.filter(({ state }) => !isEnded(state)), ...newest.filter(({ state }) => isEnded(state))].slice(
        0,
        limit,
      );
    },
    firstShot: async (_, channel) => all().find((shot) => shot.channel === channel)?.id ?? null,
    jobOf: async () => null,
    rename: async (_, id, slug) => {
      const shot = shots.get(id);
      if (shot === undefined || all().some((other) => other.id !== id && other.slug === slug)) return 'taken';
      shots.set(id, { ...shot, slug, takes: shot.takes.map((take) => ({ ...take, slug })) });
      return 'renamed';
    },
  };
}

function makeMemoryLog(lines: readonly LogLine[]): LogStore {
  return {
    read: async function* ({ channel, words, since, limit }) {
      const found = lines
        .filter((entry) => channel === null || entry.channel === channel)
        .filter((entry) => since === null || new Date(entry.requested_at) >= since)
        .filter((entry) =>
          words.every((word) => `${entry.shot} ${entry.brief} ${entry.model} ${entry.status}`.includes(word)),
        )
        .toSorted((a, b) => (a.requested_at < b.requested_at ? 1 : -1));
      yield* found.slice(0, limit ?? found.length);
    },
  };
}

/** A port that nothing in the test should need: using it says so. */
function unused<Port extends object>(name: string): Port {
  const handler = {
    get: () => () => {
      throw new Error(`the memory studio has no ${name}`);
    },
  };
  // A proxy answers every method of the port, so it is one.
  return new Proxy({}, handler) as Port;
}
