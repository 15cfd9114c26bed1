import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, vi } from 'vitest';
import type { JobQueue, WakeUp } from '../../../src/core/ports/job-queue.ts';
import type { Handlers } from '../../../src/jobs/payload.ts';
import { makeQueue } from '../../../src/jobs/queue.ts';
import { startWorkers, type WorkerSettings, type Workers } from '../../../src/jobs/worker.ts';
import type { BackEnd } from './back-ends.ts';

export interface Fixture {
  readonly prefix: string;
  readonly queue: JobQueue;
  /** Every call of a handler, in order. */
  readonly calls: WakeUp[];
  /** What was told after the last try of a bug. */
  readonly bugs: { readonly wakeUp: WakeUp; readonly error: unknown }[];
  /** Messages that were logged. */
  readonly logged: string[];
  /** Handlers that record the call and then do what the test says. */
  start(does?: Partial<Handlers>, settings?: Partial<WorkerSettings>): Promise<Workers>;
}

/** A queue of its own on a shared back end, with everything stopped when the test ends. */
export function openFixture(backEnd: BackEnd): Fixture {
  const prefix = `t-${randomUUID()}`;
  const calls: WakeUp[] = [];
  const bugs: { wakeUp: WakeUp; error: unknown }[] = [];
  const logged: string[] = [];
  const say = (_fields: object, message: string): void => {
    logged.push(message);
  };
  const log = { info: say, warn: say, error: say };
  const queue = makeQueue({ connection: backEnd.connection, prefix, log });
  const workers: Workers[] = [];
  onTestFinished(async () => {
    await Promise.all(workers.map((worker) => worker.stop(2_000)));
    await queue.close();
  });
  return {
    prefix,
    queue,
    calls,
    bugs,
    logged,
    start: async (does = {}, settings = {}) => {
      const started = await startWorkers({
        connection: backEnd.connection,
        prefix,
        handlers: recordInto(calls, does),
        onBug: async (wakeUp, error) => {
          bugs.push({ wakeUp, error });
        },
        log,
        ...settings,
      });
      workers.push(started);
      return started;
    },
  };
}

/** Resolves when it is so; fails after `withinMs`. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  await vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: withinMs, interval: 10 });
}

/** Sweeps are not recorded: a ticker rings them. */
function recordInto(calls: WakeUp[], does: Partial<Handlers>): Handlers {
  return {
    act: async (payload, context) => {
      calls.push({ kind: 'act', actId: payload.actId });
      await does.act?.(payload, context);
    },
    advance: async (payload, context) => {
      calls.push({ kind: 'advance', takeId: payload.takeId });
      await does.advance?.(payload, context);
    },
    send: async (payload, context) => {
      calls.push({ kind: 'send', outboxId: payload.outboxId });
      await does.send?.(payload, context);
    },
    decide: async (payload, context) => {
      calls.push({ kind: 'decide', takeId: payload.takeId });
      await does.decide?.(payload, context);
    },
    digest: async (payload, context) => {
      calls.push({ kind: 'digest', of: payload.of });
      await does.digest?.(payload, context);
    },
    recount: async () => {},
    sweep: async (payload, context) => does.sweep?.(payload, context),
  };
}
