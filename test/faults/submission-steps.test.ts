import { afterEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { checkInvariants } from '../support/invariants.ts';
import { withProviderRig } from '../support/provider-rig.ts';
import { startVideosServer, type VideosServer } from '../support/provider-servers/videos-server.ts';
import { tinyClip } from '../support/tiny-clip.ts';

const PER_SECOND = 100_000n;
const SECONDS = 4;

/** Where the working process dies: each is a gap between two things that must both be known. */
const STEPS = [
  'before the POST', // claimed, and the call never made
  'before the answer is stored', // accepted, and nobody heard
  'while it asks how it goes',
  'before the download',
  'half way through the download',
  'after the download', // stored, and not settled
] as const;
type Step = (typeof STEPS)[number];

/** A process that dies at a step, so many times: what it was doing is never finished, and nothing it held is told. */
function makeMortal(provider: VideoProvider, step: Step, times: number) {
  let left = times;
  let die: () => void = () => {};
  let death = new Promise<void>((done) => {
    die = done;
  });
  const dieAt = async (here: Step): Promise<void> => {
    if (here !== step || left === 0) return;
    left -= 1;
    die();
    death = new Promise<void>((done) => {
      die = done;
    });
    await new Promise(() => {});
  };
  const mortal: VideoProvider = {
    ...provider,
    async submit(...call) {
      await dieAt('before the POST');
      const submitted = await provider.submit(...call);
      await dieAt('before the answer is stored');
      return submitted;
    },
    async poll(job) {
      await dieAt('while it asks how it goes');
      return provider.poll(job);
    },
    async open(job) {
      await dieAt('before the download');
      const bytes = await provider.open(job);
      return (async function* () {
        let isFirst = true;
        for await (const chunk of bytes) {
          yield isFirst ? chunk.subarray(0, 100) : chunk;
          if (isFirst) {
            await dieAt('half way through the download');
            yield chunk.subarray(100);
          }
          isFirst = false;
        }
        await dieAt('after the download');
      })();
    },
  };
  return { mortal, dead: () => death };
}

describe('a process that dies in the middle of a take', () => {
  const rig = withProviderRig();
  let server: VideosServer;

  afterEach(() => server.close());

  for (const finds of ['complete', 'none'] as const)
    for (const step of STEPS)
      it.each([1, 2, 3])(
        `ends with one clip or a visible unknown, never two bills: ${step}, list ${finds}, %i times`,
        async (times) => {
          let now = () => new Date();
          server = await startVideosServer({ clip: tinyClip, perSecondMicros: PER_SECOND, now: () => now() });
          const provider = makeOpenaiVideos({
            baseUrl: server.baseUrl,
            apiKey: 'sk-test-0123456789',
            dialect: { ...DIALECTS.openai, list: finds },
            modelOf: (name) => name,
            report: { warn: () => {} },
            timeoutMs: 2_000,
          });
          const { mortal, dead } = makeMortal(provider, step, times);
          const {
            order,
            runUntil,
            stateOf,
            attemptsOf,
            now: clock,
            url,
          } = await rig({
            providers: new Map([['openai', mortal]]),
            dead,
          });
          now = clock;
          const [take] = await order({
            provider: 'openai',
            model: 'sora-2',
            estimate: PER_SECOND * BigInt(SECONDS),
            params: { seconds: SECONDS },
          });
          if (take === undefined) throw new Error('no take');

          const isLost = step === 'before the POST' || step === 'before the answer is stored';
          if (isLost && finds === 'none') {
            await runUntil(take.id, ['unknown']);
            await expect(runUntil(take.id, ['delivered', 'failed'], 30)).rejects.toThrow('still unknown');
            expect((await stateOf(take.id)).cost).toBeNull();
          } else if (step === 'before the POST') {
            await runUntil(take.id, ['failed']);
            expect(await stateOf(take.id)).toMatchObject({ failure: 'not_charged', cost: 0n });
          } else {
            await runUntil(take.id, ['delivered']);
            expect((await stateOf(take.id)).cost).toBe(server.bill());
          }

          expect(server.accepted.length).toBeLessThanOrEqual(1);
          expect(await attemptsOf(take.id)).toHaveLength(1);
          expect(await checkInvariants(url, { accepted: server.accepted.map(({ clientRef }) => clientRef) })).toEqual(
            [],
          );
        },
      );
});
