import type { DueRow } from '../ports/due-work.ts';

/** By then a wake-up that nobody worked on was lost with its queue; until then it waits in a backlog. */
const AGAIN_MS = 30_000;

/** What this process rang for, so that a backlog is not made longer by ringing for it each second. Only a hint: forgetting it costs a ring. */
export interface RungRows {
  /** Those of the rows that were not rung for lately; they count as rung from now on. */
  take(due: readonly DueRow[], now: Date): readonly DueRow[];
}

export function makeRungRows(): RungRows {
  let rung = new Map<string, number>();
  return {
    take(due, now) {
      const since = now.getTime() - AGAIN_MS;
      const fresh = due.filter((row) => (rung.get(keyOf(row)) ?? Number.NEGATIVE_INFINITY) <= since);
      const kept = [...rung].filter(([, at]) => at > since);
      rung = new Map([...kept, ...fresh.map((row) => [keyOf(row), now.getTime()] as const)]);
      return fresh;
    },
  };
}

const keyOf = ({ wakeUp, at }: DueRow): string => `${JSON.stringify(wakeUp)} ${at.getTime()}`;
