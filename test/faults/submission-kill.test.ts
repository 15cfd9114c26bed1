import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import type { TakeId } from '../../src/core/ids.ts';
import type { KeptReference } from '../../src/core/ports/reference-shelf.ts';
import { checkInvariants } from '../support/invariants.ts';
import { type OrderedTake, type ProviderRig, withProviderRig } from '../support/provider-rig.ts';
import { startImagesServer } from '../support/provider-servers/images-server.ts';
import { MOMENTS, type Moment, type Reach } from '../support/provider-servers/moments.ts';
import { startRunwayServer } from '../support/provider-servers/runway-server.ts';
import { startVideosServer } from '../support/provider-servers/videos-server.ts';
import type { TakeProcess } from '../support/take-process.ts';
import { tinyClip } from '../support/tiny-clip.ts';
import { until } from '../support/until.ts';

const PROCESS = fileURLToPath(new URL('../support/take-process.ts', import.meta.url));
const PER_SECOND = 100_000n;
const SECONDS = 4;
const WISH = { provider: 'openai', model: 'sora-2', estimate: PER_SECOND * BigInt(SECONDS) } as const;

/** A process that works on the takes of a database; another one goes on with the clock where it stood. */
function makeWorker(task: Omit<TakeProcess, 'at'>, from: Date) {
  let at = from.toISOString();
  let child: ChildProcess | null = null;
  return {
    now: () => new Date(at),
    start() {
      const argument = JSON.stringify({ ...task, at } satisfies TakeProcess);
      const started = spawn(process.execPath, [PROCESS, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
      started.stdout.on('data', (chunk: Buffer) => {
        at = chunk.toString().trim().split('\n').at(-1) ?? at;
      });
      child = started;
    },
    /** As a power cut ends it. Resolves when nothing of it runs on. */
    async kill() {
      const dying = child;
      child = null;
      if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
      dying.kill('SIGKILL');
      await once(dying, 'exit');
    },
  };
}

type World = Pick<Awaited<ReturnType<typeof startVideosServer>>, 'baseUrl' | 'bill' | 'heard' | 'close'> & {
  readonly accepted: readonly { readonly clientRef: string }[];
};

function startWorld(route: TakeProcess['route'], at: Reach, now: () => Date): Promise<World> {
  if (route === 'runway') return startRunwayServer({ clip: tinyClip, at });
  if (route === 'storyboard') return startImagesServer({ at });
  return startVideosServer({ clip: tinyClip, perSecondMicros: PER_SECOND, keepsFiles: true, now, at });
}

function wishOf(route: TakeProcess['route'], references: readonly KeptReference[]): OrderedTake {
  if (route === 'runway')
    return { provider: 'runway', model: 'gen4.5', estimate: 480_000n, params: { seconds: SECONDS } };
  if (route === 'storyboard') {
    const params = { seconds: 2, width: 320, height: 180 };
    return { provider: 'storyboard', model: 'storyboard', estimate: 15_000n, params };
  }
  return { ...WISH, params: { seconds: SECONDS, references } };
}

/** With a picture, something goes up before the paid call: one more moment to die at. */
async function keepPicture({ studio }: ProviderRig): Promise<KeptReference> {
  const picture = createCanvas(64, 36).toBuffer('image/png');
  const bytes = (async function* () {
    yield new Uint8Array(picture);
  })();
  const { sha256, media } = await studio.media.store('reference.png', bytes);
  return { role: 'first', sha256, mime: 'image/png', media };
}

describe('kill -9 of the process that submits a paid take', () => {
  const rig = withProviderRig();
  let server: World | null = null;
  let worker: ReturnType<typeof makeWorker> | null = null;

  afterEach(async () => {
    await worker?.kill();
    await server?.close();
  });

  /** Kills at a moment, so many times; each time another process takes over. */
  async function run(moment: Moment, times: number, route: TakeProcess['route']) {
    const studio = await rig({ providers: new Map() });
    let left = times;
    const at = async (here: Moment) => {
      if (here !== moment || left === 0) return;
      left -= 1;
      await worker?.kill();
      worker?.start();
    };
    server = await startWorld(route, at, () => worker?.now() ?? studio.now());
    const references = route.startsWith('openai') ? [await keepPicture(studio)] : [];
    const [take] = await studio.order(wishOf(route, references));
    if (take === undefined) throw new Error('no take');
    const { url, mediaFolder } = studio;
    worker = makeWorker({ url, mediaFolder, baseUrl: server.baseUrl, route }, studio.now());
    worker.start();
    return { studio, take: take.id, server, killed: () => times - left };
  }

  const ended = ({ stateOf }: ProviderRig, take: TakeId, states: readonly string[]) =>
    until(`the take is ${states.join(' or ')}`, async () => states.includes((await stateOf(take)).state), 60_000);

  for (const moment of MOMENTS)
    it.each([1, 2, 3])(
      `ends with one clip and one bill, or with none: at "${moment}", %i times`,
      async (times) => {
        const { studio, take, server: seen, killed } = await run(moment, times, 'openai');

        await ended(studio, take, ['delivered', 'failed']);

        const row = await studio.stateOf(take);
        const isMade = moment !== 'upload' && moment !== 'post';
        expect(row).toMatchObject(isMade ? { state: 'delivered' } : { failure: 'not_charged', cost: 0n });
        expect(row.cost).toBe(seen.bill());
        expect(seen.accepted).toHaveLength(isMade ? 1 : 0);
        expect(killed()).toBeGreaterThan(0);
        expect(
          await checkInvariants(studio.url, { accepted: seen.accepted.map(({ clientRef }) => clientRef) }),
        ).toEqual([]);
      },
      90_000,
    );

  it.each(['upload', 'post', 'accepted'] as const)(
    'stays a visible unknown, with its money held, where nothing can be looked up: at "%s"',
    async (moment) => {
      const { studio, take, server: seen } = await run(moment, 1, 'openai-without-list');

      await ended(studio, take, ['unknown']);
      // Days pass for the process that looks for it.
      await until(
        'a day has passed',
        async () => (worker?.now().getTime() ?? 0) - studio.now().getTime() > 2 * 86_400_000,
        60_000,
      );

      expect(await studio.stateOf(take)).toMatchObject({ state: 'unknown', cost: null });
      expect(seen.accepted.length).toBeLessThanOrEqual(1);
      expect(await checkInvariants(studio.url, { accepted: seen.accepted.map(({ clientRef }) => clientRef) })).toEqual(
        [],
      );
    },
    90_000,
  );

  const OTHERS = [
    ...(['post', 'accepted', 'answered'] as const).map((moment) => ['storyboard', moment] as const),
    ...MOMENTS.filter((moment) => moment !== 'upload').map((moment) => ['runway', moment] as const),
  ];

  for (const [route, moment] of OTHERS)
    it.each([1, 2])(
      `ends with one clip and one bill, or as a visible unknown: ${route} at "${moment}", %i times`,
      async (times) => {
        const { studio, take, server: seen } = await run(moment, times, route);

        await ended(studio, take, ['delivered', 'unknown']);

        const row = await studio.stateOf(take);
        expect(row.cost).toBe(row.state === 'delivered' ? seen.bill() : null);
        expect(row.state === 'delivered' || ['post', 'accepted', 'answered'].includes(moment)).toBe(true);
        expect(seen.heard.filter(({ method }) => method === 'POST')).toHaveLength(1);
        expect(seen.accepted.length).toBeLessThanOrEqual(1);
        expect(
          await checkInvariants(studio.url, { accepted: seen.accepted.map(({ clientRef }) => clientRef) }),
        ).toEqual([]);
      },
      90_000,
    );
});
