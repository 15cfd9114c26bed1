import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Call } from '../../../src/adapters/slack/calls.ts';
import { uploadFile } from '../../../src/adapters/slack/upload.ts';
import { workspaceId } from '../../../src/core/ids.ts';

const MIB = 1024 * 1024;
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** An upload address that takes the connection and reads nothing. */
async function startDeaf(): Promise<string> {
  const server = createServer((request) => request.pause());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('gives an upload up whose bytes nobody reads, without waiting for the rest of them', async () => {
  const upload_url = await startDeaf();
  let given = 0;
  async function* pieces() {
    for (; given < 256; given += 1) yield new Uint8Array(MIB);
  }
  const call = (async () => ({ ok: true, upload_url, file_id: 'F1' })) as unknown as Call; // the one answer that is asked for
  const media = { open: async () => ({ bytes: 256 * MIB, pieces: pieces() }) };

  const upload = uploadFile({ call, media, timing: { uploadIdleMs: 200 } }, workspaceId('T1'), {
    ...{ media: 'clips/large.mp4', name: 'large.mp4', alt: 'a large clip' },
  });

  await expect(upload).rejects.toMatchObject({ code: 'upload_broke' });
  expect(given).toBeLessThan(256);
});
