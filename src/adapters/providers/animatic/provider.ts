import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { PermanentError, TransientError } from '../../../core/errors.ts';
import type { AttemptId } from '../../../core/ids.ts';
import type { GenerationRequest, JobStatus, VideoProvider } from '../../../core/ports/video-provider.ts';
import { type JobFolder, jobFolder } from './job-folder.ts';
import { makeRenderQueue } from './render-queue.ts';
import { type AnimaticSpec, toSpec } from './spec.ts';

export interface AnimaticOptions {
  /** Where renders are kept until `forget`. */
  readonly folder: string;
  /** Renders at once in this process; more wait their turn. */
  readonly parallel: number;
  readonly log?: { readonly warn: (facts: Record<string, unknown>, message: string) => void };
}

export type AnimaticProvider = VideoProvider & {
  /** Ends all renders of this process; they start again with the next poll of any process. */
  readonly stop: () => Promise<void>;
  /** Deletes a render's files, once its bytes are kept elsewhere. May be repeated. */
  readonly forget: (jobId: string) => Promise<void>;
};

const POLL_AFTER_MS = 300;
const FREE = { kind: 'free' } as const;

/**
 * Draws animatics on this machine in child processes: no AI, no cost, no network. The job is named by the attempt, and
 * any process on the machine may poll it: a render that nobody holds is started again from the request.
 */
export function makeAnimaticProvider({ folder, parallel, log }: AnimaticOptions): AnimaticProvider {
  const queue = makeRenderQueue(parallel, log);
  const start = (job: JobFolder, jobId: string, request: GenerationRequest): boolean =>
    queue.add(jobId, job, readSpec(request));
  return {
    async submit(request, clientRef) {
      const job = jobFolder(folder, clientRef);
      await job.writeSpec(readSpec(request));
      start(job, clientRef, request);
      return { jobId: clientRef, pollAfterMs: POLL_AFTER_MS };
    },

    async poll({ jobId, request }) {
      const job = jobFolder(folder, jobId);
      // First: a clip that another process finished after the cancel stays canceled.
      if (await job.isCanceled()) return { kind: 'canceled', billing: FREE };
      if (await job.isDone()) return { kind: 'succeeded', billing: FREE };
      const state = queue.look(jobId);
      if (state.kind === 'failed') return failed(state);
      // Nobody here knows the job: the server was restarted, or another process is drawing it.
      if (state.kind === 'unknown') start(job, jobId, request);
      return { kind: 'pending', progress: state.kind === 'running' ? state.share : null, pollAfterMs: POLL_AFTER_MS };
    },

    async open({ jobId }) {
      const { clipPath } = jobFolder(folder, jobId);
      try {
        await access(clipPath);
      } catch (cause) {
        throw new TransientError('clip_not_there', 'the clip is not drawn yet', { cause });
      }
      return createReadStream(clipPath);
    },

    async cancel({ jobId }) {
      const job = jobFolder(folder, jobId);
      if (await job.isDone()) return { kind: 'too-late' };
      await job.markCanceled();
      await queue.drop(jobId);
      return { kind: 'canceled', billing: FREE };
    },

    async reconcile(_request, clientRef: AttemptId) {
      return { kind: 'found', jobId: clientRef };
    },

    async forget(jobId) {
      await queue.drop(jobId);
      await jobFolder(folder, jobId).remove();
    },

    stop: () => queue.stop(),
  };
}

function readSpec(request: GenerationRequest): AnimaticSpec {
  try {
    return toSpec(request);
  } catch (cause) {
    throw new PermanentError('invalid_request', 'this can not be drawn', {
      cause,
      facts: { seconds: request.seconds, width: request.width, height: request.height },
    });
  }
}

const failed = (state: { code: string; detail: string }): JobStatus => ({
  kind: 'failed',
  failure: state.code === 'ENOSPC' ? 'out_of_room' : 'internal',
  detail: state.detail,
  billing: FREE,
});
