import { readFile, stat } from 'node:fs/promises';
import OpenAI from 'openai';
import type { Flag } from '../../core/moderation/flags.ts';
import type { Moderator } from '../../core/ports/moderator.ts';
import type { Report } from '../../core/studio/studio.ts';
import { toReadError } from '../providers/http/to-error.ts';

/** One picture a call, and none above 20 MB (developers.openai.com, moderation guide). */
const MAX_PICTURE_BYTES = 20_000_000;
const TIMEOUT_MS = 10_000;

const FLAG_OF: Readonly<Record<string, Flag>> = {
  sexual: 'sexual',
  'sexual/minors': 'minors',
  hate: 'hate',
  'hate/threatening': 'hate',
  'self-harm': 'self-harm',
  'self-harm/intent': 'self-harm',
  'self-harm/instructions': 'self-harm',
  illicit: 'illicit',
  'illicit/violent': 'illicit',
  violence: 'violence',
  'violence/graphic': 'violence',
};

/** OpenAI's free moderation. A call that fails is asked once more; without an answer no more is asked, and what was flagged before it stands. */
export function makeOpenaiModerator(options: {
  readonly apiKey: string;
  readonly baseUrl: string | null;
  readonly report: Pick<Report, 'warn'>;
}): Moderator {
  const client = new OpenAI({
    apiKey: options.apiKey,
    ...(options.baseUrl === null ? {} : { baseURL: options.baseUrl }),
    maxRetries: 1,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    organization: null,
    project: null,
  });
  const ask = async (input: OpenAI.ModerationCreateParams['input']): Promise<readonly Flag[]> => {
    const { results } = await client.moderations.create({ model: 'omni-moderation-latest', input });
    return results.flatMap(({ categories }) =>
      Object.entries(categories).flatMap(([name, isFlagged]) => (isFlagged ? [FLAG_OF[name] ?? []].flat() : [])),
    );
  };
  return {
    async judge({ text, pictures }) {
      const flags = new Set<Flag>();
      let isAsked = false;
      let isWhole = true;
      try {
        for (const flag of await ask(text)) flags.add(flag);
        isAsked = true;
        for (const { path, mime } of pictures) {
          if ((await stat(path)).size > MAX_PICTURE_BYTES) {
            isWhole = false;
            continue;
          }
          const url = `data:${mime};base64,${(await readFile(path)).toString('base64')}`;
          for (const flag of await ask([{ type: 'image_url', image_url: { url } }])) flags.add(flag);
        }
      } catch (error) {
        isWhole = false;
        options.report.warn(
          { error: toReadError(error) },
          'moderation could not be asked about everything: the word policy stands beside it',
        );
      }
      if (!isAsked) return { kind: 'not-judged' };
      return { kind: isWhole ? 'judged' : 'partly', flags: [...flags] };
    },
  };
}
