import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeMediaStore } from '../../src/adapters/media/media-store.ts';
import { loadModels } from '../../src/adapters/models/load-models.ts';
import { makeStoryboard } from '../../src/adapters/providers/storyboard/provider.ts';
import { startImagesServer } from '../support/provider-servers/images-server.ts';
import { videoProviderContract } from './video-provider.ts';

const SECRET = 'sk-canary-0123456789abcdef';
const builtInFile = fileURLToPath(new URL('../../models/catalog.json', import.meta.url));

videoProviderContract({
  name: 'storyboard',
  secret: SECRET,
  finds: 'never',
  // The one call answers with everything, so that there is nothing to look at or to fetch.
  renders: [],
  polls: [],
  contents: [],
  cancels: false,
  jumpMs: 25,
  async makeWorld() {
    const server = await startImagesServer();
    const folder = await mkdtemp(join(tmpdir(), 'previz-board-'));
    const provider = makeStoryboard({
      apiKey: SECRET,
      baseUrl: server.baseUrl,
      models: await loadModels({ builtInFile, teamFile: null }),
      media: makeMediaStore({ folder: join(folder, 'media') }),
      folder: join(folder, 'boards'),
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
      clip: () => null,
      async close() {
        await provider.stop();
        await server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});
