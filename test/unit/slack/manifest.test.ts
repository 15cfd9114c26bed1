import { describe, expect, it } from 'vitest';
import { addListeners } from '../../../src/adapters/slack/listeners.ts';
import { toManifest } from '../../../src/adapters/slack/manifest.ts';
import { METHODS as CALLED } from '../../../src/adapters/slack/subscriptions.ts';
import { METHODS as SERVED } from '../../support/slack-server/methods.ts';

const PUBLIC_URL = 'https://previz.studio.example';
const manifests = [
  toManifest({ transport: 'socket', publicUrl: null, isShared: false }),
  toManifest({ transport: 'http', publicUrl: PUBLIC_URL, isShared: false }),
  toManifest({ transport: 'http', publicUrl: PUBLIC_URL, isShared: true }),
];

/** Writes down what is registered, as Bolt's app would. */
function listen() {
  const heard: Record<'event' | 'command' | 'shortcut' | 'action' | 'view', unknown[]> = {
    ...{ event: [], command: [], shortcut: [], action: [], view: [] },
  };
  const app = Object.fromEntries(
    Object.entries(heard).map(([kind, list]) => [
      kind,
      (wanted: unknown, listener: unknown) => void (typeof listener === 'function' && list.push(wanted)),
    ]),
  );
  addListeners(app as never, { report: () => {}, wake: async () => {} } as never); // nothing is called while listening
  return heard;
}

describe('the manifest', () => {
  it.each(manifests)(
    'names every event, command and shortcut that a listener waits for, and no other ($settings.socket_mode_enabled)',
    (manifest) => {
      const heard = listen();

      // Slack sends this one to everybody.
      const subscribed = heard.event.filter((name) => name !== 'app_rate_limited');
      expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(subscribed.sort());
      expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(heard.command);
      expect(manifest.features.shortcuts.map(({ callback_id }) => ({ type: 'message_action', callback_id }))).toEqual(
        heard.shortcut,
      );
      expect(manifest.settings.interactivity.is_enabled).toBe(heard.action.length > 0);
    },
  );

  it('asks for no permission that no event, command or call needs', () => {
    for (const { oauth_config } of manifests)
      expect(oauth_config.scopes.bot).toEqual([
        ...['app_mentions:read', 'channels:history', 'channels:read', 'chat:write', 'commands', 'files:read'],
        ...['files:write', 'groups:history', 'groups:read', 'reactions:read', 'reactions:write', 'users:read'],
      ]);
  });

  it('calls nothing that the tests’ Slack does not know', () => {
    expect(Object.keys(CALLED).filter((method) => SERVED[method] === undefined)).toEqual([]);
  });

  it('keeps Slack’s own limits', () => {
    for (const { display_information, features } of manifests) {
      expect(display_information.name.length).toBeLessThanOrEqual(35);
      expect(display_information.description.length).toBeLessThanOrEqual(140);
      for (const { name, description } of features.shortcuts) {
        expect(name.length).toBeLessThanOrEqual(24);
        expect(description.length).toBeLessThanOrEqual(150);
      }
    }
  });

  it('gives Slack addresses over HTTP only, and lets several workspaces come back from an installation', () => {
    const [socket, http, shared] = manifests.map((manifest) => JSON.stringify(manifest));

    expect(socket).not.toContain('https://');
    expect(http?.split(`"${PUBLIC_URL}/slack/events"`)).toHaveLength(4);
    expect(http).not.toContain('redirect_urls');
    expect(shared).toContain(`"redirect_urls":["${PUBLIC_URL}/slack/oauth_redirect"]`);
    expect(manifests[2]?.settings).toMatchObject({ token_rotation_enabled: true, org_deploy_enabled: true });
  });
});
