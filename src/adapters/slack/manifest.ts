import { EVENTS_PATH, REDIRECT_PATH } from './paths.ts';
import { BOT_EVENTS, BOT_SCOPES, COMMAND, SHORTCUT } from './subscriptions.ts';

export interface ManifestWish {
  readonly transport: 'socket' | 'http';
  /** Where Slack reaches the app over HTTP, and sends people back to after an installation. */
  readonly publicUrl: string | null;
  /** Several workspaces install it: then tokens rotate, and there is a page to come back to. */
  readonly isShared: boolean;
}

/** The app as Slack's "create from manifest" takes it, made from what the code listens to. */
export function toManifest({ transport, publicUrl, isShared }: ManifestWish) {
  const base = publicUrl ?? 'https://previz.example.com';
  const address = transport === 'http' ? { request_url: `${base}${EVENTS_PATH}` } : {};
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Previz',
      description: 'Pre-visualization clips where the team already talks: request, vote, budget and log.',
      background_color: '#1f2430',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'previz', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          description: 'Describe a scene, get a clip',
          usage_hint: 'a lighthouse keeper climbs a spiral stair --seconds 6',
          should_escape: false,
          ...(transport === 'http' ? { url: `${base}${EVENTS_PATH}` } : {}),
        },
      ],
      shortcuts: [
        { name: 'Pre-viz this', type: 'message', callback_id: SHORTCUT, description: 'Make a clip of this message' },
      ],
    },
    oauth_config: {
      ...(isShared ? { redirect_urls: [`${base}${REDIRECT_PATH}`] } : {}),
      scopes: { bot: [...BOT_SCOPES] },
    },
    settings: {
      event_subscriptions: { ...address, bot_events: [...BOT_EVENTS] },
      interactivity: { is_enabled: true, ...address },
      org_deploy_enabled: isShared,
      socket_mode_enabled: transport === 'socket',
      token_rotation_enabled: isShared,
    },
  };
}
