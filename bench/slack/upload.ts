import { writeFile } from 'node:fs/promises';
import { openPieces } from '../../src/adapters/media/open-pieces.ts';
import { makeCall } from '../../src/adapters/slack/calls.ts';
import { makePace } from '../../src/adapters/slack/pace.ts';
import { uploadFile } from '../../src/adapters/slack/upload.ts';
import { workspaceId } from '../../src/core/ids.ts';

/** Uploads one file, and tells how far the resident memory grew meanwhile. */
const [, , apiUrl = '', folder = '', name = '', out = ''] = process.argv;
const call = makeCall({
  tokens: { botToken: async () => 'xoxb-bench' },
  pace: makePace({ now: () => new Date() }),
  apiUrl,
  logger: undefined,
});
const upload = (file: string) =>
  uploadFile({ call, media: { open: (media) => openPieces(folder, media) } }, workspaceId('T0STUDIO'), {
    media: file,
    name: 'clip.mp4',
    alt: 'bench',
  });
await upload('small.mp4');
globalThis.gc?.();
const before = process.memoryUsage().rss;
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 10);
await upload(name);
clearInterval(timer);
await writeFile(out, String(Math.max(most, process.memoryUsage().rss) - before));
