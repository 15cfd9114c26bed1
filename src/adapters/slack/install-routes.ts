import type { IncomingMessage, ServerResponse } from 'node:http';
import { InstallProvider } from '@slack/oauth';
import { type CallDeps, clientOptions } from './calls.ts';
import type { Installations } from './installations.ts';
import { INSTALL_PATH, REDIRECT_PATH } from './paths.ts';
import { BOT_SCOPES } from './subscriptions.ts';

export interface InstallDeps extends Pick<CallDeps, 'apiUrl' | 'logger'> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state that comes back with the person. */
  readonly stateSecret: string;
  readonly publicUrl: string | null;
  readonly installations: Installations;
  /** A team has the app, from now on or again; null: a whole organisation. */
  readonly onInstalled: (team: string | null) => Promise<void>;
}

/** The two pages of "Add to Slack"; false where the request is for somebody else. */
export function makeInstallRoutes(deps: InstallDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const installer = new InstallProvider({
    clientId: deps.clientId,
    clientSecret: deps.clientSecret,
    stateSecret: deps.stateSecret,
    installationStore: {
      ...deps.installations.store,
      async storeInstallation(installation) {
        await deps.installations.store.storeInstallation(installation);
        await deps.onInstalled(installation.isEnterpriseInstall === true ? null : (installation.team?.id ?? null));
      },
    },
    directInstall: true,
    clientOptions: clientOptions(deps),
    ...(deps.logger === undefined ? {} : { logger: deps.logger }),
  });
  const options = {
    scopes: [...BOT_SCOPES],
    ...(deps.publicUrl === null ? {} : { redirectUri: `${deps.publicUrl}${REDIRECT_PATH}` }),
  };
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' || (path !== INSTALL_PATH && path !== REDIRECT_PATH)) return false;
    const answered =
      path === INSTALL_PATH
        ? installer.handleInstallPath(request, response, undefined, options)
        : installer.handleCallback(request, response, undefined, options);
    answered.catch(() => response.destroy());
    return true;
  };
}
