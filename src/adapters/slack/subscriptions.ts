/** What the app listens to and calls, with the permission that Slack wants for it: the one list that listeners, calls and manifest share. */

export const COMMAND = '/previz';
export const SHORTCUT = 'previz_this';

/** Every event that a listener waits for. https://docs.slack.dev/reference/events */
export const EVENTS = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_shared: ['channels:read', 'groups:read'],
  file_shared: ['files:read'],
  // Who reads along changes what cards may show.
  member_joined_channel: ['channels:read', 'groups:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  tokens_revoked: [],
} as const;

export type EventName = keyof typeof EVENTS;

/** Every method that is called with a bot token. https://docs.slack.dev/reference/methods */
export const METHODS = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.getPermalink': [],
  // Whether the bot is in a channel, and who else is.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  // A message whose answer was lost is looked for, and "Pre-viz this" reads the thread.
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  // Where a clip was shared, and reference images.
  'files.info': ['files:read'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  // Who can vote: members, not guests and bots; time zones.
  'users.info': ['users:read'],
  // Which channels somebody may see something of in their home.
  'users.conversations': ['channels:read', 'groups:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
} as const;

export type SlackMethod = keyof typeof METHODS;

const COMMAND_SCOPE = 'commands';

export type Scope = typeof COMMAND_SCOPE | (typeof EVENTS)[EventName][number] | (typeof METHODS)[SlackMethod][number];

export const BOT_EVENTS = Object.keys(EVENTS) as readonly EventName[]; // the keys of a constant

/** The fewest that all of the above can be done with. */
export const BOT_SCOPES: readonly Scope[] = [
  ...new Set<Scope>([COMMAND_SCOPE, ...Object.values(EVENTS).flat(), ...Object.values(METHODS).flat()]),
].sort();
