import { expect, it } from 'vitest';
import { PermanentError, TransientError, UncertainError, UserError } from '../../../src/core/errors.ts';
import { actId, takeId } from '../../../src/core/ids.ts';
import type { WakeUp } from '../../../src/core/ports/job-queue.ts';
import { onEachBackEnd } from './back-ends.ts';
import { openFixture, until } from './fixture.ts';

const TAKE: WakeUp = { kind: 'advance', takeId: takeId('t1') };
const ACT: WakeUp = { kind: 'act', actId: actId('a1') };

onEachBackEnd('a handler that throws', (use) => {
  it('is asked again after a transient error, and not before the time that it names', async () => {
    const { queue, calls, start, prefix } = openFixture(use());
    const at: number[] = [];
    await start({
      advance: async () => {
        at.push(performance.now());
        if (at.length === 1) throw new TransientError('busy', 'try later', { retryAfterMs: 700 });
      },
    });

    await queue.wake(TAKE);
    await until(() => calls.length === 1);
    await queue.wake(ACT, { delayMs: 200 });

    await until(async () => calls.length >= 3 && (await use().held(prefix)) === 0);
    expect(calls).toEqual([TAKE, ACT, TAKE]);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(699);
  });

  it('is asked again more often than a bug is, as long as the error is transient', async () => {
    const { queue, calls, bugs, start, prefix } = openFixture(use());
    await start({
      advance: async () => {
        if (calls.length <= 5) throw new TransientError('busy', 'try later', { retryAfterMs: 1 });
      },
    });

    await queue.wake(TAKE);

    await until(async () => calls.length === 6 && (await use().held(prefix)) === 0);
    expect(bugs).toEqual([]);
  });

  it.each([
    ['permanent', new PermanentError('retired', 'the model is gone')],
    ['uncertain', new UncertainError('no_answer', 'the call ended without an answer')],
    ['user', new UserError('budget', 'over the cap')],
  ])('is not asked again after a %s error', async (_kind, error) => {
    const { queue, calls, bugs, start, prefix } = openFixture(use());
    await start({
      advance: async () => {
        throw error;
      },
    });

    await queue.wake(TAKE);

    await until(async () => calls.length > 0 && (await use().held(prefix)) === 0);
    expect(calls).toHaveLength(1);
    expect(bugs).toEqual([]);
  });

  it('is asked three times when it has a bug, and then the bug is told once', async () => {
    const { queue, calls, bugs, start, prefix } = openFixture(use());
    const bug = new TypeError('x is not a function');
    await start({
      advance: async () => {
        if (bugs.length === 0) throw bug;
      },
    });

    await queue.wake(TAKE);

    await until(async () => bugs.length > 0 && (await use().held(prefix)) === 0);
    expect(calls).toEqual([TAKE, TAKE, TAKE]);
    expect(bugs).toEqual([{ wakeUp: TAKE, error: bug }]);
  });

  it('goes on with other jobs when telling the bug fails too', async () => {
    const { queue, calls, logged, start } = openFixture(use());
    await start(
      {
        advance: async () => {
          throw new TypeError('x is not a function');
        },
      },
      {
        onBug: async () => {
          throw new Error('the database is away');
        },
      },
    );

    await queue.wake(TAKE);
    await until(() => logged.includes('bug not told, the sweeper will ring for the row'));
    await queue.wake(ACT);

    await until(() => calls.at(-1)?.kind === 'act');
  });
});
