import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MediaTools, makeMediaStore } from '../../../src/adapters/media/media-store.ts';

const tools: MediaTools = {
  probeClip: async (path) => ({ kind: 'unplayable', reason: `read ${(await readFile(path)).byteLength} bytes` }),
  makePoster: async (clip, out) => writeFile(out, `still of ${(await readFile(clip)).byteLength} bytes`),
};

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += size) yield bytes.subarray(from, from + size);
}

async function* breaking(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the connection was cut');
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the media store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-media-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);

  it.each([1_000, 65_536, 300_000])('keeps the bytes that came in chunks of %i untouched', async (size) => {
    const bytes = randomBytes(200_001);

    const stored = await makeMediaStore({ folder, tools }).store('PV-0001_t01.mp4', inChunks(bytes, size));

    const hash = sha256(bytes);
    expect(stored).toEqual({ sha256: hash, media: `takes/${hash.slice(0, 2)}/${hash}.mp4`, bytes: 200_001n });
    expect(await readFile(join(folder, stored.media))).toEqual(bytes);
    expect(await files()).toHaveLength(1);
  });

  it('makes one file of the same bytes, also when they come at the same time', async () => {
    const media = makeMediaStore({ folder, tools });
    const bytes = randomBytes(100_000);

    const stored = await Promise.all(
      ['a.mp4', 'b.mp4', 'c.mp4'].map((name) => media.store(name, inChunks(bytes, 4_096))),
    );

    expect(new Set(stored.map(({ media: path }) => path)).size).toBe(1);
    expect(await files()).toHaveLength(1);
  });

  it('puts whole bytes over a damaged file of the same name', async () => {
    const media = makeMediaStore({ folder, tools });
    const bytes = randomBytes(1_000);
    const stored = await media.store('a.mp4', inChunks(bytes, 100));
    await writeFile(join(folder, stored.media), 'damaged');

    await media.store('a.mp4', inChunks(bytes, 100));

    expect(await readFile(join(folder, stored.media))).toEqual(bytes);
  });

  it('leaves nothing of a stream that breaks', async () => {
    const storing = makeMediaStore({ folder, tools }).store('a.mp4', breaking(randomBytes(70_000)));

    await expect(storing).rejects.toThrow('the connection was cut');
    expect(await files()).toEqual([]);
  });

  it('refuses more bytes than a clip has', async () => {
    const media = makeMediaStore({ folder, tools, maxBytes: 1_000n });

    const storing = media.store('a.mp4', inChunks(randomBytes(1_001), 500));

    await expect(storing).rejects.toMatchObject({ code: 'clip_too_big' });
    expect(await files()).toEqual([]);
  });

  it('takes nothing of a name but its ending', async () => {
    const media = makeMediaStore({ folder, tools });

    const odd = await media.store('../../x.mp4/../y', inChunks(randomBytes(10), 10));
    const plain = await media.store('SEQ010_t01.MP4', inChunks(randomBytes(10), 10));

    expect(odd.media).toMatch(/^takes\/[0-9a-f]{2}\/[0-9a-f]{64}$/);
    expect(plain.media).toMatch(/^takes\/[0-9a-f]{2}\/[0-9a-f]{64}\.mp4$/);
  });

  it('reads only below its folder', async () => {
    await expect(makeMediaStore({ folder, tools }).probe('takes/../../secret')).rejects.toThrow('not a stored file');
  });

  it('clears away what was left half written a day ago, and nothing younger', async () => {
    await mkdir(join(folder, '.parts'));
    await writeFile(join(folder, '.parts', 'old'), 'x');
    await writeFile(join(folder, '.parts', 'young'), 'x');
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(folder, '.parts', 'old'), longAgo, longAgo);

    await makeMediaStore({ folder, tools }).store('a.mp4', inChunks(randomBytes(10), 10));

    expect((await readdir(join(folder, '.parts'))).sort()).toEqual(['young']);
  });

  it('keeps one poster beside a clip', async () => {
    const media = makeMediaStore({ folder, tools });
    const stored = await media.store('a.mp4', inChunks(randomBytes(10), 10));

    const [first, second] = [await media.poster(stored.media), await media.poster(stored.media)];

    expect(first).toBe(stored.media.replace('.mp4', '.poster.jpg'));
    expect(second).toBe(first);
    expect(await readFile(join(folder, first ?? ''), 'utf8')).toBe('still of 10 bytes');
    expect(await files()).toHaveLength(2);
  });

  it('does without a poster that can’t be made, and says so', async () => {
    const told: unknown[] = [];
    const broken = { ...tools, makePoster: () => Promise.reject(new Error('no decoder')) };
    const media = makeMediaStore({ folder, tools: broken, report: (error) => told.push(error) });
    const stored = await media.store('a.mp4', inChunks(randomBytes(10), 10));

    expect(await media.poster(stored.media)).toBeNull();
    expect(told).toEqual([new Error('no decoder')]);
  });

  it('says of bytes that are no clip that they can’t be played or pictured', async () => {
    const told: unknown[] = [];
    const media = makeMediaStore({ folder, report: (error) => told.push(error) });
    const stored = await media.store('a.mp4', inChunks(randomBytes(5_000), 1_000));

    expect(await media.probe(stored.media)).toMatchObject({ kind: 'unplayable' });
    expect(await media.poster(stored.media)).toBeNull();
    expect(told).toHaveLength(1);
    expect(await files()).toHaveLength(1);
  });

  it('tells the room that is left', async () => {
    const free = await makeMediaStore({ folder: join(folder, 'new'), tools }).free();

    expect(free).toBeGreaterThan(0n);
  });
});
