import { DIALECTS, type DialectName } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { startVideosServer } from '../support/provider-servers/videos-server.ts';
import { tinyClip } from '../support/tiny-clip.ts';
import { videoProviderContract } from './video-provider.ts';

const SECRET = 'sk-canary-0123456789abcdef';
const SECONDS = 4;
const PER_SECOND = 100_000n;

for (const name of ['openai', 'sglang'] as const satisfies readonly DialectName[])
  videoProviderContract({
    name: `openai videos, spoken by ${name}`,
    secret: SECRET,
    finds: 'by-list',
    renders: [
      'no-output',
      'stuck',
      'odd-status',
      'failed',
      'forgotten',
      ...(name === 'openai' ? ['late-moderation' as const] : []),
    ],
    polls: ['500', '429-retry-after', 'reset', '404-once', 'html'],
    contents: ['expired-link', 'cut-chunks', 'cut-length', 'redirect-private', 'not-a-clip', '500'],
    cancels: DIALECTS[name].cancel !== null,
    async makeWorld(now) {
      const server = await startVideosServer({ clip: tinyClip, perSecondMicros: PER_SECOND, now });
      return {
        provider: makeOpenaiVideos({
          baseUrl: server.baseUrl,
          apiKey: SECRET,
          dialect: DIALECTS[name],
          modelOf: (model) => model,
          report: { warn: () => {} },
          timeoutMs: 400,
        }),
        wish: {
          provider: 'openai',
          model: 'sora-2',
          estimate: PER_SECOND * BigInt(SECONDS),
          params: { seconds: SECONDS },
        },
        faults: server.faults,
        accepted: () => server.accepted.map(({ clientRef }) => clientRef),
        bill: () => server.bill(),
        heard: server.heard,
        clip: () => tinyClip(SECONDS),
        close: () => server.close(),
      };
    },
  });
