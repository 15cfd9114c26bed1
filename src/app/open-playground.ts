import type { Logger } from 'pino';
import type { makePrisma } from '../adapters/db/client.ts';
import { makeListen } from '../adapters/db/listen.ts';
import { makePlaygroundStore } from '../adapters/db/playground-store.ts';
import { findPerson, PEOPLE, PLAYGROUND_WORKSPACE, toActor } from '../adapters/playground/people.ts';
import { makePlayground, type Playground } from '../adapters/playground/playground.ts';
import type { LogRow, PlaygroundViews } from '../adapters/playground/views.ts';
import { limitOf } from '../core/budget/reservation.ts';
import { toDecisionWord } from '../core/card/log-words.ts';
import { readSettings } from '../core/channel/settings.ts';
import { printBrief } from '../core/command/print-brief.ts';
import { openBrief } from '../core/form/request-form.ts';
import { type ChannelId, channelId, type PersonId } from '../core/ids.ts';
import { quote, toPriceWords } from '../core/model/quote.ts';
import type { LogLine } from '../core/ports/log-store.ts';
import { channelPurse } from '../core/studio/purse.ts';
import { seesMoney } from '../core/studio/sees-money.ts';
import type { Studio } from '../core/studio/studio.ts';
import { usableModels } from '../core/studio/usable-models.ts';
import { isEnded, TAKE_STATES } from '../core/take/state.ts';

export type { Playground };

type Core = Pick<
  Studio,
  | 'inbox'
  | 'requests'
  | 'show'
  | 'budgets'
  | 'directory'
  | 'log'
  | 'queue'
  | 'clock'
  | 'chance'
  | 'catalog'
  | 'providers'
>;

interface PlaygroundParts {
  readonly prisma: ReturnType<typeof makePrisma>;
  readonly databaseUrl: string;
  readonly mediaFolder: string;
  readonly token: string | null;
  readonly log: Logger;
  readonly core: Core;
}

const LOG_ROWS = 200;
const HOME_CHANNEL = channelId('previz-lab');
const NOTIFY = 'previz_playground';

/** The playground with the core behind it: where its acts go, and what it shows beside the messages. */
export function openPlayground({ prisma, databaseUrl, mediaFolder, token, log, core }: PlaygroundParts): Playground {
  const report = (error: unknown) => log.warn({ error }, 'the playground met an error');
  const playground = makePlayground({
    store: makePlaygroundStore(prisma),
    listen: makeListen({ connectionString: databaseUrl, channel: NOTIFY, report }),
    record: (act) => core.inbox.record(act),
    wake: (actId) => core.queue.wake({ kind: 'act', actId }),
    clock: core.clock,
    newId: core.chance.id,
    media: { folder: mediaFolder },
    views: makeViews(core),
    report,
    ...(token === null ? {} : { token }),
  });
  return {
    ...playground,
    async seed() {
      await playground.seed();
      await meetAll(core);
    },
  };
}

/** Everybody of the cast is known from the start: who can vote doesn't depend on who has spoken yet. */
async function meetAll({ directory, clock }: Core): Promise<void> {
  for (const person of PEOPLE) {
    const actor = toActor(person, null);
    await directory.meet({
      platform: 'playground',
      workspace: PLAYGROUND_WORKSPACE,
      channel: HOME_CHANNEL,
      actor,
      now: clock.now(),
    });
  }
}

function makeViews(core: Core): PlaygroundViews {
  return {
    budget: async (channel, viewer) => (isInHouse(viewer) ? readBudget(core, channel) : null),
    log: (channel, query, viewer) => readLog(core, channel, { query, full: isInHouse(viewer) }),
    brief: (target, channel, viewer) => readBrief(core, { channel, viewer }, target),
    catalog: async () => ({
      templates: [...core.catalog.templates.values()].map(({ template }) => ({
        name: template.name,
        title: template.title,
      })),
      models: usableModels(core).map((model) => {
        const five = quote(model, { seconds: 5, width: 1280, height: 720, audio: model.audio }, core.clock.now());
        return { id: model.name, title: model.title, priceText: toPriceWords(five) };
      }),
    }),
  };
}

/** As the text that would ask for it again. The cast is known from the start, so nobody else is asked who somebody is. */
async function readBrief(
  core: Core,
  { channel, viewer }: { readonly channel: ChannelId; readonly viewer: PersonId },
  target: string,
) {
  const who = { platform: 'playground', workspace: PLAYGROUND_WORKSPACE, channel, person: viewer } as const;
  const filled = await openBrief({ ...core, rosters: new Map() }, who, target);
  return filled === null ? null : printBrief(filled.brief);
}

async function readBudget(core: Core, channel: ChannelId) {
  const found = await core.directory.loadChannel(PLAYGROUND_WORKSPACE, channel);
  const stored = typeof found?.channel.settings === 'object' ? found.channel.settings : {};
  const settings = readSettings({ ...stored, timeZone: found?.channel.timeZone ?? found?.workspace.timeZone });
  const row = await channelPurse(core, { workspace: PLAYGROUND_WORKSPACE, channel, settings });
  return {
    label: settings.budget.kind === 'job' ? `Job ${settings.budget.job}` : 'This month',
    spentMicros: (row.settled + row.overage).toString(),
    heldMicros: row.held.toString(),
    capMicros: limitOf(row).toString(),
    period: row.period,
  };
}

async function readLog(
  core: Core,
  channel: ChannelId,
  { query, full }: { readonly query: string; readonly full: boolean },
): Promise<readonly LogRow[]> {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const rows: LogRow[] = [];
  for await (const line of core.log.read({
    workspace: PLAYGROUND_WORKSPACE,
    channel,
    words,
    since: null,
    limit: LOG_ROWS,
  })) {
    rows.push(full ? toLogRow(line) : { ...toLogRow(line), brief: null, cost: null });
  }
  return rows;
}

const toLogRow = (line: LogLine): LogRow => ({
  at: line.requested_at,
  shot: line.shot,
  take: line.take,
  who: nameOf(line.requested_by),
  brief: line.brief,
  model: line.model,
  status: line.failure === null ? line.status : `${line.status} (${line.failure})`,
  cost: { micros: line.cost_micros ?? line.estimate_micros, isHeld: isHeld(line) },
  decision: toDecisionWord(line),
  votes: line.votes.map(({ person, vote, counted }) => ({ person: nameOf(person), vote, counted })),
  sha256: line.sha256,
});

/** Money and prompts are for members, as everywhere; a person whom the page doesn't name is nobody. */
const isInHouse = (viewer: PersonId): boolean => {
  const person = findPerson(viewer);
  return person !== null && seesMoney({ person });
};

/** Money that nobody was billed for yet. */
const isHeld = ({ cost_micros: cost, estimate_micros: estimate, status }: LogLine): boolean =>
  cost === null && estimate !== '0' && !isOver(status);

const isOver = (status: string): boolean => TAKE_STATES.every((state) => state !== status || isEnded(state));

const nameOf = (id: string) => PEOPLE.find((person) => person.id === id)?.name ?? id;
