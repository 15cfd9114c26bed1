import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import type { TakeId } from '../../src/core/ids.ts';
import { checkInvariants } from '../support/invariants.ts';
import { type ProviderRig, withProviderRig } from '../support/provider-rig.ts';
import {
  MOMENTS,
  type Moment,
  startVideosServer,
  type VideosServer,
} from '../support/provider-servers/videos-server.ts';
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

describe('kill -9 of the process that submits a paid take', () => {
  const rig = withProviderRig();
  let server: VideosServer | null = null;
  let worker: ReturnType<typeof makeWorker> | null = null;

  afterEach(async () => {
    await worker?.kill();
    await server?.close();
  });

  /** Kills at a moment, so many times; each time another process takes over. */
  async function run(moment: Moment, times: number, list: 'complete' | 'none') {
    const studio = await rig({ providers: new Map() });
    let left = times;
    server = await startVideosServer({
      clip: tinyClip,
      perSecondMicros: PER_SECOND,
      keepsFiles: true,
      now: () => worker?.now() ?? studio.now(),
      async at(here) {
        if (here !== moment || left === 0) return;
        left -= 1;
        await worker?.kill();
        worker?.start();
      },
    });
    const picture = createCanvas(64, 36).toBuffer('image/png');
    const kept = await studio.studio.media.store(
      'reference.png',
      (async function* () {
        yield new Uint8Array(picture);
      })(),
    );
    const reference = { role: 'first', sha256: kept.sha256, mime: 'image/png', media: kept.media } as const;
    const [take] = await studio.order({ ...WISH, params: { seconds: SECONDS, references: [reference] } });
    if (take === undefined) throw new Error('no take');
    const { url, mediaFolder } = studio;
    worker = makeWorker({ url, mediaFolder, baseUrl: server.baseUrl, list }, studio.now());
    worker.start();
    return { studio, take: take.id, server, killed: () => times - left };
  }

  const ended = ({ stateOf }: ProviderRig, take: TakeId, states: readonly string[]) =>
    until(`the take is ${states.join(' or ')}`, async () => states.includes((await stateOf(take)).state), 60_000);

  for (const moment of MOMENTS)
    it.each([1, 2, 3])(
      `ends with one clip and one bill, or with none: at "${moment}", %i times`,
      async (times) => {
        const { studio, take, server: seen, killed } = await run(moment, times, 'complete');

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
      const { studio, take, server: seen } = await run(moment, 1, 'none');

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
});
