import { expect, it } from 'vitest';
import { makeReadAnew } from '../../../src/adapters/discord/read-anew.ts';

const make = (read: () => Promise<unknown>, stopped = new AbortController().signal, report = () => {}) =>
  makeReadAnew({ read, stopped, report, firstPauseMs: 1 });

it('reads until it is done', async () => {
  let tries = 0;
  const told: string[] = [];
  const votes = make(
    async () => {
      tries += 1;
      if (tries < 4) throw new Error('away');
    },
    undefined,
    () => told.push('failed'),
  );

  votes.ask();
  await votes.idle();

  expect(tries).toBe(4);
  expect(told).toHaveLength(3);
});

it('reads once for all who ask before it begins, and again for those who ask later', async () => {
  let reads = 0;
  const votes = make(async () => {
    reads += 1;
    if (reads === 1) for (const _ of [1, 2, 3]) votes.ask();
  });

  for (const _ of [1, 2, 3]) votes.ask();
  await votes.idle();
  await votes.idle();

  expect(reads).toBe(2);
});

it('ends when it is stopped', async () => {
  const stopping = new AbortController();
  const votes = make(async () => {
    stopping.abort();
    throw new Error('away');
  }, stopping.signal);

  votes.ask();

  await expect(votes.idle()).resolves.toBeUndefined();
});
