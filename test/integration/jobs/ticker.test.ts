import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTicker } from '../../../src/jobs/ticker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('never runs twice at once, however slow a run is', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const run = (): Promise<void> => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  };
  const ticker = startTicker({ everyMs: 10, run, onError: () => {} });

  void ticker.ring();
  await vi.advanceTimersByTimeAsync(50);
  expect(gates).toHaveLength(1);
  gates[0]?.resolve();
  await vi.advanceTimersByTimeAsync(10);

  expect(gates).toHaveLength(2);
});

it('goes on after a run that failed, and reports it', async () => {
  const errors: unknown[] = [];
  const failure = new Error('the database is away');
  startTicker({ everyMs: 10, run: () => Promise.reject(failure), onError: (error) => errors.push(error) });

  await vi.advanceTimersByTimeAsync(30);

  expect(errors).toEqual([failure, failure, failure]);
});

it('stops when the run under way has ended, and begins no other', async () => {
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  const run = (): Promise<void> => {
    runs += 1;
    return gate.promise;
  };
  const ticker = startTicker({ everyMs: 10, run, onError: () => {} });
  let stopped = false;
  await vi.advanceTimersByTimeAsync(10);

  const stopping = ticker.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(50);
  expect(stopped).toBe(false);
  gate.resolve();
  await stopping;
  await vi.advanceTimersByTimeAsync(50);

  expect(runs).toBe(1);
});
