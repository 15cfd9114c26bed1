import { expect, it } from 'vitest';
import { takeId } from '../../../src/core/ids.ts';
import type { Handlers } from '../../../src/jobs/payload.ts';
import { onEachBackEnd } from './back-ends.ts';
import { type Fixture, openFixture, until } from './fixture.ts';

onEachBackEnd('an outage', (use) => {
  it('loses nothing when the queue is flushed, for the sweep finds the rows', async () => {
    const fixture = openFixture(use());
    const rows = makeRows(fixture, 20);
    await rows.sweep({}, { signal: AbortSignal.abort() });
    await use().flush();

    await fixture.start(rows, { timing: { sweepEveryMs: 50 } });

    await until(() => rows.due.size === 0);
  });

  it('makes no ring throw, and the workers go on when it is over', async () => {
    const fixture = openFixture(use());
    const rows = makeRows(fixture, 3);
    const { due } = rows;
    await fixture.start(rows, { timing: { sweepEveryMs: 50 } });
    await until(() => due.size === 0);

    await use().link.cut();
    const rungAt = performance.now();
    await fixture.queue.wake({ kind: 'advance', takeId: takeId('in the dark') });
    await fixture.queue.wakeAll([{ kind: 'sweep' }, { kind: 'advance', takeId: takeId('in the dark') }]);
    expect(performance.now() - rungAt).toBeLessThan(2_500);
    expect(fixture.logged).toContain('wake-up not queued, the sweeper will find the row');
    due.add('t-late');
    await use().link.mend();

    await until(() => due.size === 0);
  });

  it('at the start is waited for', async () => {
    await use().link.cut();
    const fixture = openFixture(use());
    const rows = makeRows(fixture, 3);
    await fixture.start(rows, { timing: { sweepEveryMs: 50, reopenMs: 50 } });
    await until(() => fixture.logged.includes('wake-up not queued, the sweeper will find the row'));

    await use().link.mend();

    await until(() => rows.due.size === 0);
  });

  it('of a back end that takes calls and hangs up is met with patience', async () => {
    const { link } = use();
    const fixture = openFixture(use());
    const gate = Promise.withResolvers<void>();
    let sweeps = 0;
    const sweep = async (): Promise<void> => {
      sweeps += 1;
    };
    await fixture.queue.wakeAll(Array.from({ length: 20 }, (_, n) => ({ kind: 'advance', takeId: takeId(`t${n}`) })));
    await fixture.start(
      { advance: () => gate.promise, sweep },
      { concurrency: { takes: 1 }, timing: { sweepEveryMs: 50 } },
    );
    await until(() => fixture.calls.length === 1);

    link.hangUp();
    gate.resolve();
    const from = sweeps;
    await until(() => sweeps >= from + 20);

    expect(link.hungUp()).toBeLessThan(100);
    await link.mend();
    await until(() => fixture.calls.length >= 20);
  });

  it('does not keep the process from stopping', async () => {
    const fixture = openFixture(use());
    const rows = makeRows(fixture, 1);
    const workers = await fixture.start(rows, { timing: { sweepEveryMs: 50 } });
    await until(() => rows.due.size === 0);
    await use().link.cut();

    const stoppedAt = performance.now();
    await workers.stop(500);

    expect(performance.now() - stoppedAt).toBeLessThan(3_000);
    await use().link.mend();
  });
});

interface Rows extends Pick<Handlers, 'advance' | 'sweep'> {
  readonly due: Set<string>;
}

/** A store that behaves: rows are due until they were worked on, and a sweep rings for those that are. */
function makeRows({ queue }: Fixture, count: number): Rows {
  const due = new Set(Array.from({ length: count }, (_, n) => `t${n}`));
  return {
    due,
    sweep: () => queue.wakeAll([...due].map((row) => ({ kind: 'advance', takeId: takeId(row) }))),
    advance: async (payload) => {
      due.delete(payload.takeId);
    },
  };
}
