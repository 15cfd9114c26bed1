import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessage,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChannelType,
  ComponentType,
  InteractionType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import type { Actor } from '../../core/act/act.ts';
import { type MessageId, messageId, personId } from '../../core/ids.ts';
import { isThread } from './channels.ts';
import { COMMAND } from './command-names.ts';
import { type Filled, isSurelyScene, toSceneText, toTeamText } from './command-text.ts';
import { type PressId, readCustomId } from './custom-id.ts';
import { type Quoted, readSubmitted, type Submitted } from './forms.ts';
import { readBriefChoice } from './suggest.ts';

/** Where an interaction came from, who did it, and how it is answered. */
export interface From {
  readonly id: string;
  readonly token: string;
  readonly application: string;
  /** null: in a direct message. */
  readonly guild: string | null;
  readonly channel: string | null;
  /** The thread it came from; `channel` is then the thread's parent. */
  readonly thread: string | null;
  readonly locked: boolean;
  readonly channelType: ChannelType | null;
  readonly actor: Actor;
  /** What the bot may do there. */
  readonly rights: bigint;
}

/** An interaction, read once. */
export type ReadInteraction =
  | {
      readonly kind: 'command';
      readonly from: From;
      readonly text: string;
      readonly as: 'scene' | 'brief' | 'command';
      /** The request whose scene is meant, where a long suggestion was chosen. */
      readonly recent: string | null;
    }
  | { readonly kind: 'blank'; readonly from: From }
  /** "Pre-viz this" on a message. */
  | { readonly kind: 'this'; readonly from: From; readonly quoted: Quoted }
  | {
      readonly kind: 'press';
      readonly from: From;
      readonly press: PressId;
      readonly message: MessageId;
      /** Only the presser sees the message. */
      readonly isPrivate: boolean;
    }
  | { readonly kind: 'submit'; readonly from: From; readonly submitted: Submitted }
  | { readonly kind: 'complete'; readonly from: From; readonly option: string; readonly typed: string }
  | { readonly kind: 'unsupported'; readonly from: From };

