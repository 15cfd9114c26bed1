import type { Logger } from 'pino';
import type { makePrisma } from '../adapters/db/client.ts';
import { makeSlackEdits } from '../adapters/db/slack-edits.ts';
import { makeSlackInstallations } from '../adapters/db/slack-installations.ts';
import { makeKindsOf } from '../adapters/db/slack-people.ts';
import { makeSlackPictures, makeSlackPosts } from '../adapters/db/slack-posts.ts';
import { openPieces } from '../adapters/media/open-pieces.ts';
import type { SignedLinks } from '../adapters/media/signed-links.ts';
import { makeInstallRoutes } from '../adapters/slack/install-routes.ts';
import { makeInstallations } from '../adapters/slack/installations.ts';
import type { SlackTiming } from '../adapters/slack/limits.ts';
import { makeSlackLogger } from '../adapters/slack/logger.ts';
import { makeSeal } from '../adapters/slack/seal.ts';
import { makeSlack, type Slack, type SlackDeps } from '../adapters/slack/slack.ts';
import { makeOneWorkspace } from '../adapters/slack/tokens.ts';
import { workspaceId } from '../core/ids.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import { reconcilePlatform } from '../core/review/reconcile-all.ts';
import { redrawChannel } from '../core/send/redraw-channel.ts';
import { hurryWaiting } from '../core/send/wait-out.ts';
import type { Studio } from '../core/studio/studio.ts';
import type { SlackConfig } from './config-slack.ts';
import { makeSlackViews, type ViewCore } from './slack-views.ts';

export type { Slack };

interface SlackParts {
  readonly config: SlackConfig;
  readonly prisma: ReturnType<typeof makePrisma>;
  readonly media: Pick<MediaStore, 'localPath'>;
  readonly mediaFolder: string;
  readonly log: Logger;
  readonly publicUrl: string | null;
  readonly links: Pick<SignedLinks, 'linkTo'> | null;
  /** Encrypts stored tokens, signs links. */
  readonly secret: string;
  readonly timing?: Partial<SlackTiming>;
  readonly recordMs?: number;
  readonly core: Pick<Studio, 'inbox' | 'queue' | 'chance' | 'votes'> & ViewCore;
}

/** Slack with the core behind it: where its acts go, and from where its clips are read. */
export function openSlack(parts: SlackParts): Slack {
  const { config, prisma, media, mediaFolder, log, links, core } = parts;
  const report = (error: unknown) => log.warn({ error }, 'slack met an error');
  const logger = makeSlackLogger(log);
  return makeSlack({
    ...openWorkspaces(parts, { logger, report }),
    posts: makeSlackPosts(prisma),
    views: makeSlackViews(core),
    pictures: makeSlackPictures(prisma),
    kindsOf: makeKindsOf(prisma),
    formSecret: toFormSecret(parts),
    edits: makeSlackEdits(prisma),
    media: {
      open: async (path) => {
        // On this machine's disk, wherever it was stored.
        await media.localPath(path);
        return openPieces(mediaFolder, path);
      },
    },
    transport: config.transport,
    linkTo: (media, fileName) => links?.linkTo(media, fileName) ?? null,
    record: (act) => core.inbox.record(act),
    withdraw: (actId) => core.inbox.finish(actId, core.clock.now()),
    wake: (actId) => core.queue.wake({ kind: 'act', actId }),
    ring: (outboxId) => core.queue.wake({ kind: 'send', outboxId }),
    redraw: (place) => redrawChannel(core.studio(), place),
    onGap: () => void reconcilePlatform(core, 'slack').catch(report),
    clock: core.clock,
    newId: core.chance.id,
    report,
    apiUrl: config.apiUrl,
    logger,
    ...(parts.timing === undefined ? {} : { timing: parts.timing }),
    ...(parts.recordMs === undefined ? {} : { recordMs: parts.recordMs }),
  });
}

/** Where nothing else needs a secret there may be none; what Slack itself gave is known to every process that hears it. */
const toFormSecret = ({ config: { transport }, secret }: SlackParts): string => {
  if (secret !== '') return secret;
  return transport.kind === 'http' ? transport.signingSecret : transport.appToken;
};

function openWorkspaces(
  { config, prisma, publicUrl, secret, core }: SlackParts,
  { logger, report }: Pick<SlackDeps, 'logger' | 'report'>,
): Pick<SlackDeps, 'installed' | 'onRemoved' | 'pages'> {
  const { workspaces, apiUrl } = config;
  if (workspaces.kind === 'one') {
    const installed = makeOneWorkspace({ botToken: workspaces.botToken, apiUrl, logger });
    return { installed, onRemoved: async () => undefined };
  }
  const { clientId, clientSecret } = workspaces;
  const app = { clientId, clientSecret, apiUrl, logger };
  const installations = makeInstallations({
    ...app,
    rows: makeSlackInstallations(prisma),
    seal: makeSeal(secret),
    clock: core.clock,
  });
  return {
    installed: installations,
    onRemoved: (id) => installations.remove(id),
    pages: makeInstallRoutes({
      ...{ ...app, stateSecret: secret, publicUrl, installations },
      // What waits is looked at sometime anyway: an installation never fails by it.
      onInstalled: (team) =>
        hurryWaiting(core.studio(), team === null ? null : { workspace: workspaceId(team), channel: null }).catch(
          report,
        ),
    }),
  };
}
