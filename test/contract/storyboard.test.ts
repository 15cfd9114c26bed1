import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeMediaStore } from '../../src/adapters/media/media-store.ts';
import { makeS3Store } from '../../src/adapters/media/s3-store.ts';
import { loadModels } from '../../src/adapters/models/load-models.ts';
import { makeStoryboard } from '../../src/adapters/providers/storyboard/provider.ts';
import { startImagesServer } from '../support/provider-servers/images-server.ts';
import { type StorageFault, videoProviderContract } from './video-provider.ts';

const SECRET = 'sk-canary-0123456789abcdef';
const builtInFile = fileURLToPath(new URL('../../models/catalog.json', import.meta.url));
/** Nobody listens on the discard port. */
const DEAD_BUCKET = {
  bucket: 'clips',
  endpoint: 'http://127.0.0.1:9',
  region: 'us-east-1',
  accessKeyId: 'test',
  secretAccessKey: 'test',
};

videoProviderContract({
  name: 'storyboard',
  secret: SECRET,
  finds: 'never',
  // The one call answers with everything, so that there is nothing to look at or to fetch.
  renders: [],
  polls: [],
  contents: [],
  cancels: false,
  keeps: [
    ['bucket', 'delivered'],
    ['disk', 'unknown'],
  ],
  jumpMs: 25,
  async makeWorld() {
    const folder = await mkdtemp(join(tmpdir(), 'previz-board-'));
    const boards = join(folder, 'boards');
    let broken: StorageFault | null = null;
    const server = await startImagesServer({
      at: async (moment) => {
        if (moment !== 'accepted' || broken !== 'disk') return;
        await rm(boards, { recursive: true, force: true });
        await writeFile(boards, 'no folder any more');
      },
    });
    const disk = makeMediaStore({ folder: join(folder, 'media') });
    const bucket = makeS3Store({ local: disk, folder: join(folder, 'media'), s3: DEAD_BUCKET });
    const provider = makeStoryboard({
      apiKey: SECRET,
      baseUrl: server.baseUrl,
      models: await loadModels({ builtInFile, teamFile: null }),
      media: {
        store: (name, bytes) => (broken === 'bucket' ? bucket : disk).store(name, bytes),
        open: (media) => (broken === 'bucket' ? bucket : disk).open(media),
      },
      folder: boards,
      report: { warn: () => {} },
      timeoutMs: 1_000,
    });
    return {
      provider,
      wish: {
        provider: 'storyboard',
        model: 'storyboard',
        estimate: 15_000n,
        params: { seconds: 2, width: 320, height: 180 },
      },
      faults: server.faults,
      accepted: () => server.accepted.map(({ clientRef }) => clientRef),
      bill: () => server.bill(),
      heard: server.heard,
      breakStorage: (how) => {
        broken = how;
      },
      clip: () => null,
      async close() {
        await provider.stop();
        await server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});
