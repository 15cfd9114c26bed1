import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOpenaiModerator } from '../../../src/adapters/moderation/openai-moderator.ts';
import { type ImagesServer, startImagesServer } from '../../support/provider-servers/images-server.ts';

describe('the host’s moderation, as far as it can be had', () => {
  let server: ImagesServer;
  let folder = '';
  beforeEach(async () => {
    server = await startImagesServer();
    folder = await mkdtemp(join(tmpdir(), 'previz-moderator-'));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function picture(name: string, bytes: number) {
    const path = join(folder, name);
    await writeFile(path, name);
    await truncate(path, bytes);
    return { path, mime: 'image/png' };
  }
  const judge = (text: string, pictures: readonly { readonly path: string; readonly mime: string }[]) =>
    makeOpenaiModerator({ apiKey: 'sk-test', baseUrl: server.baseUrl, report: { warn: () => {} } }).judge({
      text,
      pictures,
    });

  it('keeps what it flagged in the words where a picture is too large to be looked at', async () => {
    server.flag('zebra', ['sexual/minors']);

    expect(await judge('a zebra', [await picture('big.png', 20_000_001)])).toEqual({
      kind: 'partly',
      flags: ['minors'],
    });
  });

  it('looks at the other pictures beside one that is too large', async () => {
    const small = await picture('small.png', 10);
    server.flag(`data:image/png;base64,${Buffer.from('small.png\0').toString('base64')}`, ['hate']);

    expect(await judge('a fox', [await picture('big.png', 20_000_001), small])).toEqual({
      kind: 'partly',
      flags: ['hate'],
    });
  });

  it('keeps what it flagged in the words where a later call fails', async () => {
    server.flag('zebra', ['sexual']);
    server.breakModeration('pictures');

    expect(await judge('a zebra', [await picture('small.png', 10)])).toEqual({ kind: 'partly', flags: ['sexual'] });
  });

  it('judges all of it, or nothing where nothing can be asked', async () => {
    expect(await judge('a fox', [await picture('small.png', 10)])).toEqual({ kind: 'judged', flags: [] });
    server.breakModeration();

    expect(await judge('a fox', [])).toEqual({ kind: 'not-judged' });
  });
});
