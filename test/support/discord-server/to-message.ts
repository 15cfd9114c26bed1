import type { Component, Message } from './world.ts';

export const flatten = (components: readonly Component[]): readonly Component[] =>
  components.flatMap((component) => [
    component,
    ...flatten((component['components'] ?? []) as readonly Component[]),
    ...(component['accessory'] === undefined ? [] : flatten([component['accessory'] as Component])),
  ]);

/** Whom the words mention, as far as it was allowed. Without a word about it Discord notifies everybody named. */
export function notifiedBy(body: Readonly<Record<string, unknown>>): string[] {
  const texts = [
    String(body['content'] ?? ''),
    ...flatten((body['components'] ?? []) as readonly Component[]).map((c) => String(c['content'] ?? '')),
  ];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/(?<!\\)<@!?(\d+)>|(?<!\\)(@everyone)/g)].map((m) => m[1] ?? m[2] ?? ''),
  );
  const allowed = body['allowed_mentions'] as { parse?: string[]; users?: string[] } | undefined;
  if (allowed === undefined) return named;
  return [...new Set(named)].filter(
    (id) => allowed.users?.includes(id) === true || (allowed.parse?.includes('users') === true && id !== '@everyone'),
  );
}

export const toMessage = (message: Message) => ({
  id: message.id,
  channel_id: message.channel,
  author: message.author,
  content: message.content,
  components: message.components,
  flags: message.flags,
  timestamp: new Date(message.at).toISOString(),
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  embeds: [],
  pinned: false,
  type: 0,
  attachments: message.attachments.map(({ bytes: _, ...attachment }) => ({
    ...attachment,
    url: `https://cdn.example/${attachment.id}/${attachment.filename}?ex=1`,
    proxy_url: `https://cdn.example/${attachment.id}`,
  })),
  reactions: [...message.reactions.values()]
    .filter(({ normal, burst }) => normal.length + burst.length > 0)
    .map(({ emoji, normal, burst }) => ({
      emoji,
      count: normal.length + burst.length,
      count_details: { normal: normal.length, burst: burst.length },
      me: false,
      me_burst: false,
      burst_colors: [],
    })),
});
