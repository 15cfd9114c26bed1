import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { requestCancel } from '../../src/core/generate/cancel-take.ts';
import type { TakeId } from '../../src/core/ids.ts';
import type { VideoProvider } from '../../src/core/ports/video-provider.ts';
import { STUCK_AT_PROVIDER } from '../../src/core/take/state.ts';
import type { NewTake } from '../../src/core/take/take.ts';
import { checkInvariants } from '../support/invariants.ts';
import { type ProviderRig, withProviderRig } from '../support/provider-rig.ts';
import type {
  ContentFault,
  CreateFault,
  FaultPlan,
  PollFault,
  RenderFault,
} from '../support/provider-servers/faults.ts';
import type { Exchange } from '../support/provider-servers/loopback.ts';

/** A provider with the server it talks to. */
export interface ProviderWorld {
  readonly provider: VideoProvider;
  readonly wish: {
    readonly provider: string;
    readonly model: string;
    readonly estimate: bigint;
    readonly params: Partial<NewTake['params']>;
  };
  readonly faults: FaultPlan;
  /** The client reference of every POST that was accepted. */
  accepted(): readonly string[];
  /** What the server charges, in micro-dollars. */
  bill(): bigint;
  readonly heard: readonly Exchange[];
  /** Our own storage fails from the moment that the next call is accepted. */
  breakStorage?(how: StorageFault): void;
  /** The bytes that the provider hands out; null where it makes them anew. */
  clip(): Promise<Uint8Array> | null;
  close(): Promise<void>;
}

/** `bucket`: the shared store is down. `disk`: this machine takes no file any more. */
export type StorageFault = 'bucket' | 'disk';

export interface ProviderTraits {
  readonly name: string;
  /** In every key that the provider was given. */
  readonly secret: string;
  /** How a submission whose answer was lost is found. */
  readonly finds: 'by-list' | 'by-partial-list' | 'never';
  readonly renders: readonly (RenderFault | 'failed-unbilled')[];
  readonly polls: readonly PollFault[];
  readonly contents: readonly ContentFault[];
  readonly cancels: boolean;
  /** What it keeps of a paid answer, and where the take ends when that fails; absent: it keeps nothing but the id. */
  readonly keeps?: readonly (readonly [StorageFault, 'delivered' | 'unknown'])[];
  /** Set where the provider works on this machine, in real time. */
  readonly jumpMs?: number;
  makeWorld(now: () => Date): Promise<ProviderWorld>;
}

const DAY_MS = 24 * 3_600_000;
const LOST: readonly CreateFault[] = ['reset-after', '502-after', 'hang-after', 'garbled-after'];
const REFUSED: readonly (readonly [CreateFault, string])[] = [
  ['refused-words', 'moderation_prompt'],
  ['bad-key', 'credentials'],
  ['no-model', 'model_retired'],
  ['no-credit', 'out_of_credit'],
  ['bad-request', 'invalid_request'],
  ['redirect', 'provider_failed'],
];

