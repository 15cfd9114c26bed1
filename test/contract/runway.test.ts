import { fileURLToPath } from 'node:url';
import { loadModels } from '../../src/adapters/models/load-models.ts';
import { makeRunway } from '../../src/adapters/providers/runway/provider.ts';
import { startRunwayServer } from '../support/provider-servers/runway-server.ts';
import { tinyClip } from '../support/tiny-clip.ts';
import { videoProviderContract } from './video-provider.ts';

const SECRET = 'key_canary0123456789abcdef';
const SECONDS = 4;
const builtInFile = fileURLToPath(new URL('../../models/catalog.json', import.meta.url));

videoProviderContract({
  name: 'runway',
  secret: SECRET,
  finds: 'never',
  renders: ['late-moderation', 'no-output', 'stuck', 'odd-status', 'failed', 'forgotten'],
  polls: ['500', '429-retry-after', 'reset', '404-once', 'html'],
  contents: ['expired-link', 'cut-chunks', 'cut-length', 'redirect-private', 'not-a-clip', '500'],
  cancels: true,
  async makeWorld() {
    const server = await startRunwayServer({ clip: tinyClip });
    return {
      provider: makeRunway({
        apiKey: SECRET,
        baseUrl: server.baseUrl,
        models: await loadModels({ builtInFile, teamFile: null }),
        report: { warn: () => {} },
        timeoutMs: 400,
      }),
      wish: { provider: 'runway', model: 'gen4.5', estimate: 480_000n, params: { seconds: SECONDS } },
      faults: server.faults,
      accepted: () => server.accepted.map(({ clientRef }) => clientRef),
      bill: () => server.bill(),
      heard: server.heard,
      clip: () => tinyClip(SECONDS),
      close: () => server.close(),
    };
  },
});
