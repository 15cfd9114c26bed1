import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import { PermanentError, TransientError, UncertainError } from '../../../core/errors.ts';
import type { Model } from '../../../core/model/model.ts';
import type { MediaStore } from '../../../core/ports/media-store.ts';
import type { Billing, GenerationRequest, VideoProvider } from '../../../core/ports/video-provider.ts';
import type { Report } from '../../../core/studio/studio.ts';
import { askChild } from '../../media/child/ask-child.ts';
import type { BoardTask } from './board-task.ts';
import { drawStills } from './draw-stills.ts';
import { type Board, NOT_SHARED, readJobId, toJobId } from './job-id.ts';
import { isThere, type KeptStills, makeKeptStills, readShared, writeWhole } from './kept-stills.ts';

export interface StoryboardOptions {
  readonly apiKey: string;
  /** null: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly models: ReadonlyMap<string, Model>;
  /** Where the stills are shared, for any machine to find. */
  readonly media: Pick<MediaStore, 'store' | 'open'>;
  /** On this machine: what was paid for is kept here first. */
  readonly folder: string;
  readonly report: Pick<Report, 'warn'>;
  readonly timeoutMs?: number;
  readonly pollAfterMs?: number;
}

export type StoryboardProvider = VideoProvider & {
  /** Ends the renders of this process; the next poll of any process starts them again. */
  readonly stop: () => Promise<void>;
};

const FPS = 24;
/** With what follows it below the time after which the process that made the call is taken for dead. */
const TIMEOUT_MS = 105_000;
const SHARE_MS = 5_000;
const POLL_AFTER_MS = 500;
const PATIENCE_MS = 5 * 60_000;
const MAX_FAILS = 3;

const BOARD_CHILD = new URL('./board-child.ts', import.meta.url).href;

interface Running {
  share: number;
  fails: number;
  done: Promise<void> | null;
}

/** One paid request for the stills of a shot, set in motion on this machine: a pre-viz for cents. */
export function makeStoryboard(options: StoryboardOptions): StoryboardProvider {
  const { models, folder, report, pollAfterMs = POLL_AFTER_MS } = options;
  const client = makeClient(options);
  const renders = new Map<string, Running>();
  const stopping = new AbortController();
  const kept = makeKeptStills(folder);
  const clipOf = ({ clientRef }: Pick<Board, 'clientRef'>) => join(folder, `${clientRef}.mp4`);
  const noteOf = (clientRef: string) => join(folder, `${clientRef}.job`);

  const render = (jobId: string, board: Board, request: GenerationRequest): Running => {
    const running = renders.get(jobId) ?? { share: 0, fails: 0, done: null };
    renders.set(jobId, running);
    const to = { request, outPath: clipOf(board), signal: stopping.signal, kept };
    running.done ??= animate(options, board, to, (share) => {
      running.share = share;
    }).then(
      () => void renders.delete(jobId),
      (error: unknown) => {
        running.done = null;
        // Stills that can't be had now are no failure of the board.
        running.fails += error instanceof TransientError ? 0 : 1;
        if (!stopping.signal.aborted) report.warn({ provider: 'storyboard', error }, 'a board was not set in motion');
      },
    );
    return running;
  };

  /** For other machines to go on with the board, if it can be done soon. */
  const share = async (pictures: readonly Uint8Array[]): Promise<readonly string[]> => {
    const stored = Promise.all(
      pictures.map((picture, at) => options.media.store(`still-${at + 1}.jpg`, once(picture))),
    );
    const late = pause(SHARE_MS, null, { ref: false }).then(() => {
      throw new TransientError('storage', 'the media store takes too long');
    });
    return (await Promise.race([stored, late])).map(({ media }) => media);
  };

  return {
    async submit(request, clientRef) {
      const model = models.get(request.model);
      if (model === undefined)
        throw new PermanentError('model_retired', `${request.model} is not in the catalogue any more`);
      await kept.prepare();
      const { pictures, cost } = await drawStills(client, request, { model, clientRef });
      const note = async (stills: readonly string[]) => {
        const jobId = toJobId({ clientRef, cost, stills });
        await writeWhole(noteOf(clientRef), jobId);
        return jobId;
      };
      let jobId: string;
      try {
        await kept.keep(clientRef, pictures);
        // A crash from here on is mended by `reconcile`, which finds this note.
        jobId = await note(pictures.map(() => NOT_SHARED));
      } catch (cause) {
        // Paid for: whatever goes wrong now, the call ran, and nobody may take it for one that did not.
        throw new UncertainError('not_kept', 'the stills are paid for and could not be kept', { cause });
      }
      const shared = await share(pictures).catch((error: unknown) => {
        report.warn({ provider: 'storyboard', error }, 'the stills of a board are on this machine only');
        return null;
      });
      return { jobId: shared === null ? jobId : await note(shared).catch(() => jobId), pollAfterMs };
    },

    async poll({ jobId, request }) {
      const board = readJobId(jobId);
      if (board === null) return { kind: 'forgotten' };
      if (await isThere(clipOf(board))) return { kind: 'succeeded', billing: toBilling(board) };
      const running = render(jobId, board, request);
      if (running.fails >= MAX_FAILS)
        return {
          kind: 'failed',
          failure: 'provider_failed',
          detail: 'the stills could not be set in motion',
          billing: toBilling(board),
        };
      return { kind: 'pending', progress: running.share > 0 ? running.share : null, pollAfterMs };
    },

    async open({ jobId }) {
      const board = readJobId(jobId);
      const path = board === null ? null : clipOf(board);
      if (path === null || !(await isThere(path)))
        throw new TransientError('clip_not_there', 'the board is not in motion yet');
      return createReadStream(path);
    },

    /** The stills are paid for: what is left is a few seconds of this machine's work. */
    cancel: async () => ({ kind: 'too-late' }),

    async reconcile(_request, clientRef) {
      const jobId = await readFile(noteOf(clientRef), 'utf8').catch(() => null);
      return jobId === null ? { kind: 'cannot-know' } : { kind: 'found', jobId };
    },

    async stop() {
      stopping.abort(new Error('Previz is stopping'));
      await Promise.all([...renders.values()].map(({ done }) => done));
    },
  };
}

