/**
 * The playground without the rest of Previz, filled with what a busy week leaves behind: to look at, and to try the page.
 * `node test/support/playground-demo.ts [port]`.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { PEOPLE, PLAYGROUND_WORKSPACE } from '../../src/adapters/playground/people.ts';
import { makePlayground, type Playground } from '../../src/adapters/playground/playground.ts';
import type { PlaygroundStore } from '../../src/adapters/playground/store.ts';
import type { LogRow } from '../../src/adapters/playground/views.ts';
import type { ActEnvelope } from '../../src/core/act/act.ts';
import { channelId, type MessageId, outboxId, type PersonId, personId, type ThreadRef } from '../../src/core/ids.ts';
import * as cards from './demo-cards.ts';
import { writeDemoClip } from './demo-clip.ts';
import { type DemoFile, fakeSha256, makeDemoDirector } from './demo-director.ts';
import { makePlaygroundMemory } from './playground-memory.ts';

export interface Demo {
  readonly url: string;
  readonly playground: Playground;
  readonly store: PlaygroundStore;
  readonly acts: ActEnvelope[];
  /** From now on no act is taken, until it is called with false. */
  refuse(isRefusing: boolean): void;
  /** Ends every connection and answers nobody, until it goes on at the same address. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly port?: number;
  /** Awaited before a take moves on; else a moment passes. */
  readonly step?: () => Promise<unknown>;
  /** Whether a busy week is there already. */
  readonly isFilled?: boolean;
  /** Drawn once for several demos; else drawn, and removed with this one. */
  readonly media?: DemoMedia;
}

export interface DemoMedia {
  readonly folder: string;
  readonly files: readonly DemoFile[];
}

