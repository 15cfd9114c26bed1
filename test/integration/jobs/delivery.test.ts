import { expect, it } from 'vitest';
import { actId, outboxId, takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { onEachBackEnd } from './back-ends.ts';
import { openFixture, until } from './fixture.ts';

const act = (name: string): WakeUp => ({ kind: 'act', actId: actId(name) });
const advance = (name: string): WakeUp => ({ kind: 'advance', takeId: takeId(name) });

onEachBackEnd('the queue', (use) => {
  it('brings each kind of job to its own handler, once for each ring', async () => {
    const { queue, calls, start, prefix } = openFixture(use());
    const rung: WakeUp[] = [
      act('a1'),
      advance('t1'),
      advance('t1'),
      { kind: 'decide', takeId: takeId('t2') },
      { kind: 'send', outboxId: outboxId('card-t1') },
    ];
    await start();

    for (const job of rung) await queue.wake(job);

    await until(async () => calls.length >= rung.length && (await use().held(prefix)) === 0);
    expect(calls).toHaveLength(rung.length);
    expect(calls).toEqual(expect.arrayContaining(rung));
  });

  it('rings for many rows of all kinds together', async () => {
    const { queue, calls, start, prefix } = openFixture(use());
    const rung = Array.from({ length: 60 }, (_, n) => [act(`a${n}`), advance(`t${n}`)]).flat();
    await start();

    await queue.wakeAll(rung);

    await until(async () => calls.length >= rung.length && (await use().held(prefix)) === 0);
    expect(new Set(calls.map((call) => JSON.stringify(call)))).toEqual(new Set(rung.map((job) => JSON.stringify(job))));
    expect(calls).toHaveLength(rung.length);
  });

  it('rings at once for a sweep that is asked for', async () => {
    const { queue, start } = openFixture(use());
    let sweeps = 0;
    const sweep = async (): Promise<void> => {
      sweeps += 1;
    };
    await start({ sweep }, { timing: { sweepEveryMs: 3_600_000 } });

    await queue.wake({ kind: 'sweep' });

    await until(() => sweeps === 1);
  });

  it('keeps a delayed job back until its time', async () => {
    const { queue, calls, start } = openFixture(use());
    await start();

    const rungAt = performance.now();
    await queue.wake(act('last'), { delayMs: 500 });
    await queue.wake(act('second'), { delayMs: 250 });
    await queue.wake(act('first'));

    await until(() => calls.length === 3);
    expect(calls).toEqual([act('first'), act('second'), act('last')]);
    expect(performance.now() - rungAt).toBeGreaterThanOrEqual(499);
  });

  it('tells of which kinds wake-ups wait', async () => {
    const { queue, start, calls } = openFixture(use());
    expect(await queue.backlog()).toEqual(new Set());
    await queue.wake(act('a'));

    expect([...(await queue.backlog())].sort()).toEqual(['act', 'sweep']);
    await start();
    await until(async () => calls.length === 1);
    expect(await queue.backlog()).toEqual(new Set());
  });

  it('lets an act overtake a backlog of takes', async () => {
    const { queue, calls, start } = openFixture(use());
    const gate = Promise.withResolvers<void>();
    await start({ advance: () => gate.promise }, { concurrency: { takes: 2 } });
    await queue.wakeAll(Array.from({ length: 100 }, (_, n) => advance(`t${n}`)));
    await until(() => calls.length === 2);

    await queue.wake(act('a1'));

    await until(() => calls.length === 3);
    expect(calls[2]).toEqual(act('a1'));
    gate.resolve();
    await until(() => calls.length === 101);
  });

  it('drops a job that it can not read', async () => {
    const { queue, calls, logged, start, prefix } = openFixture(use());
    await start();

    await queue.wake(act(''));

    await until(async () => logged.includes('job of another release dropped') && (await use().held(prefix)) === 0);
    expect(calls).toEqual([]);
  });
});
