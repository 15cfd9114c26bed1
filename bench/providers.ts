import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrisma } from '../src/adapters/db/client.ts';
import { makeMediaStore } from '../src/adapters/media/media-store.ts';
import { probeClip } from '../src/adapters/media/probe.ts';
import { DIALECTS } from '../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../src/adapters/providers/openai-videos/provider.ts';
import { compose } from '../src/app/compose.ts';
import { readConfig } from '../src/app/config.ts';
import { makeLog } from '../src/app/make-log.ts';
import { toBrief } from '../src/core/command/brief.ts';
import { advanceTake } from '../src/core/generate/advance-take.ts';
import { actId, channelId, personId, requestId, shotId, takeId, workspaceId } from '../src/core/ids.ts';
import { sendMessage } from '../src/core/send/send-message.ts';
import type { Studio } from '../src/core/studio/studio.ts';
import { checkInvariants } from '../test/support/invariants.ts';
import type { ContentFault, CreateFault, PollFault, RenderFault } from '../test/support/provider-servers/faults.ts';
import { startVideosServer } from '../test/support/provider-servers/videos-server.ts';
import { tinyClip } from '../test/support/tiny-clip.ts';
import { printFigures } from './report.ts';

/** A thousand paid takes under every fault, on a clock that jumps from one due time to the next. */
const TAKES = Number(process.argv[2] ?? 1_000);
const AT_ONCE = 8;
const PER_SECOND = 100_000n;
const SECONDS = 4;

const CREATES: readonly CreateFault[] = [
  'reset-before',
  'reset-after',
  '502-after',
  '500-before',
  'hang-after',
  'garbled-after',
  '429',
  '429-retry-after',
  'refused-words',
  'bad-request',
  'redirect',
];
const RENDERS: readonly RenderFault[] = ['late-moderation', 'no-output', 'odd-status', 'failed', 'forgotten'];
const POLLS: readonly PollFault[] = ['500', '429-retry-after', 'reset', '404-once', 'html'];
const CONTENTS: readonly ContentFault[] = [
  'expired-link',
  'cut-chunks',
  'cut-length',
  'redirect-private',
  'not-a-clip',
  '500',
];

let dice = 7;
const roll = (): number => {
  dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
  return dice / 2 ** 32;
};
const sometimes = <Fault>(faults: readonly Fault[], share: number): Fault | null =>
  roll() < share ? (faults[Math.floor(roll() * faults.length)] ?? null) : null;

