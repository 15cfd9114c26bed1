import RunwayML from '@runwayml/sdk';
import { PermanentError, TransientError, UncertainError } from '../../../core/errors.ts';
import type { AttemptId } from '../../../core/ids.ts';
import type { Model } from '../../../core/model/model.ts';
import type { ProviderJob, VideoProvider } from '../../../core/ports/video-provider.ts';
import type { Report } from '../../../core/studio/studio.ts';
import { openUrl } from '../http/open-url.ts';
import { safeText } from '../http/read-failure.ts';
import { isStatus, toReadError, toSubmitError } from '../http/to-error.ts';
import { holdForDay, readLimits } from './limits.ts';
import { type RemoteTask, readTask, toStatus } from './read-task.ts';
import { toCall } from './to-body.ts';

export interface RunwayOptions {
  readonly apiKey: string;
  /** null: Runway itself. */
  readonly baseUrl: string | null;
  readonly models: ReadonlyMap<string, Model>;
  readonly report: Pick<Report, 'warn'>;
  readonly pollAfterMs?: number;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** Runway asks for five seconds between two looks at a task. */
const POLL_AFTER_MS = 5_000;
const MAX_BYTES = 1 << 30;

/** Runway, and the vendors it carries with the same key. It has no list and takes no reference of ours: what was lost can't be found. */
export function makeRunway(options: RunwayOptions): VideoProvider {
  const { models, report, pollAfterMs = POLL_AFTER_MS, maxBytes = MAX_BYTES } = options;
  const client = makeClient(options);
  /** What Runway had counted before the calls of this process. */
  const counted = new Map<AttemptId, number>();
  const heard = new Set<string>();
  const seen = new WeakMap<ProviderJob, RemoteTask>();

  const retrieve = async (job: ProviderJob): Promise<RemoteTask | null> => {
    try {
      const task = readTask(await client.get(`/v1/tasks/${encodeURIComponent(job.jobId)}`));
      seen.set(job, task);
      return task;
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw toReadError(error);
    }
  };

  return {
    async submit(request, clientRef) {
      const model = models.get(request.model);
      if (model === undefined)
        throw new PermanentError('model_retired', `${request.model} is not in the catalogue any more`);
      const used = await holdForDay(client, vendorName(model), report);
      if (used !== null) counted.set(clientRef, used);
      const { path, body } = await toCall(request, model);
      let answer: unknown;
      try {
        answer = await client.post(path, { body, headers: { 'X-Client-Request-Id': clientRef } });
      } catch (error) {
        throw toSubmitError(error, (code) => (code.startsWith('SAFETY') ? 'moderation_prompt' : null));
      }
      const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : null;
      if (typeof id !== 'string' || id === '')
        throw new UncertainError('no_answer', 'the answer to the paid call names no task');
      counted.delete(clientRef);
      return { jobId: id, pollAfterMs };
    },

    async poll(job) {
      const task = await retrieve(job);
      if (task === null) return { kind: 'forgotten' };
      if (task.kind === 'pending' && !task.known && !heard.has(task.word)) {
        heard.add(task.word);
        report.warn({ provider: 'runway', status: safeText(task.word) }, 'an unknown status is taken as pending');
      }
      return toStatus(task, pollAfterMs);
    },

    async open(job) {
      // Links die after a day or two; every look at the task gives fresh ones.
      const task = seen.get(job) ?? (await retrieve(job));
      seen.delete(job);
      const link = task?.kind === 'done' ? task.links[0] : undefined;
      if (link === undefined) throw new TransientError('link_died', 'the task has no clip to fetch');
      return (await openUrl(link, { own: options.baseUrl, maxBytes })).bytes;
    },

    async cancel(job) {
      // The same call that cancels a running task throws a finished one away, with the clip that was paid for.
      const before = await retrieve(job);
      if (before === null || before.kind !== 'pending') return { kind: 'too-late' };
      try {
        await client.delete(`/v1/tasks/${encodeURIComponent(job.jobId)}`, { headers: { Accept: '*/*' } });
      } catch (error) {
        if (isStatus(error, 404, 409)) return { kind: 'too-late' };
        throw toReadError(error);
      }
      // Whether what already ran was billed, the task says, if it still can be read.
      const task = await retrieve(job).catch(() => null);
      if (task === null || task.kind !== 'canceled') return { kind: 'canceled', billing: { kind: 'unknown' } };
      return { kind: 'canceled', billing: toBillingOf(task) };
    },

    /** The count of the past day is no proof: others have the same key, and what is a day old leaves it. */
    async reconcile(request, clientRef) {
      const model = models.get(request.model);
      if (model === undefined) return { kind: 'cannot-know' };
      const { used } = await readLimits(client, vendorName(model)).catch((error: unknown) => {
        throw toReadError(error);
      });
      const before = counted.get(clientRef);
      const was = before === undefined ? '' : `; before the call it counted ${before}`;
      return { kind: 'cannot-know', told: `it counts ${used} ${model.title} generations in the past day${was}` };
    },
  };
}

const vendorName = (model: Model): string => model.vendorModel ?? model.name;

const toBillingOf = (task: RemoteTask) => {
  const status = toStatus(task, 0);
  return status.kind === 'canceled' ? status.billing : ({ kind: 'unknown' } as const);
};

export function makeClient({
  apiKey,
  baseUrl,
  timeoutMs,
}: Pick<RunwayOptions, 'apiKey' | 'baseUrl' | 'timeoutMs'>): RunwayML {
  return new RunwayML({
    apiKey,
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    // The SDK's default would send the paid POST three times, without an idempotency key (facts: providers §5.3).
    maxRetries: 0,
    timeout: timeoutMs ?? 60_000,
    logLevel: 'off',
    fetchOptions: { redirect: 'manual' },
  });
}
