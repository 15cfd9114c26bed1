import { createHash } from 'node:crypto';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePoster } from '../../../src/adapters/media/poster.ts';
import { probeClip } from '../../../src/adapters/media/probe.ts';
import { renderAnimatic } from '../../../src/adapters/providers/animatic/render.ts';
import { SPEC, withFolder } from './brief.ts';

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('an animatic', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 60])(
    'of %d seconds has 24 frames for each',
    async (seconds) => {
      await withFolder(async (folder) => {
        const path = join(folder, 'clip.mp4');

        await renderAnimatic({ ...SPEC, seconds }, path);

        expect(await probeClip(path)).toEqual({
          kind: 'clip',
          seconds,
          frames: seconds * 24,
          width: 160,
          height: 90,
          videoCodec: 'avc',
          audioCodec: 'aac',
          faststart: true,
        });
        expect(await readdir(folder)).toEqual(['clip.mp4']);
      });
    },
    120_000,
  );

  it('is the same bytes for the same brief and seed, and other bytes for another seed', async () => {
    await withFolder(async (folder) => {
      const [first, again, other] = [join(folder, 'a.mp4'), join(folder, 'b.mp4'), join(folder, 'c.mp4')];

      await renderAnimatic({ ...SPEC, seconds: 2 }, first);
      await renderAnimatic({ ...SPEC, seconds: 2 }, again, { segmentsAtOnce: 1 });
      await renderAnimatic({ ...SPEC, seconds: 2, seed: 8 }, other);

      expect(await sha256(again)).toBe(await sha256(first));
      expect(await sha256(other)).not.toBe(await sha256(first));
    });
  });

  it('is drawn for any script, and in any of the shapes', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'clip.mp4');
      const scene = '🎬🔥 日本の侍 שלום עולם مرحبا بالعالم 👩‍👩‍👧\u202e\u0000 ก็ '.repeat(20);

      await renderAnimatic({ ...SPEC, scene, slug: '✨SEQ_010', width: 90, height: 160, ratio: '2.39' }, path);

      expect(await probeClip(path)).toMatchObject({ kind: 'clip', width: 90, height: 160, frames: 24 });
    });
  });

  it('leaves nothing behind when it is stopped', async () => {
    await withFolder(async (folder) => {
      const stop = new AbortController();
      const render = renderAnimatic({ ...SPEC, seconds: 60 }, join(folder, 'clip.mp4'), {
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('enough')),
      });

      await expect(render).rejects.toThrow('enough');

      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('refuses what can not be encoded', async () => {
    await withFolder(async (folder) => {
      await expect(renderAnimatic({ ...SPEC, width: 161 }, join(folder, 'clip.mp4'))).rejects.toThrow('width');
    });
  });
});

describe('probeClip', () => {
  it('says of a clip that is cut short or damaged that it can not be played', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'clip.mp4');
      await renderAnimatic({ ...SPEC, seconds: 2 }, path);
      const whole = await readFile(path);
      const damaged = Buffer.from(whole).fill(0xff, Math.floor(whole.length * 0.5), Math.floor(whole.length * 0.6));

      await truncate(path, whole.length - 400);
      expect(await probeClip(path)).toMatchObject({ kind: 'unplayable', reason: expect.stringContaining('cut short') });
      await truncate(path, 900);
      expect(await probeClip(path)).toMatchObject({ kind: 'unplayable' });
      await writeFile(path, damaged);
      expect(await probeClip(path)).toMatchObject({ kind: 'unplayable' });
      await writeFile(path, '<html>not found</html>');
      expect(await probeClip(path)).toMatchObject({ kind: 'unplayable' });
      await writeFile(path, '');
      expect(await probeClip(path)).toMatchObject({ kind: 'unplayable' });
    });
  });
});

describe('makePoster', () => {
  it('writes a JPEG of a clip, and nothing for what is none', async () => {
    await withFolder(async (folder) => {
      const clip = join(folder, 'clip.mp4');
      await renderAnimatic(SPEC, clip);

      await makePoster(clip, join(folder, 'still.jpg'));
      await writeFile(join(folder, 'bad.mp4'), 'no clip');
      await expect(makePoster(join(folder, 'bad.mp4'), join(folder, 'bad.jpg'))).rejects.toThrow();

      expect((await readFile(join(folder, 'still.jpg'))).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
      expect((await readdir(folder)).sort()).toEqual(['bad.mp4', 'clip.mp4', 'still.jpg']);
    });
  });
});
