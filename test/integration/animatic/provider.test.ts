import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeClip } from '../../../src/adapters/media/probe.ts';
import { type AnimaticProvider, makeAnimaticProvider } from '../../../src/adapters/providers/animatic/provider.ts';
import { attemptId } from '../../../src/core/ids.ts';
import type { JobStatus } from '../../../src/core/ports/video-provider.ts';
import { until } from '../../support/until.ts';
import { toJob, toRequest, withFolder } from './brief.ts';
import { childrenOf, isAlive } from './children.ts';

/** Longer than any test waits, unless it wants the end. */
const LONG = { seconds: 60, width: 640, height: 360 } as const;

const withProvider = (work: (provider: AnimaticProvider, folder: string) => Promise<void>, parallel = 2) =>
  withFolder(async (folder) => {
    const provider = makeAnimaticProvider({ folder, parallel });
    try {
      await work(provider, folder);
    } finally {
      await provider.stop();
    }
  });

const ended = (provider: AnimaticProvider, job = toJob('one')): Promise<JobStatus> =>
  until(
    'the job to end',
    async () => {
      const status = await provider.poll(job);
      return status.kind === 'pending' ? null : status;
    },
    100_000,
  );

const running = (provider: AnimaticProvider, job: ReturnType<typeof toJob>) =>
  until('the render to draw', async () => {
    const status = await provider.poll(job);
    return status.kind === 'pending' && status.progress !== null && status.progress > 0;
  });

describe('the animatic provider', () => {
  it('renders what was submitted and streams it, at no cost', async () => {
    await withProvider(async (provider) => {
      const submitted = await provider.submit(toRequest(), attemptId('one'));
      const status = await ended(provider);

      let bytes = 0;
      for await (const chunk of await provider.open(toJob('one'))) bytes += chunk.byteLength;
      expect(submitted.jobId).toBe('one');
      expect(status).toEqual({ kind: 'succeeded', billing: { kind: 'free' } });
      expect(bytes).toBeGreaterThan(10_000);
    });
  });

  it('renders at most as many at once as it was told, the rest in their turn', async () => {
    await withProvider(async (provider) => {
      for (const id of ['a', 'b', 'c']) await provider.submit(toRequest(), attemptId(id));
      const later = await provider.poll(toJob('c'));

      const all = await Promise.all(['a', 'b', 'c'].map((id) => ended(provider, toJob(id))));

      expect(later).toMatchObject({ kind: 'pending', progress: null });
      expect(all.map((status) => status.kind)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    }, 1);
  });

  it('cancels a render that runs, and not one that is done', async () => {
    await withProvider(async (provider, folder) => {
      await provider.submit(toRequest(LONG), attemptId('long'));
      await running(provider, toJob('long', LONG));
      await provider.submit(toRequest(), attemptId('one'));
      await ended(provider);

      expect(await provider.cancel(toJob('long', LONG))).toEqual({ kind: 'canceled', billing: { kind: 'free' } });
      expect(await provider.poll(toJob('long', LONG))).toEqual({ kind: 'canceled', billing: { kind: 'free' } });
      expect(await provider.cancel(toJob('one'))).toEqual({ kind: 'too-late' });
      expect((await readdir(join(folder, 'long'))).sort()).toEqual(['canceled', 'spec.json']);
    });
  });

  it('cancels a render that another process draws', async () => {
    await withProvider(async (drawing, folder) => {
      const asked = makeAnimaticProvider({ folder, parallel: 1 });
      await drawing.submit(toRequest(LONG), attemptId('long'));
      await running(drawing, toJob('long', LONG));

      await asked.cancel(toJob('long', LONG));

      const left = () => readdir(join(folder, 'long'));
      await until('the lock to go', async () => !(await left()).includes('lock'));
      expect((await left()).sort()).toEqual(['canceled', 'spec.json']);
      expect(await drawing.poll(toJob('long', LONG))).toMatchObject({ kind: 'canceled' });
    });
  });

  it('draws a job that was lost with its server again when somebody polls it', async () => {
    await withProvider(async (provider) => {
      expect(await provider.poll(toJob('one'))).toMatchObject({ kind: 'pending' });

      expect(await ended(provider)).toMatchObject({ kind: 'succeeded' });
    });
  });

  it('always finds a submission whose answer was lost', async () => {
    await withProvider(async (provider) => {
      const found = await provider.reconcile(toRequest(), attemptId('one'), new Date(0));

      expect(found).toEqual({ kind: 'found', jobId: 'one' });
    });
  });

  it('refuses a request that can not be drawn', async () => {
    await withProvider(async (provider) => {
      const odd = provider.submit(toRequest({ width: 161 }), attemptId('odd'));

      await expect(odd).rejects.toMatchObject({ code: 'invalid_request' });
    });
  });

  it('asks to come back when a clip is opened before it is drawn', async () => {
    await withProvider(async (provider) => {
      await expect(provider.open(toJob('none'))).rejects.toMatchObject({ code: 'clip_not_there' });
    });
  });

  it('forgets a render with its files', async () => {
    await withProvider(async (provider, folder) => {
      await provider.submit(toRequest(), attemptId('one'));
      await ended(provider);

      await provider.forget('one');
      await provider.forget('one');

      expect(await readdir(folder)).not.toContain('one');
    });
  });
});

describe.skipIf(platform() !== 'linux')('the animatic provider, when processes die', () => {
  const killChildren = async (parent: number): Promise<void> => {
    for (const pid of await childrenOf(parent)) process.kill(pid, 'SIGKILL');
  };

  it('draws again once when its children are killed, then fails', async () => {
    await withProvider(async (provider) => {
      const job = toJob('long', LONG);
      await provider.submit(job.request, job.clientRef);
      await running(provider, job);
      await killChildren(process.pid);
      await until('the second try', async () => {
        const status = await provider.poll(job);
        return status.kind === 'pending' && status.progress === 0;
      });
      await running(provider, job);
      await killChildren(process.pid);

      expect(await ended(provider, job)).toMatchObject({ kind: 'failed', failure: 'internal' });
    });
  });

  it('takes its children along even when it is killed, and another process finishes the job', async () => {
    await withProvider(async (provider, folder) => {
      const parent = fork(join(import.meta.dirname, 'parent.ts'), [folder], { execArgv: [] });
      const pid = parent.pid ?? 0;
      const children = await until('two children', async () => {
        const found = await childrenOf(pid);
        return found.length >= 2 ? found : null;
      });
      expect(await provider.poll(toJob('lost', { seconds: 60 }))).toMatchObject({ kind: 'pending', progress: null });

      parent.kill('SIGKILL');
      await once(parent, 'exit');

      await until('the children to end', async () => children.every((child) => !isAlive(child)));
      expect(await ended(provider, toJob('lost', { seconds: 60 }))).toMatchObject({ kind: 'succeeded' });
      expect(await probeClip(join(folder, 'lost', 'clip.mp4'))).toMatchObject({ frames: 1440 });
      const left = () => readdir(join(folder, 'lost'));
      await until('the lock to go', async () => !(await left()).includes('lock'));
      expect((await left()).sort()).toEqual(['clip.mp4', 'spec.json']);
    });
  }, 120_000);
});
