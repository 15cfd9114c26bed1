import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMediaStore } from '../../../src/adapters/media/media-store.ts';
import { probeClip } from '../../../src/adapters/media/probe.ts';
import { tinyClip } from '../../support/tiny-clip.ts';

const PLAIN = { matte: null, mark: null };

describe('copies for people', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'previz-derive-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function storeClip(seconds: number) {
    const told: unknown[] = [];
    const media = makeMediaStore({ folder, report: (error) => told.push(error) });
    const bytes = await tinyClip(seconds);
    const stored = await media.store('clip.mp4', once(bytes));
    return { media, stored, bytes, told };
  }

  it('makes a strip of frames, and no copy of a clip that a chat takes as it is', async () => {
    const { media, stored, told } = await storeClip(2);

    const derived = await media.derive(stored.media, PLAIN);

    expect(told).toEqual([]);
    expect(derived.chat).toBeNull();
    const strip = await loadImage(join(folder, derived.strip ?? ''));
    expect(strip.width).toBe(6 * 240 + 5 * 4);
    expect(await media.derive(stored.media, PLAIN)).toEqual(derived);
  });

  it('masks and marks on a copy, and leaves the original untouched', async () => {
    const { media, stored, bytes, told } = await storeClip(2);

    const derived = await media.derive(stored.media, { matte: 2.39, mark: 'PV-0001 · take 1 · AI-generated pre-viz' });

    expect(told).toEqual([]);
    const copy = await probeClip(join(folder, derived.chat?.media ?? ''));
    expect(copy).toMatchObject({ kind: 'clip', videoCodec: 'avc', width: 64, height: 36, frames: 24, seconds: 2 });
    const original = await readFile(join(folder, stored.media));
    expect(createHash('sha256').update(original).digest('hex')).toBe(stored.sha256);
    expect(original.equals(bytes)).toBe(true);
    expect(derived.chat?.bytes).toBeGreaterThan(500);
  });

  it('finds Content Credentials in the original', async () => {
    const { media, stored } = await storeClip(1);
    expect((await media.derive(stored.media, PLAIN)).credentials).toBe(false);

    const manifest = Buffer.alloc(40);
    manifest.writeUInt32BE(40, 0);
    manifest.write('uuid', 4, 'latin1');
    manifest.write('d8fec3d61b0e483c92975828877ec481', 8, 'hex');
    await appendFile(join(folder, stored.media), manifest);

    expect((await media.derive(stored.media, PLAIN)).credentials).toBe(true);
  });

  it('leaves out what can’t be made, and says so', async () => {
    const told: unknown[] = [];
    const media = makeMediaStore({ folder, report: (error) => told.push(error) });
    const stored = await media.store('clip.mp4', once(Buffer.from('not a clip')));

    expect(await media.derive(stored.media, { matte: 2.39, mark: null })).toEqual({
      strip: null,
      chat: null,
      credentials: false,
    });
    expect(told).toHaveLength(1);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
