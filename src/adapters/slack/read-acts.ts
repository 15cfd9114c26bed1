import type { Act, ActEnvelope, Actor } from '../../core/act/act.ts';
import { actId, channelId, type MessageId, messageId, personId, type ThreadRef, workspaceId } from '../../core/ids.ts';
import { actingTeam } from './acting-team.ts';
import { readPress } from './action-id.ts';
import { toEmoji } from './emoji.ts';

/** What every reading needs from outside. */
export interface ReadDeps {
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Slack's payloads as far as they are read; nothing of them is trusted to be there. */
export interface SlackCommand {
  readonly text?: string;
  readonly user_id: string;
  readonly user_name?: string;
  readonly team_id: string;
  readonly channel_id: string;
  readonly trigger_id: string;
  readonly response_url?: string;
}

export interface SlackEnvelope {
  readonly team_id?: string;
  readonly event_id?: string;
  /** Through which workspace of ours the event came; of an organisation's installation the authorizations name none. */
  readonly context_team_id?: string;
  readonly authorizations?: readonly { readonly team_id?: string | null }[] | undefined;
}

/** `/previz …`: a channel's, since Slack has no slash commands in threads. */
export function readCommandAct(deps: ReadDeps, command: SlackCommand): ActEnvelope {
  return toEnvelope(deps, {
    team: command.team_id,
    channel: command.channel_id,
    thread: null,
    user: command.user_id,
    name: command.user_name ?? command.user_id,
    // The trigger is new for each press of Enter, and the same in a replay.
    deliveryKey: `command:${command.trigger_id}`,
    act: { kind: 'command', text: readTyped(command.text ?? '') },
    ...(command.response_url === undefined ? {} : { replyTo: command.response_url }),
  });
}

export interface SlackMention {
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly text?: string;
  readonly ts: string;
  readonly channel: string;
  readonly thread_ts?: string;
}

export function readMentionAct(deps: ReadDeps, body: SlackEnvelope, event: SlackMention): ActEnvelope | null {
  // What bots say is nobody's order: two of them would never end.
  if (event.bot_id !== undefined || event.subtype === 'bot_message') return null;
  if (event.user === undefined || body.event_id === undefined) return null;
  const team = teamOf(body);
  return toEnvelope(deps, {
    team,
    channel: event.channel,
    thread: event.thread_ts ?? null,
    user: event.user,
    name: event.user,
    deliveryKey: `event:${body.event_id}`,
    // `app_mention` and `message` are two events of one message.
    domainKey: `message:${team}:${event.channel}:${event.ts}`,
    act: { kind: 'mention', text: readText(event.text ?? '') },
  });
}

export interface SlackReaction {
  readonly user: string;
  readonly reaction: string;
  readonly item: { readonly type: string; readonly channel?: string; readonly ts?: string };
  readonly event_ts: string;
}

export function readReactionAct(
  deps: ReadDeps,
  body: SlackEnvelope,
  { event, op }: { readonly event: SlackReaction; readonly op: 'add' | 'remove' },
): ActEnvelope | null {
  const { item } = event;
  if (item.type !== 'message' || item.channel === undefined || item.ts === undefined) return null;
  const team = teamOf(body);
  const emoji = toEmoji(event.reaction);
  return toEnvelope(deps, {
    team,
    channel: item.channel,
    thread: null,
    user: event.user,
    name: event.user,
    deliveryKey: `event:${body.event_id ?? event.event_ts}`,
    domainKey: `reaction:${team}:${item.channel}:${item.ts}:${event.user}:${event.reaction}:${op}:${event.event_ts}`,
    act: { kind: 'reaction', message: messageId(item.ts), emoji, op, orderKey: toOrderKey(event.event_ts) },
  });
}

/** `1700000000.000100` sorts as text while its seconds have ten digits, and after that too. */
export const toOrderKey = (ts: string): string => {
  const [seconds = '', micros = ''] = ts.split('.');
  return `${seconds.padStart(12, '0')}.${micros.padEnd(6, '0')}`;
};

export interface SlackAction {
  readonly action_id: string;
  readonly action_ts?: string | undefined;
  readonly value?: string | undefined;
}

export interface SlackPressed {
  readonly team?: { readonly id: string } | null;
  readonly user: { readonly id: string; readonly name?: string; readonly team_id?: string };
  readonly channel?: { readonly id: string };
  readonly container?: { readonly message_ts?: string; readonly thread_ts?: string; readonly channel_id?: string };
  readonly message?: { readonly ts?: string; readonly thread_ts?: string };
  readonly response_url?: string;
  readonly trigger_id?: string;
}

/** `place`: where it counts, which for a card in somebody's direct messages is where that came from. */
export function readPressAct(
  deps: ReadDeps,
  body: SlackPressed,
  { action, place }: { readonly action: SlackAction; readonly place: ThreadRef },
): ActEnvelope | null {
  const press = readPress(action.action_id, action.value);
  if (press === null) return null;
  const { workspace: team, channel, thread } = place;
  return toEnvelope(deps, {
    ...{ team, channel, thread },
    user: body.user.id,
    name: body.user.name ?? body.user.id,
    deliveryKey: `press:${team}:${channel}:${body.container?.message_ts ?? ''}:${body.user.id}:${action.action_ts ?? ''}:${action.action_id}`,
    act: { kind: 'button', ...press },
    ...(body.response_url === undefined ? {} : { replyTo: body.response_url }),
  });
}

export interface SlackQuote {
  readonly team: string;
  readonly channel: string;
  readonly thread: string;
  readonly user: { readonly id: string; readonly name?: string };
  readonly text: string;
  readonly images: readonly string[];
  readonly trigger_id: string;
  readonly response_url?: string;
}

/** "Pre-viz this" on a message. */
export function readQuoteAct(deps: ReadDeps, quote: SlackQuote | null): ActEnvelope | null {
  if (quote === null) return null;
  const { team, channel, thread, images } = quote;
  return toEnvelope(deps, {
    ...{ team, channel, thread },
    user: quote.user.id,
    name: quote.user.name ?? quote.user.id,
    deliveryKey: `shortcut:${quote.trigger_id}`,
    act: { kind: 'quote', text: readText(quote.text), images },
    ...(quote.response_url === undefined ? {} : { replyTo: quote.response_url }),
  });
}

/** The thread that a pressed message stands in; a root message is its own thread. */
export function placeOfPress(
  body: SlackPressed,
): { readonly team: string; readonly channel: string; readonly thread: string | null } | null {
  const channel = body.channel?.id ?? body.container?.channel_id;
  const team = actingTeam(body);
  if (channel === undefined || team === null) return null;
  const thread = body.message?.thread_ts ?? body.container?.thread_ts ?? null;
  return { team, channel, thread };
}

/** What a form sends: an act of the person who sent it, in the place where it was opened. */
export function readFormAct(
  deps: ReadDeps,
  sent: {
    readonly viewId: string;
    readonly hash: string;
    readonly place: ThreadRef;
    readonly user: { readonly id: string; readonly name?: string };
    readonly act: Act;
  },
): ActEnvelope {
  return toEnvelope(deps, {
    team: sent.place.workspace,
    channel: sent.place.channel,
    thread: sent.place.thread,
    user: sent.user.id,
    name: sent.user.name ?? sent.user.id,
    deliveryKey: `form:${sent.viewId}:${sent.hash}`,
    act: sent.act,
  });
}

interface Raw {
  readonly team: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
  readonly name: string;
  readonly deliveryKey: string;
  readonly domainKey?: string;
  readonly act: Act;
  readonly replyTo?: string;
}

function toEnvelope({ newId, now }: ReadDeps, raw: Raw): ActEnvelope {
  const actor: Actor = { id: personId(raw.user), name: raw.name, kind: 'member', isAdmin: false, timeZone: null };
  const thread: MessageId | null = raw.thread === null ? null : messageId(raw.thread);
  return {
    id: actId(newId()),
    place: { platform: 'slack', workspace: workspaceId(raw.team), channel: channelId(raw.channel), thread },
    actor,
    deliveryKey: raw.deliveryKey,
    domainKey: raw.domainKey ?? null,
    at: now(),
    act: raw.act,
    ...(raw.replyTo === undefined ? {} : { replyTo: raw.replyTo }),
  };
}

/** In a channel that two companies share, the event carries the other team: the authorization is ours. */
export const teamOf = (body: SlackEnvelope): string =>
  body.authorizations?.[0]?.team_id ?? body.context_team_id ?? body.team_id ?? '';

/** What a person said to the bot, whose name it begins with. */
export const readText = (text: string): string => readTyped(text.replace(/^\s*<@[UW]\w+(?:\|[^>]*)?>/, ''));

/** What a person typed: mentions and links as they read, Slack's escapes undone, once. */
export function readTyped(text: string): string {
  return text
    .replace(/<@[UW]\w+(?:\|([^>]*))?>/g, (_, name: string | undefined) => (name === undefined ? '' : `@${name}`))
    .replace(/<#[CG]\w+(?:\|([^>]*))?>/g, (_, name: string | undefined) => (name === undefined ? '' : `#${name}`))
    .replace(/<![^>]*>/g, '')
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
