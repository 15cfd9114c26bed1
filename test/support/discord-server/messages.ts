import { type Answer, type Call, no, ok } from './answers.ts';
import type { FakeGateway } from './gateway.ts';
import { RIGHT, refusalIn } from './rights.ts';
import { flatten, notifiedBy, toMessage } from './to-message.ts';
import { type Attachment, type Channel, type Component, isForum, type Message, THREAD, type World } from './world.ts';

export const NONCE_MS = 5 * 60_000;
const V2 = 1 << 15;
const UPLOAD_MIB = [10, 10, 50, 100];

export interface RuleDeps {
  readonly world: World;
  readonly gateway: () => FakeGateway;
  readonly now: () => number;
}

type Body = Readonly<Record<string, unknown>>;

/** Discord's rules for messages. */
export function makeMessages({ world, gateway, now }: RuleDeps) {
  return { createMessage, problemOf, addMessage, listMessages, editMessage };

  function limitOf(channel: Channel): number {
    const guild = channel.guild === null ? undefined : world.guilds.get(channel.guild);
    return (UPLOAD_MIB[guild?.premiumTier ?? 0] ?? 10) * 1024 * 1024;
  }

  function createMessage(channel: Channel, call: Call): Answer {
    if (isForum(channel.type)) return no(400, 50_008, 'Cannot send messages in a non-text channel');
    const send = channel.type === THREAD ? RIGHT.sendInThreads : RIGHT.send;
    const refusal = refusalIn(channel, send, ...(call.files.length > 0 ? [RIGHT.attach] : []));
    if (refusal !== null) return refusal;
    if (channel.type === THREAD && channel.locked) return no(400, 160_005, 'Thread is locked');
    const nonce = call.body['nonce'];
    if (call.body['enforce_nonce'] === true && typeof nonce === 'string') {
      const known = [...channel.messages.values()].find((m) => m.nonce === nonce && now() - m.at < NONCE_MS);
      if (known !== undefined) return ok(toMessage(known));
    }
    const problem = problemOf(channel, call);
    if (problem !== null) return problem;
    if (channel.type === THREAD) channel.archived = false;
    const message = addMessage(channel, call.body, call.files);
    return ok(toMessage(message));
  }

  function problemOf(channel: Channel, { body, files }: Call): Answer | null {
    if (files.some(({ bytes }) => bytes.byteLength > limitOf(channel)))
      return no(413, 40_005, 'Request entity too large');
    const isV2 = (Number(body['flags'] ?? 0) & V2) !== 0;
    const content = String(body['content'] ?? '');
    if (isV2 && content !== '') return no(400, 50_035, 'content can not be used with IS_COMPONENTS_V2');
    if (content.length > 2_000) return no(400, 50_035, 'content is longer than 2000');
    const components = (body['components'] ?? []) as readonly Component[];
    if (isV2) {
      const all = flatten(components);
      if (all.length > 40) return no(400, 50_035, 'more than 40 components');
      if (all.reduce((sum, c) => sum + String(c['content'] ?? '').length, 0) > 4_000)
        return no(400, 50_035, 'more than 4000 characters');
      const names = new Set(files.map(({ name }) => name));
      const missing = all
        .flatMap((c) => (c.type === 12 ? (c['items'] as { media: { url: string } }[]) : []))
        .find(({ media }) => media.url.startsWith('attachment://') && !names.has(media.url.slice(13)));
      if (missing !== undefined) return no(400, 50_035, `unknown attachment ${missing.media.url}`);
    }
    const ids = flatten(components).flatMap((c) => (typeof c['custom_id'] === 'string' ? [c['custom_id']] : []));
    if (new Set(ids).size < ids.length) return no(400, 50_035, 'custom ids are not unique');
    if (!isV2 && content === '' && files.length === 0) return no(400, 50_006, 'Cannot send an empty message');
    return null;
  }

  function addMessage(channel: Channel, body: Body, files: Call['files']): Message {
    const message: Message = {
      id: world.newId(),
      channel: channel.id,
      author: world.me,
      content: String(body['content'] ?? ''),
      components: (body['components'] ?? []) as readonly Component[],
      flags: Number(body['flags'] ?? 0),
      attachments: toAttachments(body, files),
      reactions: new Map(),
      nonce: typeof body['nonce'] === 'string' ? body['nonce'] : null,
      notified: notifiedBy(body),
      at: now(),
      edits: 0,
    };
    channel.messages.set(message.id, message);
    if (channel.guild !== null)
      gateway().dispatch(channel.guild, 'MESSAGE_CREATE', { ...toMessage(message), guild_id: channel.guild });
    return message;
  }

  function toAttachments(body: Body, files: Call['files']): Attachment[] {
    const told = (body['attachments'] ?? []) as readonly { id: number | string; description?: string }[];
    return files.map(({ name, bytes }, index) => ({
      id: world.newId(),
      filename: name,
      size: bytes.byteLength,
      description: told.find(({ id }) => String(id) === String(index))?.description ?? null,
      bytes,
    }));
  }

  function listMessages(channel: Channel, { query }: Call): Answer {
    const refusal = refusalIn(channel, RIGHT.history);
    if (refusal !== null) return refusal;
    const after = BigInt(query.get('after') ?? '0');
    const limit = Number(query.get('limit') ?? '50');
    const found = [...channel.messages.values()].filter(({ id }) => BigInt(id) > after);
    return ok(found.slice(0, limit).reverse().map(toMessage));
  }

  function editMessage(channel: Channel, message: Message, call: Call): Answer {
    if (channel.type === THREAD && channel.archived) return no(400, 50_083, 'Thread is archived');
    if (message.author.id !== world.me.id) return no(403, 50_005, 'Cannot edit a message authored by another user');
    const problem = problemOf(channel, {
      ...call,
      body: { content: message.flags & V2 ? '' : message.content || 'x', ...call.body },
    });
    if (problem !== null) return problem;
    if (
      (message.flags & V2) !== 0 &&
      (Number(call.body['flags'] ?? 0) & V2) === 0 &&
      call.body['components'] !== undefined
    )
      return no(400, 50_035, 'IS_COMPONENTS_V2 can not be removed');
    if (call.body['content'] !== undefined) message.content = String(call.body['content'] ?? '');
    if (call.body['components'] !== undefined) message.components = call.body['components'] as readonly Component[];
    if (call.body['attachments'] !== undefined || call.files.length > 0) {
      const kept = ((call.body['attachments'] ?? []) as readonly { id: number | string }[]).map(({ id }) => String(id));
      message.attachments = [
        ...message.attachments.filter(({ id }) => kept.includes(id)),
        ...toAttachments(call.body, call.files),
      ];
    }
    message.edits += 1;
    return ok(toMessage(message));
  }
}
