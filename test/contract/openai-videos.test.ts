import { DIALECT_NAMES, DIALECTS, type DialectName } from '../../src/adapters/providers/openai-videos/dialects.ts';
import { makeOpenaiVideos } from '../../src/adapters/providers/openai-videos/provider.ts';
import { SHAPES } from '../support/provider-servers/dialect-shapes.ts';
import { startVideosServer } from '../support/provider-servers/videos-server.ts';
import { tinyClip } from '../support/tiny-clip.ts';
import { type ProviderTraits, videoProviderContract } from './video-provider.ts';

const SECRET = 'sk-canary-0123456789abcdef';
const SECONDS = 4;
const PER_SECOND = 100_000n;

/** What each server is known to do beside what all of them do. */
const TRAITS = {
  openai: { finds: 'by-list', renders: ['late-moderation', 'failed'] },
  sglang: { finds: 'by-list', renders: ['failed'] },
  'vllm-omni': { finds: 'by-list', renders: ['failed'] },
  // What a job that failed cost at a gateway's vendor, nobody tells: its money stays held.
  litellm: { finds: 'by-partial-list', renders: ['late-moderation', 'failed-unbilled'] },
  openrouter: { finds: 'never', renders: ['failed-unbilled'] },
  'new-api': { finds: 'never', renders: ['late-moderation', 'failed-unbilled'] },
} as const satisfies Readonly<Record<DialectName, Pick<ProviderTraits, 'finds' | 'renders'>>>;

for (const name of DIALECT_NAMES)
  videoProviderContract({
    name: `openai videos, spoken by ${name}`,
    secret: SECRET,
    finds: TRAITS[name].finds,
    renders: ['no-output', 'stuck', 'odd-status', 'forgotten', ...TRAITS[name].renders],
    polls: ['500', '429-retry-after', 'reset', '404-once', 'html'],
    contents: ['expired-link', 'cut-chunks', 'cut-length', 'redirect-private', 'not-a-clip', '500'],
    cancels: DIALECTS[name].cancel !== null,
    async makeWorld(now) {
      const shape = SHAPES[name];
      const server = await startVideosServer({ clip: tinyClip, perSecondMicros: PER_SECOND, now, shape });
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
