import { expect, it } from 'vitest';
import { outboxId } from '../../../src/core/ids.ts';
import { makeRungRows } from '../../../src/core/studio/rung.ts';

const START = new Date('2026-11-21T09:00:00Z');
const later = (ms: number) => new Date(START.getTime() + ms);
const row = (name: string, dueMs = 0) => ({
  wakeUp: { kind: 'send', outboxId: outboxId(name) } as const,
  at: later(dueMs),
});

it('rings once for a row in a backlog, and again when half a minute passed', () => {
  const rung = makeRungRows();
  const waiting = [row('a'), row('b')];

  expect(rung.take(waiting, later(1_000))).toEqual(waiting);
  expect(rung.take([...waiting, row('c')], later(2_000))).toEqual([row('c')]);
  expect(rung.take(waiting, later(30_999))).toEqual([]);
  expect(rung.take(waiting, later(31_000))).toEqual(waiting);
});

it('rings at once for a row that became due anew', () => {
  const rung = makeRungRows();
  rung.take([row('a')], later(1_000));

  expect(rung.take([row('a', 1_500)], later(2_000))).toEqual([row('a', 1_500)]);
});
