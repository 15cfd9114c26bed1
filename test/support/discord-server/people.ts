import { randomBytes } from 'node:crypto';
import type { FakeGateway } from './gateway.ts';
import { toChannel } from './gateway.ts';
import { makePeopleReactions, type PeopleReactions } from './people-reactions.ts';
import { flatten, toMessage } from './to-message.ts';
import {
  type Channel,
  type Component,
  type Interaction,
  isForum,
  type Member,
  type Message,
  type World,
} from './world.ts';

/** What people do in their client. */
export interface People extends PeopleReactions {
  slash(person: string, channel: string, name: string, options?: readonly Option[]): Interaction;
  complete(person: string, channel: string, name: string, options: readonly Option[]): Interaction;
  onMessage(
    person: string,
    channel: string,
    name: string,
    content: string,
    attached?: readonly { readonly url: string; readonly type: string }[],
  ): Interaction;
  /** Presses the button of that label on a message, or on the private reply to an interaction. */
  press(person: string, on: Message | Interaction, label: string): Interaction;
  submit(person: string, channel: string, form: Interaction, values: Readonly<Record<string, string>>): Interaction;
  /** The same delivery again. */
  redeliver(interaction: Interaction): void;
  say(person: string, channel: string, content: string): Message;
}

export interface Option {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly Option[];
  /** Of an attachment. */
  readonly url?: string;
}

interface Deps {
  readonly world: World;
  readonly gateway: FakeGateway;
  readonly now: () => number;
}

export function makePeople({ world, gateway, now }: Deps): People {
  const payloads = new Map<string, { readonly guild: string | null; readonly payload: unknown }>();

  const send = (
    person: string,
    channelId: string,
    type: number,
    more: Readonly<Record<string, unknown>>,
  ): Interaction => {
    const channel = writableOf(channelId);
    const interaction: Interaction = {
      id: world.newId(),
      token: randomBytes(24).toString('base64url'),
      person,
      at: now(),
      callback: null,
      reply: null,
      edits: 0,
    };
    world.interactions.set(interaction.id, interaction);
    const member = channel.guild === null ? null : memberOf(channel.guild, person);
    const user = member?.user ?? {
      id: person,
      username: 'someone',
      global_name: null,
      discriminator: '0',
      avatar: null,
    };
    const payload = {
      id: interaction.id,
      token: interaction.token,
      application_id: world.application,
      version: 1,
      type,
      channel: toChannel(channel),
      channel_id: channel.id,
      app_permissions: channel.rights.toString(),
      attachment_size_limit: 10 * 1024 * 1024,
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: {},
      ...(member === null
        ? { user }
        : {
            guild_id: channel.guild,
            guild_locale: 'en-US',
            member: {
              user,
              nick: null,
              roles: member.roles,
              permissions: member.permissions.toString(),
              joined_at: new Date(0).toISOString(),
              deaf: false,
              mute: false,
              flags: 0,
            },
          }),
      ...more,
    };
    payloads.set(interaction.id, { guild: channel.guild, payload });
    gateway.dispatch(channel.guild, 'INTERACTION_CREATE', payload);
    return interaction;
  };

  const command = (type: number, name: string, options: readonly Option[]) => {
    const attachments = options.filter((option) => option.type === 11 && option.url !== undefined);
    return {
      id: world.newId(),
      name,
      type,
      options: options.map(({ url: _, ...option }) => option),
      ...(attachments.length === 0
        ? {}
        : {
            resolved: {
              attachments: Object.fromEntries(
                attachments.map((a) => [
                  a.value,
                  { id: a.value, filename: 'ref.png', size: 10, url: a.url, proxy_url: a.url },
                ]),
              ),
            },
          }),
    };
  };

  return {
    slash: (person, channel, name, options = []) => send(person, channel, 2, { data: command(1, name, options) }),
    complete: (person, channel, name, options) => send(person, channel, 4, { data: command(1, name, options) }),
    onMessage: (person, channel, name, content, attached = []) => {
      const id = world.newId();
      const attachments = attached.map(({ url, type }) => ({ id: world.newId(), url, content_type: type }));
      const messages = { [id]: { id, channel_id: channel, content, author: world.me, attachments } };
      return send(person, channel, 2, {
        data: { id: world.newId(), name, type: 3, target_id: id, resolved: { messages } },
      });
    },
    press(person, on, label) {
      const isReply = 'token' in on;
      const components = isReply ? (on.reply?.components ?? []) : on.components;
      const button = flatten(components).find(
        (component) => component.type === 2 && String(component['label']).startsWith(label),
      );
      if (button === undefined) throw new Error(`no button “${label}”: ${labelsOf(components).join(', ')}`);
      const data = { component_type: 2, custom_id: button['custom_id'], id: 1 };
      if (!isReply) return send(person, on.channel, 3, { data, message: toMessage(on) });
      const origin = payloads.get(on.id)?.payload as { channel_id: string };
      return send(person, origin.channel_id, 3, { data, message: { id: on.id, flags: 64, content: '', components } });
    },
    submit(person, channel, form, values) {
      const { custom_id: customId, components } = form.callback?.data ?? {};
      const fields = (components ?? []) as readonly {
        readonly component: { readonly custom_id: string; readonly value?: string };
      }[];
      return send(person, channel, 5, {
        data: {
          custom_id: customId,
          components: fields.map(({ component }) => ({
            type: 18,
            component: {
              type: 4,
              custom_id: component.custom_id,
              value: values[component.custom_id] ?? component.value ?? '',
            },
          })),
        },
      });
    },
    redeliver({ id }) {
      const sent = payloads.get(id);
      if (sent !== undefined) gateway.dispatch(sent.guild, 'INTERACTION_CREATE', sent.payload);
    },
    ...makePeopleReactions(gateway, { guildOf, memberOf }),
    say(person, channelId, content) {
      const channel = writableOf(channelId);
      const guild = channel.guild ?? '';
      const { user, roles } = memberOf(guild, person);
      const message: Message = {
        id: world.newId(),
        channel: channelId,
        author: user,
        content,
        components: [],
        flags: 0,
        attachments: [],
        reactions: new Map(),
        nonce: null,
        notified: [],
        at: now(),
        edits: 0,
      };
      channel.messages.set(message.id, message);
      const isMention = content.includes(`<@${world.me.id}>`);
      gateway.dispatch(guild, 'MESSAGE_CREATE', {
        ...toMessage(message),
        // Without the privileged intent only a mention of the bot comes with its words.
        content: isMention ? content : '',
        mentions: isMention ? [world.me] : [],
        guild_id: guild,
        member: { roles, nick: null },
      });
      return message;
    },
  };

  function channelOf(id: string): Channel {
    const channel = world.channels.get(id);
    if (channel === undefined) throw new Error(`no channel ${id}`);
    return channel;
  }

  /** Nobody can type in a forum itself: there are its posts, and nothing else. Nor is there a command in an archived thread. */
  function writableOf(id: string): Channel {
    const channel = channelOf(id);
    if (isForum(channel.type)) throw new Error('nobody can write in a forum itself');
    if (channel.archived) throw new Error('nobody can write in an archived thread');
    return channel;
  }

  function guildOf(message: Message): string {
    return channelOf(message.channel).guild ?? '';
  }

  function memberOf(guild: string, person: string): Member {
    const member = world.guilds.get(guild)?.members.get(person);
    if (member === undefined) throw new Error(`nobody called ${person}`);
    return member;
  }
}

export const labelsOf = (components: readonly Component[]): readonly string[] =>
  flatten(components).flatMap((component) => (component.type === 2 ? [String(component['label'])] : []));