export async function startPlaygroundDemo(options: DemoOptions = {}): Promise<Demo> {
  const { port = 0, step = () => sleep(700), isFilled = true } = options;
  const { folder, files } = options.media ?? (await makeDemoMedia());
  const { store, listen } = makePlaygroundMemory();
  const acts: ActEnvelope[] = [];
  const direct = makeDemoDirector({ files, step });
  let isRefusing = false;
  const playground = makePlayground({
    ...{ store, listen, media: { folder }, views: demoViews, newId: randomUUID, report: () => {} },
    clock: { now: () => new Date() },
    async record(act) {
      if (isRefusing) throw new Error('the database is away');
      if (acts.some(({ deliveryKey }) => deliveryKey === act.deliveryKey)) return 'known';
      acts.push(act);
      return 'recorded';
    },
    async wake(id) {
      const act = acts.find((known) => known.id === id);
      if (act !== undefined) await direct(playground.surface, act);
    },
  });
  await playground.seed();
  if (isFilled) await fill(playground, store, files);
  await playground.start();
  let server = await listenAt(playground, port);
  const { port: taken } = server.address;
  return {
    ...{ playground, store, acts },
    url: `http://127.0.0.1:${taken}/`,
    refuse: (isOn) => {
      isRefusing = isOn;
    },
    pause: () => server.close(),
    async resume() {
      server = await listenAt(playground, taken);
    },
    async stop() {
      await playground.stop();
      await server.close();
      if (options.media === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listenAt({ routes }: Playground, port: number) {
  const server = serve({ fetch: routes.fetch, port, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a port was asked for');
  return {
    address,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

const PALETTES = [
  ['#20354a', '#0d1a24', '#f7d58a'],
  ['#e9b98a', '#6d3f2c', '#fff3d6'],
] as const;

export async function makeDemoMedia(): Promise<DemoMedia> {
  const folder = await mkdtemp(join(tmpdir(), 'previz-demo-'));
  const files: DemoFile[] = [];
  await mkdir(join(folder, 'clips'));
  for (const [index, palette] of PALETTES.entries()) {
    const media = `clips/${fakeSha256(`clip ${index}`)}.mp4`;
    const poster = `clips/${fakeSha256(`poster ${index}`)}.jpg`;
    const size = index === 0 ? { width: 1280, height: 536 } : { width: 1280, height: 720 };
    const bytes = await writeDemoClip({
      ...{ path: join(folder, media), posterPath: join(folder, poster), seconds: 4, palette },
      ...size,
    });
    files.push({ media, poster, bytes, ...size });
  }
  return { folder, files };
}

async function fill({ surface }: Playground, store: PlaygroundStore, files: readonly DemoFile[]): Promise<void> {
  const lab: ThreadRef = {
    platform: 'playground',
    workspace: PLAYGROUND_WORKSPACE,
    channel: channelId('previz-lab'),
    thread: null,
  };
  const say = (author: PersonId, text: string, thread: MessageId | null = null) =>
    store.messages.insert({
      ...{ channel: lab.channel, thread, author, text, kind: 'text', audience: null, card: null, clip: null },
      ...{ key: null, at: new Date(Date.now() - 3_000_000) },
    });
  const [mira, jonas, aiko, rafael, dana] = PEOPLE.map(({ id }) => id);
  const [wide, tall] = files;
  if (!mira || !jonas || !aiko || !rafael || !dana || !wide || !tall)
    throw new Error('the demo needs its people and files');
  const key = (name: string) => outboxId(`demo ${name}`);

  await say(mira, 'Morning! The lighthouse spot is locked for Thursday: we need boards for scenes 4 to 7.');
  await say(mira, 'Budget for this channel is $50 until the end of the month.');
  const thanks = await say(jonas, 'On it. Starting with the stair, that is the hard one.');
  await store.reactions.add({ message: thanks, person: mira, emoji: '👍', at: new Date() });
  await store.reactions.add({ message: thanks, person: dana, emoji: '👍', at: new Date() });
  await store.reactions.add({ message: thanks, person: aiko, emoji: '🎬', at: new Date() });

  const take: cards.DemoTake = {
    ...{ id: 'take-a', slug: 'SEQ010_SH0040', number: 1, askedBy: jonas, seconds: 6, ratio: '2.39' },
    scene: 'A lighthouse keeper climbs a spiral stair, lamp in hand, storm light through the windows',
    ...{ model: 'Animatic', cost: 'Free', startedAt: new Date(Date.now() - 2_400_000) },
  };
  const second = { ...take, id: 'take-b', number: 2, model: 'Veo 3.1 Fast', cost: '$0.75' };
  const third = {
    ...take,
    id: 'take-c',
    number: 3,
    model: 'Veo 3.1 Fast',
    cost: '$0.50',
    startedAt: new Date(Date.now() - 42_000),
  };
  const rows = [
    ['1', 'animatic', 'delivered', 'superseded'],
    ['2', 'veo-3.1-fast', 'delivered', 'approved'],
    ['3', 'veo-3.1-fast', 'rendering', '–'],
  ];
  const root = shotOf(take, { poster: wide.poster, pick: 'Take 2', spent: '$0.75, $0.50 held', rows });
  const { thread } = await surface.openThread(lab, root, key('root'));
  const place = { ...lab, thread };
  await surface.post(
    place,
    cards.doneCard(take, ['Superseded: another take of this shot was approved']),
    key('card 1'),
  );
  const first = await surface.deliver(place, cards.toClip(take, wide), key('clip 1'));
  await store.reactions.add({ message: first, person: aiko, emoji: '❌', at: new Date() });
  await say(aiko, 'Too quick on the landing, I lose him behind the rail.', thread);
  await say(jonas, '@previz slower, and closer on the lamp', thread);
  await surface.post(
    place,
    cards.doneCard(second, ['Approved by ', { person: mira }, ' and ', { person: aiko }, ' · final'], 'good'),
    key('card 2'),
  );
  const clip = await surface.deliver(place, cards.toClip(second, wide), key('clip 2'));
  for (const [person, emoji] of [
    [mira, '✅'],
    [aiko, '✅'],
    [dana, '❤️'],
    [rafael, '❤️'],
  ] as const) {
    await store.reactions.add({ message: clip, person, emoji, at: new Date() });
  }
  await surface.post(place, cards.runningCard(third, 0.62), key('card 3'));
  await surface.tell(place, mira, cards.reasonNote(take), key('note'));

  await say(dana, 'العميل يحب المشهد الثاني كثيرًا 🎉 — can we see it at night?');
  await say(rafael, 'Cutting with take 2 for now.\nWill swap when the final lands.');
  const other = {
    ...take,
    id: 'take-d',
    slug: 'PV-0042',
    scene: 'Steam rises from a cup of coffee, <b>macro</b>, morning',
    ratio: '16:9',
  };
  const next = await surface.openThread(
    lab,
    shotOf(other, {
      poster: tall.poster,
      pick: 'None yet',
      spent: '$0.00',
      rows: [
        ['1', 'animatic', 'delivered', 'open'],
        ['2', 'storyboard', 'failed', '–'],
      ],
    }),
    key('root 2'),
  );
  await surface.post(
    { ...lab, thread: next.thread },
    cards.doneCard(other, ['Open · 0 of 1 ✅ · 0 of 1 ❌']),
    key('card 4'),
  );
  await surface.deliver({ ...lab, thread: next.thread }, cards.toClip(other, tall), key('clip 4'));
  await surface.post(
    { ...lab, thread: next.thread },
    cards.failedCard({ ...other, number: 2, model: 'Storyboard' }),
    key('card 5'),
  );
  await surface.tell(lab, mira, cards.confirmNote(other), key('confirm'));
}

const shotOf = cards.shotCard;

const demoViews = {
  budget: async () => ({
    label: 'November',
    spentMicros: '11700000',
    heldMicros: '500000',
    capMicros: '50000000',
    period: '2026-11',
  }),
  log: async (_channel: string, query: string) => {
    const words = query.toLowerCase();
    return DEMO_LOG.filter((row) => JSON.stringify(row).toLowerCase().includes(words));
  },
  catalog: async () => ({
    templates: [
      { name: 'shot', title: 'A single shot' },
      { name: 'product', title: 'A product film' },
    ],
    models: [
      { id: 'animatic', title: 'Animatic', priceText: 'free' },
      { id: 'veo-3.1-fast', title: 'Veo 3.1 Fast', priceText: '$0.75' },
    ],
  }),
};

const DEMO_LOG: readonly LogRow[] = Array.from({ length: 24 }, (_, index) => ({
  at: new Date(Date.now() - index * 5_400_000).toISOString(),
  shot: index % 3 === 0 ? 'SEQ010_SH0040' : `PV-00${42 - index}`,
  take: (index % 4) + 1,
  who: PEOPLE[index % PEOPLE.length]?.name ?? '',
  brief:
    [
      'A lighthouse keeper climbs a spiral stair --seconds 6',
      'Steam rises from a cup of coffee, macro',
      'نهار مشمس في السوق',
    ][index % 3] ?? '',
  model: index % 2 === 0 ? 'animatic' : 'veo-3.1-fast',
  status:
    ['delivered', 'delivered', 'rendering', 'failed (corrupt)', 'delivered', 'refused_budget', 'unknown'][index % 7] ??
    '',
  cost: { micros: index % 2 === 0 ? '0' : '750000', isHeld: false },
  decision: ['open', 'approved', 'superseded', 'rejected'][index % 4] ?? '',
  votes: index % 2 === 0 ? [] : [{ person: personId('mira'), vote: 'approve', counted: true }],
  sha256: index % 7 === 2 ? null : fakeSha256(`log ${index}`),
}));

if (import.meta.main) {
  const demo = await startPlaygroundDemo({
    port: Number(process.argv[2] ?? 3210),
    isFilled: process.argv[3] !== 'empty',
  });
  process.stdout.write(`${demo.url}\n`);
}
