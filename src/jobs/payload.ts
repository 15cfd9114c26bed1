import { z } from 'zod';
import { actId, channelId, outboxId, takeId, workspaceId } from '../core/ids.ts';
import type { WakeUp } from '../core/ports/job-queue.ts';

export type JobKind = WakeUp['kind'];
type WakeUpOf<K extends JobKind> = Extract<WakeUp, { kind: K }>;
export type PayloadOf<K extends JobKind> = Omit<WakeUpOf<K>, 'kind'>;

/** Queues of their own, so that a person's act never waits behind a backlog of renders. */
export const LANES = ['acts', 'takes', 'outbox'] as const;
export type Lane = (typeof LANES)[number];

const id = z.string().min(1);

const DigestOf = z.object({
  kind: z.enum(['channel', 'workspace']),
  workspace: id.transform(workspaceId),
  channel: z.string().transform(channelId),
});

/** Every job there is: what it carries, and where it queues. */
export const JobTable = {
  act: { lane: 'acts', payload: z.object({ actId: id.transform(actId) }) },
  advance: { lane: 'takes', payload: z.object({ takeId: id.transform(takeId) }) },
  send: { lane: 'outbox', payload: z.object({ outboxId: id.transform(outboxId) }) },
  decide: { lane: 'takes', payload: z.object({ takeId: id.transform(takeId) }) },
  digest: { lane: 'takes', payload: z.object({ of: DigestOf }) },
  recount: {
    lane: 'takes',
    payload: z.object({ takeId: id.transform(takeId), againAfterMs: z.array(z.number().nonnegative()).default([]) }),
  },
  sweep: { lane: 'acts', payload: z.object({}) },
} as const satisfies { readonly [K in JobKind]: { readonly lane: Lane; readonly payload: z.ZodType<PayloadOf<K>> } };

export const KINDS = Object.keys(JobTable).filter(isJobKind);

export interface JobContext {
  /** Aborts when the process must stop and its grace is over; what then stays undone is rung for again. */
  readonly signal: AbortSignal;
}

/**
 * One handler per job. Each reads its row and moves it by compare-and-set, for it may run twice, late, or in two
 * processes at once. It throws the errors of `core/errors.ts`; anything else counts as a bug.
 */
export type Handlers = { readonly [K in JobKind]: (payload: PayloadOf<K>, context: JobContext) => Promise<void> };

/** Reads a stored job; null when it is none of ours (another release wrote it): its row is found by the sweeper. */
export function readWakeUp(name: string, data: unknown): WakeUp | null {
  if (!isJobKind(name)) return null;
  const read = JobTable[name].payload.safeParse(data);
  // The table ties each kind to its own payload, which the union of the parsed payloads forgets.
  return read.success ? ({ kind: name, ...read.data } as WakeUp) : null;
}

export function runHandler(handlers: Handlers, wakeUp: WakeUp, context: JobContext): Promise<void> {
  switch (wakeUp.kind) {
    case 'act':
      return handlers.act(wakeUp, context);
    case 'advance':
      return handlers.advance(wakeUp, context);
    case 'send':
      return handlers.send(wakeUp, context);
    case 'decide':
      return handlers.decide(wakeUp, context);
    case 'digest':
      return handlers.digest(wakeUp, context);
    case 'recount':
      return handlers.recount(wakeUp, context);
    case 'sweep':
      return handlers.sweep(wakeUp, context);
  }
}

function isJobKind(name: string): name is JobKind {
  return Object.hasOwn(JobTable, name);
}
