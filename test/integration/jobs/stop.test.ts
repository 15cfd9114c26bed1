import { once } from 'node:events';
import { expect, it } from 'vitest';
import { takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { onEachBackEnd } from './back-ends.ts';
import { openFixture, until } from './fixture.ts';

const TAKE: WakeUp = { kind: 'advance', takeId: takeId('t1') };

onEachBackEnd('stopping', (use) => {
  it('waits for the job under way, and begins no other', async () => {
    const { queue, calls, start, prefix } = openFixture(use());
    const gate = Promise.withResolvers<void>();
    let aborted = false;
    const workers = await start(
      {
        advance: async (_payload, { signal }) => {
          await gate.promise;
          aborted = signal.aborted;
        },
      },
      { concurrency: { takes: 1 } },
    );
    await queue.wakeAll([TAKE, TAKE]);
    await until(() => calls.length === 1);

    const stopped = workers.stop(10_000);
    gate.resolve();
    await stopped;

    expect(calls).toHaveLength(1);
    expect(aborted).toBe(false);
    expect(await use().held(prefix)).toBe(1);
  });

  it('tells a job to leave when the grace is over, and leaves it to another process at once', async () => {
    const { queue, calls, start } = openFixture(use());
    const workers = await start({
      advance: async (_payload, { signal }) => {
        await once(signal, 'abort');
        signal.throwIfAborted();
      },
    });
    await queue.wake(TAKE);
    await until(() => calls.length === 1);

    await workers.stop(50);
    await start();

    await until(() => calls.length === 2);
  });

  it('does not wait for a job that will not leave', async () => {
    const { queue, calls, logged, start } = openFixture(use());
    const workers = await start({ advance: () => new Promise(() => {}) });
    await queue.wake(TAKE);
    await until(() => calls.length === 1);

    const stoppedAt = performance.now();
    await workers.stop(50);

    expect(performance.now() - stoppedAt).toBeLessThan(3_000);
    expect(logged).toContain('jobs left behind at stop, another process takes them over');
  });
});
