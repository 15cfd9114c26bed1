import type { Installation } from '@slack/bolt';
import { disconnect, makePrisma } from '../../src/adapters/db/client.ts';
import { makeSlackInstallations } from '../../src/adapters/db/slack-installations.ts';
import { makeInstallations } from '../../src/adapters/slack/installations.ts';
import { makeSeal } from '../../src/adapters/slack/seal.ts';

const PREVIZ_SECRET = 'a secret of at least thirty-two characters';

/** What is set for an app that many workspaces install by a click. */
export const BY_CLICK = {
  ...{ SLACK_CLIENT_ID: 'id', SLACK_CLIENT_SECRET: 'client-secret', SLACK_BOT_TOKEN: '' },
  PREVIZ_SECRET,
} as const;

/** The app's installations as another process has them. */
export function openInstallations(databaseUrl: string, apiUrl: string, now: () => Date = () => new Date()) {
  const prisma = makePrisma(databaseUrl, () => {});
  const installations = makeInstallations({
    ...{ apiUrl, logger: undefined, clientId: BY_CLICK.SLACK_CLIENT_ID, clientSecret: BY_CLICK.SLACK_CLIENT_SECRET },
    rows: makeSlackInstallations(prisma),
    seal: makeSeal(PREVIZ_SECRET),
    clock: { now },
  });
  return { ...installations, close: () => disconnect(prisma) };
}

/** Somebody presses "Add to Slack", and comes back with what Slack gave them. */
export async function installByClick(url: string | null) {
  const begun = await fetch(`${url}slack/install`, { redirect: 'manual' });
  const target = new URL(begun.headers.get('location') ?? '');
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const state = encodeURIComponent(target.searchParams.get('state') ?? '');
  const back = await fetch(`${url}slack/oauth_redirect?code=good&state=${state}`, { headers: { cookie } });
  return { target, back };
}

export const toInstallation = (
  team: string,
  enterprise: string | null = null,
  expiresAt: number | null = null,
): Installation => ({
  team: { id: team },
  enterprise: enterprise === null ? undefined : { id: enterprise },
  isEnterpriseInstall: enterprise !== null,
  user: { token: undefined, scopes: undefined, id: 'U1' },
  bot: {
    token: `xoxb-of-${enterprise ?? team}`,
    scopes: [],
    id: 'B1',
    userId: 'UBOT',
    ...(expiresAt === null ? {} : { expiresAt, refreshToken: `xoxe-first-${team}` }),
  },
});