/** What every adapter of a paid provider does, whatever its vendor does. */
export function videoProviderContract(traits: ProviderTraits): void {
  describe(`the contract of a video provider: ${traits.name}`, () => {
    const rig = withProviderRig();
    const open: ProviderWorld[] = [];

    afterEach(async () => {
      await Promise.all(open.splice(0).map((world) => world.close()));
    });

    async function start(): Promise<{ world: ProviderWorld; studio: ProviderRig; take: TakeId }> {
      let now = () => new Date();
      const world = await traits.makeWorld(() => now());
      open.push(world);
      const studio = await rig({
        providers: new Map([[world.wish.provider, world.provider]]),
        jumpMs: traits.jumpMs ?? 0,
      });
      now = studio.now;
      const [take] = await studio.order(world.wish);
      if (take === undefined) throw new Error('no take was made');
      return { world, studio, take: take.id };
    }

    const posts = ({ heard }: ProviderWorld) => heard.filter(({ method }) => method === 'POST').length;

    it('submits once with our reference, polls, fetches untouched, settles as billed and delivers', async () => {
      const { world, studio, take } = await start();

      await studio.runUntil(take, ['delivered']);

      const row = await studio.stateOf(take);
      const bytes = await readFile(join(studio.mediaFolder, row.media ?? ''));
      expect(posts(world)).toBe(1);
      expect(world.accepted()).toEqual(await studio.attemptsOf(take));
      expect(row.cost).toBe(world.bill());
      expect(row.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      const own = await world.clip();
      if (own !== null) expect(bytes.equals(own)).toBe(true);
      expect(await checkInvariants(studio.url)).toEqual([]);
    });

    it.each(LOST)('holds the money and never posts again after a lost answer: %s', async (fault) => {
      const { world, studio, take } = await start();
      world.faults.create(fault);
      const sentAt = studio.now();

      await studio.runUntil(take, ['unknown']);
      // At once: nobody waits for a deadline to hear that no answer came.
      expect(studio.now()).toEqual(sentAt);
      expect((await studio.stateOf(take)).cost).toBeNull();

      if (traits.finds !== 'never') {
        await studio.runUntil(take, ['delivered']);
        expect((await studio.stateOf(take)).cost).toBe(world.bill());
      } else {
        await expect(studio.runUntil(take, ['delivered', 'failed'], 40)).rejects.toThrow('still unknown');
      }
      expect(posts(world)).toBe(1);
      expect(await checkInvariants(studio.url, { accepted: world.accepted() })).toEqual([]);
    });

    it.each(['reset-before', '500-before'] as const)(
      'takes "no answer" for no proof, though nothing was accepted: %s',
      async (fault) => {
        const { world, studio, take } = await start();
        world.faults.create(fault);

        await studio.runUntil(take, ['unknown']);

        if (traits.finds === 'by-list') {
          await studio.runUntil(take, ['failed']);
          expect(await studio.stateOf(take)).toMatchObject({ failure: 'not_charged', cost: 0n });
        } else {
          await expect(studio.runUntil(take, ['failed'], 30)).rejects.toThrow('still unknown');
        }
        expect(posts(world)).toBe(1);
        expect(world.accepted()).toEqual([]);
      },
    );

    it.each(traits.keeps ?? [])(
      'never posts again where our own storage fails after the answer: %s',
      async (how, end) => {
        const { world, studio, take } = await start();
        world.breakStorage?.(how);

        await studio.runUntil(take, [end]);

        if (end === 'unknown') await expect(studio.runUntil(take, ['failed'], 30)).rejects.toThrow('still unknown');
        expect((await studio.stateOf(take)).cost).toBe(end === 'unknown' ? null : world.bill());
        expect(world.accepted()).toHaveLength(1);
        expect(posts(world)).toBe(1);
        expect(await checkInvariants(studio.url, { accepted: world.accepted() })).toEqual([]);
      },
    );

    it.each(['429', '429-retry-after'] as const)('waits and asks again after %s', async (fault) => {
      const { world, studio, take } = await start();
      const before = studio.now().getTime();
      world.faults.create(fault, fault);

      await studio.runUntil(take, ['delivered']);

      expect(world.accepted()).toHaveLength(1);
      expect((await studio.stateOf(take)).cost).toBe(world.bill());
      if (fault === '429-retry-after') expect(studio.now().getTime() - before).toBeGreaterThanOrEqual(14_000);
    });

    it.each(REFUSED)('ends once and releases the money when it is told %s', async (fault, failure) => {
      const { world, studio, take } = await start();
      world.faults.create(fault);

      const state = await studio.runUntil(take, ['failed', 'refused', 'delivered']);

      expect(state).toBe(failure.startsWith('moderation') ? 'refused' : 'failed');
      expect(await studio.stateOf(take)).toMatchObject({ failure, cost: 0n });
      expect(posts(world)).toBe(1);
      expect(world.accepted()).toEqual([]);
    });

    it('tries again where it could not even reach the provider, and releases in the end', async () => {
      const { world, studio, take } = await start();
      await world.close();

      await studio.runUntil(take, ['failed']);

      expect(await studio.stateOf(take)).toMatchObject({ failure: 'provider_failed', cost: 0n });
    });

    it.runIf(traits.renders.includes('late-moderation'))(
      'settles as billed what was held back late, and calls it refused',
      async () => {
        const { world, studio, take } = await start();
        world.faults.render('late-moderation');

        await studio.runUntil(take, ['refused']);

        expect(await studio.stateOf(take)).toMatchObject({ failure: 'moderation_output', cost: world.bill() });
        expect(posts(world)).toBe(1);
      },
    );

    it.runIf(traits.renders.includes('no-output'))('calls "completed" without a video no output', async () => {
      const { world, studio, take } = await start();
      world.faults.render('no-output');

      await studio.runUntil(take, ['failed']);

      expect(await studio.stateOf(take)).toMatchObject({ failure: 'no_output', cost: world.bill() });
    });

    it.runIf(traits.renders.includes('failed'))('releases what a failed job did not cost', async () => {
      const { world, studio, take } = await start();
      world.faults.render('failed');

      await studio.runUntil(take, ['failed']);

      expect(await studio.stateOf(take)).toMatchObject({ failure: 'provider_failed', cost: world.bill() });
    });

    it.runIf(traits.renders.includes('failed-unbilled'))(
      'holds the money of a failed job whose bill nobody tells',
      async () => {
        const { world, studio, take } = await start();
        world.faults.render('failed');

        await studio.runUntil(take, ['unknown']);

        expect((await studio.stateOf(take)).cost).toBeNull();
        expect(posts(world)).toBe(1);
      },
    );

    it.runIf(traits.renders.includes('stuck'))(
      'gives a job that is stuck to a person after a day, and never takes it for a failure',
      async () => {
        const { world, studio, take } = await start();
        world.faults.render('stuck');
        await expect(studio.runUntil(take, ['failed', 'unknown'], 60)).rejects.toThrow('still rendering');

        studio.pass(DAY_MS);
        await studio.runUntil(take, ['unknown']);

        await expect(studio.runUntil(take, ['rendering', 'failed'], 30)).rejects.toThrow('still unknown');
        expect(await studio.stateOf(take)).toMatchObject({ cost: null, detail: STUCK_AT_PROVIDER });
        expect(posts(world)).toBe(1);
        expect(await checkInvariants(studio.url)).toEqual([]);
      },
    );

    it.runIf(traits.renders.includes('stuck'))('delivers a clip that comes after that day', async () => {
      const { world, studio, take } = await start();
      world.faults.render('late');
      await studio.runUntil(take, ['rendering']);

      studio.pass(DAY_MS);
      await studio.runUntil(take, ['unknown']);
      await studio.runUntil(take, ['delivered']);

      expect((await studio.stateOf(take)).cost).toBe(world.bill());
      expect(posts(world)).toBe(1);
    });

    it.runIf(traits.renders.includes('odd-status'))('takes an unknown status for pending', async () => {
      const { world, studio, take } = await start();
      world.faults.render('odd-status');

      await studio.runUntil(take, ['delivered']);

      expect((await studio.stateOf(take)).cost).toBe(world.bill());
    });

    it.runIf(traits.renders.includes('forgotten'))(
      'calls a job that the provider forgot unknown, with its money held',
      async () => {
        const { world, studio, take } = await start();
        world.faults.render('forgotten');

        await studio.runUntil(take, ['unknown']);

        expect((await studio.stateOf(take)).cost).toBeNull();
        expect(posts(world)).toBe(1);
      },
    );

    it.each(traits.polls)('asks again after a look that failed: %s', async (fault) => {
      const { world, studio, take } = await start();
      world.faults.poll(fault, fault);

      await studio.runUntil(take, ['delivered']);

      expect(posts(world)).toBe(1);
      expect((await studio.stateOf(take)).cost).toBe(world.bill());
    });

    it.each(traits.contents)('fetches again after a download that failed: %s', async (fault) => {
      const { world, studio, take } = await start();
      world.faults.content(fault);

      await studio.runUntil(take, ['delivered']);

      const row = await studio.stateOf(take);
      const own = await world.clip();
      if (own !== null) expect(row.sha256).toBe(createHash('sha256').update(own).digest('hex'));
      expect(posts(world)).toBe(1);
      expect(row.cost).toBe(world.bill());
    });

    it.runIf(traits.cancels)('cancels what is rendering, and the money follows the provider’s word', async () => {
      const { world, studio, take } = await start();
      await studio.runUntil(take, ['rendering']);
      const row = await studio.studio.takes.load(take);
      if (row === null) throw new Error('no take');

      await requestCancel(studio.studio, row, studio.place.person);
      await studio.runUntil(take, ['canceled']);

      expect((await studio.stateOf(take)).cost).toBe(world.bill());
    });

    it.runIf(!traits.cancels)('tells whoever cancels that it goes on, where the provider stops nothing', async () => {
      const { world, studio, take } = await start();
      await studio.runUntil(take, ['rendering']);
      const row = await studio.studio.takes.load(take);
      if (row === null) throw new Error('no take');

      await requestCancel(studio.studio, row, studio.place.person);
      await studio.runUntil(take, ['delivered']);

      const told = await studio.toldTo(studio.place.person);
      expect(told).toEqual([expect.stringMatching(/cancel.*goes on and ends by itself/)]);
      expect((await studio.stateOf(take)).cost).toBe(world.bill());
    });

    it('puts no key into an address or a warning', async () => {
      const { world, studio, take } = await start();
      world.faults.create('bad-key');

      await studio.runUntil(take, ['failed']);

      const told = JSON.stringify([studio.warnings, await studio.stateOf(take)], (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value instanceof Error ? `${value.stack} ${value.cause}` : value,
      );
      expect(told).not.toContain(traits.secret);
      for (const { path, query } of world.heard) expect(`${path}?${query}`).not.toContain(traits.secret);
    });
  });
}
