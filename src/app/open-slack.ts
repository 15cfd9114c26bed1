import type { Logger } from 'pino';
import type { makePrisma } from '../adapters/db/client.ts';
import { makeSlackPosts } from '../adapters/db/slack-posts.ts';
import { openMedia } from '../adapters/media/open-media.ts';
import { makeSlackLogger } from '../adapters/slack/logger.ts';
import { makeSlack, type Slack } from '../adapters/slack/slack.ts';
import { makeOneWorkspace } from '../adapters/slack/tokens.ts';
import { UserError } from '../core/errors.ts';
import { reconcilePlatform } from '../core/review/reconcile-votes.ts';
import type { Studio } from '../core/studio/studio.ts';
import type { SlackConfig } from './config-slack.ts';

export type { Slack };

interface SlackParts {
  readonly config: SlackConfig;
  readonly prisma: ReturnType<typeof makePrisma>;
  readonly mediaFolder: string;
  readonly log: Logger;
  readonly core: Pick<Studio, 'inbox' | 'queue' | 'clock' | 'chance' | 'votes'>;
}

/** Slack with the core behind it: where its acts go, and from where its clips are read. */
export function openSlack({ config, prisma, mediaFolder, log, core }: SlackParts): Slack {
  const report = (error: unknown) => log.warn({ error }, 'slack met an error');
  const logger = makeSlackLogger(log);
  const { workspaces, apiUrl } = config;
  if (workspaces.kind === 'many') throw new UserError('bad_config', 'Many workspaces are not supported yet.');
  return makeSlack({
    installed: makeOneWorkspace({ botToken: workspaces.botToken, apiUrl, logger }),
    posts: makeSlackPosts(prisma),
    media: { open: (media) => openMedia(mediaFolder, media) },
    transport: config.transport,
    linkTo: () => null,
    record: (act) => core.inbox.record(act),
    wake: (actId) => core.queue.wake({ kind: 'act', actId }),
    onGap: () => void reconcilePlatform(core, 'slack').catch(report),
    clock: core.clock,
    newId: core.chance.id,
    report,
    apiUrl,
    logger,
  });
}