const toBilling = ({ cost }: Board): Billing =>
  cost === null ? { kind: 'as-quoted' } : { kind: 'billed', micros: cost };

interface Animating {
  readonly request: GenerationRequest;
  readonly outPath: string;
  readonly signal: AbortSignal;
  readonly kept: KeptStills;
}

async function animate(
  { media, folder }: StoryboardOptions,
  board: Board,
  to: Animating,
  onProgress: (share: number) => void,
): Promise<void> {
  const { request, outPath, signal, kept } = to;
  await mkdir(folder, { recursive: true });
  const parts = `${outPath}.${process.pid}.parts`;
  await mkdir(parts, { recursive: true });
  try {
    const stills: string[] = [];
    for (const [index, still] of board.stills.entries()) {
      const own = await kept.pathOf(board.clientRef, index);
      const path = own ?? join(parts, `${index}.jpg`);
      if (own === null) await writeFile(path, await media.open(readShared(still)));
      stills.push(path);
    }
    const task: BoardTask = {
      stills,
      outPath: join(parts, 'clip.mp4'),
      width: request.width,
      height: request.height,
      frames: Math.max(1, Math.round(request.seconds * FPS)),
      seed: request.seed,
    };
    await askChild(BOARD_CHILD, task, { patienceMs: PATIENCE_MS, signal, onProgress });
    await rename(task.outPath, outPath);
    await kept.drop(board.clientRef).catch(() => {});
  } finally {
    await rm(parts, { recursive: true, force: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const makeClient = ({ apiKey, baseUrl, timeoutMs }: StoryboardOptions) =>
  new OpenAI({
    apiKey,
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    // One POST: the SDK's default would pay three times for one lost answer.
    maxRetries: 0,
    timeout: timeoutMs ?? TIMEOUT_MS,
    logLevel: 'off',
    organization: null,
    project: null,
    fetchOptions: { redirect: 'manual' },
  });
