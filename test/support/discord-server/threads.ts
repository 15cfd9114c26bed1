import { type Answer, type Call, DONE, no, ok } from './answers.ts';
import { toChannel } from './gateway.ts';
import type { makeMessages, RuleDeps } from './messages.ts';
import { may, RIGHT, refusalIn } from './rights.ts';
import { toMessage } from './to-message.ts';
import { blankChannel, type Channel, isForum, type Message, TEXT, THREAD, type World } from './world.ts';

/** Discord's rules for threads and forum posts. */
export function makeThreads(
  { world, gateway }: RuleDeps,
  { problemOf, addMessage }: Pick<ReturnType<typeof makeMessages>, 'problemOf' | 'addMessage'>,
) {
  return { openThread, openPost, patchChannel, addMember };

  function openThread(channel: Channel, message: Message, call: Call): Answer {
    const refusal = refusalIn(channel, RIGHT.openThreads);
    if (refusal !== null) return refusal;
    if (channel.type !== TEXT) return no(400, 50_024, 'Cannot execute action on this channel type');
    if (world.channels.has(message.id)) return no(400, 160_004, 'A thread has already been created for this message');
    const thread = { ...blankChannel(message.id, THREAD), ...common(world, channel, call) };
    world.channels.set(thread.id, thread);
    gateway().dispatch(channel.guild, 'THREAD_CREATE', toChannel(thread));
    return { status: 201, body: toChannel(thread) };
  }

  function openPost(channel: Channel, call: Call): Answer {
    if (!isForum(channel.type)) return no(400, 50_024, 'Cannot execute action on this channel type');
    const refusal = refusalIn(channel, RIGHT.send, ...(call.files.length > 0 ? [RIGHT.attach] : []));
    if (refusal !== null) return refusal;
    if (!may(channel, RIGHT.manageThreads) && hasModerated(channel, call.body['applied_tags']))
      return no(403, 50_013, 'Missing Permissions');
    const misfit = tagProblem(channel, (call.body['applied_tags'] ?? []) as readonly string[]);
    if (misfit !== null) return misfit;
    const body = call.body['message'] as Readonly<Record<string, unknown>>;
    const problem = problemOf(channel, { ...call, body });
    if (problem !== null) return problem;
    const thread = { ...blankChannel(world.newId(), THREAD), ...common(world, channel, call) };
    world.channels.set(thread.id, thread);
    const first = addMessage(thread, body, call.files);
    // The first message of a post has the post's own id.
    thread.messages.delete(first.id);
    thread.messages.set(thread.id, { ...first, id: thread.id });
    gateway().dispatch(channel.guild, 'THREAD_CREATE', toChannel(thread));
    return { status: 201, body: { ...toChannel(thread), message: toMessage({ ...first, id: thread.id }) } };
  }

  /** Whoever may write in a thread may open it again; the rest is for whoever began it, and for those who manage threads. */
  function patchChannel(channel: Channel, { body }: Call): Answer {
    const isMine = channel.owner === world.me.id || may(channel, RIGHT.manageThreads);
    const reopens = Object.keys(body).join() === 'archived' && body['archived'] === false;
    if (channel.type === THREAD && !isMine && !reopens) return no(403, 50_013, 'Missing Permissions');
    if (!may(channel, RIGHT.manageThreads) && changesModerated(channel, body['applied_tags']))
      return no(403, 50_013, 'Missing Permissions');
    if (channel.type === THREAD && channel.locked && body['archived'] === false)
      return no(403, 50_013, 'Missing Permissions');
    if (channel.type === THREAD && channel.archived && body['archived'] !== false)
      return no(400, 50_083, 'Thread is archived');
    const forum = world.channels.get(channel.parent ?? '');
    const misfit =
      forum === undefined || !Array.isArray(body['applied_tags']) ? null : tagProblem(forum, body['applied_tags']);
    if (misfit !== null) return misfit;
    if (typeof body['archived'] === 'boolean') channel.archived = body['archived'];
    if (typeof body['name'] === 'string') channel.name = body['name'];
    if (Array.isArray(body['applied_tags'])) channel.tags = [...(body['applied_tags'] as string[])];
    return ok(toChannel(channel));
  }

  function tagProblem({ availableTags, requiresTag }: Channel, tags: readonly unknown[]): Answer | null {
    if (tags.length > 5) return no(400, 50_035, 'more than 5 tags');
    if (tags.some((id) => !availableTags.some((tag) => tag.id === id))) return no(400, 10_087, 'Unknown tag');
    if (requiresTag === true && tags.length === 0) return no(400, 40_067, 'A tag is required');
    return null;
  }

  /** Some tags of a forum are for its moderators alone. */
  function changesModerated({ parent, tags }: Channel, wanted: unknown): boolean {
    if (!Array.isArray(wanted)) return false;
    const moderated = world.channels.get(parent ?? '')?.availableTags.filter((tag) => tag.moderated === true) ?? [];
    return moderated.some(({ id }) => tags.includes(id) !== wanted.includes(id));
  }

  function hasModerated({ availableTags }: Channel, wanted: unknown): boolean {
    return (
      Array.isArray(wanted) && availableTags.some(({ id, moderated }) => moderated === true && wanted.includes(id))
    );
  }

  function addMember(channel: Channel, person: string | undefined): Answer {
    if (channel.archived) return no(400, 50_083, 'Thread is archived');
    channel.members.add(person ?? '');
    return DONE;
  }
}

const common = (world: World, channel: Channel, { body }: Call) => ({
  guild: channel.guild,
  parent: channel.id,
  owner: world.me.id,
  name: String(body['name']),
  autoArchive: Number(body['auto_archive_duration'] ?? 1440),
  tags: [...((body['applied_tags'] ?? []) as string[])],
  rights: channel.rights,
});