export function readInteraction(raw: APIInteraction): ReadInteraction | null {
  const from = readFrom(raw);
  if (from === null) return null;
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      return readCommand(raw, from);
    case InteractionType.ApplicationCommandAutocomplete: {
      const focused = findFocused('options' in raw.data ? raw.data.options : undefined);
      return focused === null ? { kind: 'unsupported', from } : { kind: 'complete', from, ...focused };
    }
    case InteractionType.MessageComponent: {
      const press = raw.data.component_type === ComponentType.Button ? readCustomId(raw.data.custom_id) : null;
      if (press === null) return { kind: 'unsupported', from };
      const isPrivate = ((raw.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      return { kind: 'press', from, press, message: messageId(raw.message.id), isPrivate };
    }
    case InteractionType.ModalSubmit: {
      const submitted = readSubmitted(raw.data);
      return submitted === null ? { kind: 'unsupported', from } : { kind: 'submit', from, submitted };
    }
    default:
      return { kind: 'unsupported', from };
  }
}

type CommandInteraction = Extract<APIInteraction, { type: InteractionType.ApplicationCommand }>;

function readCommand(raw: CommandInteraction, from: From): ReadInteraction {
  const { data } = raw;
  if (data.type === ApplicationCommandType.Message && data.name === COMMAND.this) {
    const message = Object.values(data.resolved.messages)[0];
    return { kind: 'this', from, quoted: readQuoted(message) };
  }
  if (data.type !== ApplicationCommandType.ChatInput) return { kind: 'unsupported', from };
  const { path, options } = walk(data.options ?? []);
  const attachments = data.resolved?.attachments ?? {};
  const roles = data.resolved?.roles ?? {};
  const filled: Filled = new Map(
    options.flatMap((option) => {
      if (!('value' in option)) return [];
      if (option.type === ApplicationCommandOptionType.Attachment)
        return [[option.name, attachments[option.value]?.url ?? ''] as const];
      if (option.type === ApplicationCommandOptionType.User) return [[option.name, `<@${option.value}>`] as const];
      if (option.type === ApplicationCommandOptionType.Channel) return [[option.name, `<#${option.value}>`] as const];
      if (option.type === ApplicationCommandOptionType.Role) return [[option.name, `<@&${option.value}>`] as const];
      if (option.type === ApplicationCommandOptionType.Mentionable)
        return [
          [option.name, Object.hasOwn(roles, option.value) ? `<@&${option.value}>` : `<@${option.value}>`] as const,
        ];
      return [[option.name, option.value] as const];
    }),
  );
  if (data.name === COMMAND.team)
    return { kind: 'command', from, text: toTeamText(path, filled), as: 'command', recent: null };
  if (data.name !== COMMAND.previz) return { kind: 'unsupported', from };
  const text = toSceneText(filled);
  const recent = readBriefChoice(String(filled.get('scene') ?? ''));
  if (text === '') return { kind: 'blank', from };
  return { kind: 'command', from, text, as: isSurelyScene(filled) ? 'scene' : 'brief', recent };
}

/** What a reference may be. */
const PICTURE = /^image\/(?:png|jpeg|webp)\b/;

function readQuoted(message: Pick<APIMessage, 'content' | 'attachments'> | undefined): Quoted {
  const attached = message?.attachments ?? [];
  const pictures = attached.filter(({ content_type: type }) => PICTURE.test(type ?? ''));
  return {
    text: message?.content ?? '',
    pictures: pictures.map(({ url }) => url),
    hasOthers: pictures.length < attached.length,
  };
}

type Options = readonly APIApplicationCommandInteractionDataOption<InteractionType.ApplicationCommand>[];

/** Down through group and sub-command to the options themselves. */
function walk(options: Options): { readonly path: readonly string[]; readonly options: Options } {
  const [only] = options;
  if (
    only === undefined ||
    (only.type !== ApplicationCommandOptionType.Subcommand &&
      only.type !== ApplicationCommandOptionType.SubcommandGroup)
  )
    return { path: [], options };
  const below = walk(only.options ?? []);
  return { path: [only.name, ...below.path], options: below.options };
}

function findFocused(options: unknown): { readonly option: string; readonly typed: string } | null {
  if (!Array.isArray(options)) return null;
  for (const raw of options as readonly Readonly<Record<string, unknown>>[]) {
    if (raw['focused'] === true) return { option: String(raw['name']), typed: String(raw['value'] ?? '') };
    const below = findFocused(raw['options']);
    if (below !== null) return below;
  }
  return null;
}

function readFrom(raw: APIInteraction): From | null {
  const user = raw.member?.user ?? raw.user;
  if (user === undefined) return null;
  const channel = 'channel' in raw ? raw.channel : undefined;
  const type = channel?.type ?? null;
  const inThread = type !== null && isThread(type);
  const parent = channel !== undefined && 'parent_id' in channel ? (channel.parent_id ?? null) : null;
  const meta = channel !== undefined && 'thread_metadata' in channel ? channel.thread_metadata : undefined;
  const may = BigInt(raw.member?.permissions ?? '0');
  return {
    id: raw.id,
    token: raw.token,
    application: raw.application_id,
    guild: raw.guild_id ?? null,
    channel: inThread ? parent : (channel?.id ?? null),
    thread: inThread ? (channel?.id ?? null) : null,
    locked: meta?.locked === true,
    channelType: type,
    rights: BigInt(raw.app_permissions ?? '0'),
    actor: {
      id: personId(user.id),
      name: raw.member?.nick ?? user.global_name ?? user.username,
      kind: user.bot === true ? 'bot' : 'member',
      isAdmin: (may & (PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild)) !== 0n,
      timeZone: null,
      ...(raw.member === undefined ? {} : { roles: raw.member.roles }),
    },
  };
}