const dataDir = await mkdtemp(join(tmpdir(), 'previz-bench-'));
let at = new Date('2026-11-21T12:00:00Z');
const server = await startVideosServer({
  clip: tinyClip,
  perSecondMicros: PER_SECOND,
  now: () => at,
  weather: {
    create: () => sometimes(CREATES, 0.5),
    render: () => sometimes(RENDERS, 0.4),
    poll: () => sometimes(POLLS, 0.2),
    content: () => sometimes(CONTENTS, 0.3),
  },
});
const provider = makeOpenaiVideos({
  baseUrl: server.baseUrl,
  apiKey: 'sk-bench',
  dialect: DIALECTS.openai,
  modelOf: (name) => name,
  report: { warn: () => {} },
  timeoutMs: 300,
});
const composed = await compose(
  readConfig({ PREVIZ_DATA: dataDir, LOG_LEVEL: 'silent' }),
  'command',
  makeLog('silent'),
  { clock: { now: () => at }, providers: new Map([['openai', provider]]) },
);
const tools = { probeClip, makePoster: (_: string, path: string) => writeFile(path, ''), deriveClip: async () => {} };
const studio: Studio = {
  ...composed.studio,
  media: makeMediaStore({ folder: join(dataDir, 'clips'), tools }),
  queue: { wake: async () => {}, wakeAll: async () => {}, backlog: async () => new Set() },
};
const prisma = makePrisma(composed.databaseUrl);
try {
  const began = performance.now();
  await orderAll();
  await runAll();
  const seconds = (performance.now() - began) / 1000;
  const [{ settled = '0' } = {}] = await prisma.$queryRawUnsafe<{ settled: string }[]>(
    `select coalesce(sum(amount), 0)::text as settled from ledger where kind in ('settle', 'overage')`,
  );
  const states = await prisma.take.groupBy({ by: ['state'], _count: true });
  const most = Math.max(0, ...countByTake(await attempts()).values());
  const accepted = server.accepted.map(({ clientRef }) => clientRef);
  const breaches = await checkInvariants(prisma, { accepted, bill: server.bill() });
  const told = states.map(({ state, _count }) => `${_count} ${state}`).join(', ');
  printFigures(`${TAKES} paid takes under every fault, in ${seconds.toFixed(0)} s: ${told}`, [
    {
      what: 'paid POSTs accepted per take, the most',
      measured: String(most),
      target: 'at most 1',
      met: most <= 1,
    },
    {
      what: 'bill of the server − ledger, micro-dollars',
      measured: String(server.bill() - BigInt(settled)),
      target: '0',
      met: server.bill() === BigInt(settled),
    },
    { what: 'breaches of the invariants', measured: String(breaches.length), target: '0', met: breaches.length === 0 },
  ]);
  for (const breach of breaches.slice(0, 20)) process.stdout.write(`${breach}\n`);
} finally {
  await prisma.$disconnect();
  await composed.close();
  await server.close();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

async function orderAll(): Promise<void> {
  const place = { workspace: workspaceId('local'), channel: channelId('bench'), person: personId('P') };
  const actor = { id: place.person, name: 'Ana', kind: 'member', isAdmin: false, timeZone: null } as const;
  await studio.directory.meet({
    platform: 'local',
    workspace: place.workspace,
    channel: place.channel,
    actor,
    now: at,
  });
  const estimate = PER_SECOND * BigInt(SECONDS);
  for (let index = 0; index < TAKES; index += 1) {
    const take = {
      id: takeId(randomUUID()),
      estimate,
      template: 'neutral',
      templateVersion: '1',
      slots: {},
      prompt: `scene ${index}`,
      provider: 'openai',
      model: 'sora-2',
      tier: null,
      params: {
        seconds: SECONDS,
        ratio: '16:9',
        renderRatio: '16:9',
        width: 1280,
        height: 720,
        fps: 24,
        seed: index,
        audio: true,
      },
    } as const;
    const scene = `scene ${index}`;
    const plan = { shot: { id: shotId(randomUUID()), slug: null, scene, thread: null }, takes: [take], notes: [] };
    const request = await studio.requests.open({
      id: requestId(randomUUID()),
      workspace: place.workspace,
      channel: place.channel,
      thread: null,
      person: place.person,
      actId: actId(randomUUID()),
      brief: toBrief(scene),
      plan,
      estimate,
      parentTake: null,
      createdAt: at,
    });
    const outcome = await studio.requests.reserve({
      request: request.id,
      from: ['read'],
      plan,
      scopes: [{ scope: 'ws/bench', period: '2026-11', cap: 10n ** 12n }],
      pace: { live: 10 ** 6, hour: 10 ** 6 },
      grant: false,
      actor: null,
      now: at,
    });
    if (outcome.kind !== 'reserved') throw new Error(outcome.kind);
  }
}

/** Until every take has ended, or has been unknown for a day. */
async function runAll(): Promise<void> {
  for (;;) {
    const due = await studio.due.find(at, 500);
    for (let from = 0; from < due.length; from += AT_ONCE)
      await Promise.all(
        due.slice(from, from + AT_ONCE).map(({ wakeUp }) => {
          if (wakeUp.kind === 'advance') return advanceTake(studio, wakeUp.takeId);
          return wakeUp.kind === 'send' ? sendMessage(studio, wakeUp.outboxId) : undefined;
        }),
      );
    if (due.length > 0) continue;
    const [{ next = null, open = 0 } = {}] = await prisma.$queryRawUnsafe<{ next: Date | null; open: number }[]>(
      `select (select min(n) from (
         select next_at as n from take where next_at > $1 and state not in ('delivered', 'undeliverable', 'failed', 'refused', 'canceled')
         union all select next_at from outbox where state = 'due' and wanted_rev > sent_rev and next_at > $1) d) as next,
       (select count(*)::int from take where state in ('queued', 'submitting', 'rendering', 'fetching', 'ready')
         or state = 'unknown' and state_at > $1 - interval '1 day') as open`,
      at,
    );
    if (open === 0 || next === null) return;
    at = new Date(Math.max(next.getTime(), at.getTime() + 1));
  }
}

function attempts() {
  return prisma.$queryRawUnsafe<{ id: string; take: string }[]>('select id, take_id as take from attempt');
}

function countByTake(all: readonly { readonly id: string; readonly take: string }[]): ReadonlyMap<string, number> {
  const takeOf = new Map(all.map(({ id, take }) => [id, take]));
  const counts = new Map<string, number>();
  for (const { clientRef } of server.accepted) {
    const take = takeOf.get(clientRef) ?? clientRef;
    counts.set(take, (counts.get(take) ?? 0) + 1);
  }
  return counts;
}
