import { expect, it } from 'vitest';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import type { Channel } from '../../support/discord-server/world.ts';
import { QUICK, sub, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, ask } = withDiscord();

const KINDS = ['text', 'forum'] as const;

/** A shot in a channel of its own, whose thread is over. */
async function tell(kind: (typeof KINDS)[number], scene: string, end: (thread: Channel) => void) {
  const room = chat.server.addChannel(chat.guild, kind);
  // Nobody can type in a forum itself.
  const where = kind === 'forum' ? chat.server.addThread(room, chat.mira) : room;
  const { thread } = await ask(scene, where);
  await eyes.message(thread.id, 'Delivered');
  end(thread);
  const slug = thread.name.split(' ')[0] ?? '';
  const another = () =>
    until('another thread', async () =>
      eyes.threads(room.id).find(({ id, name }) => id !== thread.id && name.includes(slug)),
    );
  return { slug, where: where.id, another };
}

const gone = (thread: Channel) => Object.assign(thread, { gone: true });
const toTeam = (where: string, slug: string) =>
  chat.server.slash(chat.mira.id, where, 'previz-team', [sub('show', [text('shot', slug)])]);

it.each(KINDS)('asks for a take of a shot whose thread was deleted, in a new one: %s', async (kind) => {
  const { slug, where, another } = await tell(kind, `a stile, ${kind}`, gone);

  const options = [text('scene', 'closer'), text('shot', slug), QUICK];
  const asked = chat.server.slash(chat.mira.id, where, 'previz', options);

  await eyes.reply(asked, 'the one it had was deleted');
  const thread = await another();
  expect((await eyes.clip(thread.id)).attachments[0]?.filename).toMatch(/_t02/);
});

it.each(KINDS)('shows a take whose thread was deleted in a new one, with its card: %s', async (kind) => {
  const { slug, where, another } = await tell(kind, `a ford, ${kind}`, gone);

  const asked = toTeam(where, slug);

  await eyes.reply(asked, 'the one it had was deleted');
  const thread = await another();
  await eyes.message(thread.id, 'take 1');
  // A clip that is asked for in a thread is shown there.
  await eyes.clip(kind === 'forum' ? where : thread.id);
});

it('says so instead of showing a take whose thread is locked', async () => {
  const { slug, where } = await tell('text', 'a weir at night', (thread) => Object.assign(thread, { locked: true }));

  const asked = toTeam(where, slug);

  await eyes.reply(asked, 'locked');
});

itFitsDiscord('deleted threads', () => chat.server);
