import { afterAll, beforeAll } from 'vitest';
import { withDatabase } from './database.ts';
import { type DiscordApp, makeEyes, startDiscordApp } from './discord-app.ts';
import type { Option } from './discord-server/people.ts';
import type { Channel } from './discord-server/world.ts';
import { later } from './later.ts';

export const text = (name: string, value: string): Option => ({ name, type: 3, value });
export const sub = (name: string, options: readonly Option[] = []): Option => ({ name, type: 1, options });
/** A free model whose clip is there at once. */
export const QUICK = text('model', 'quick');
export const DEAR = text('model', 'dear');

type Options = Parameters<typeof startDiscordApp>[1];

/** The app on the test's own Discord, from the file's first test to its last, with a channel in which somebody asks. */
export function withDiscord(optionsOf: () => Options | Promise<Options> = () => ({})) {
  const database = withDatabase();
  let started: DiscordApp | null = null;
  let room: Channel | null = null;
  const chat = later<DiscordApp>(() => started);
  const channel = later<Channel>(() => room);
  const eyes = makeEyes(chat);

  beforeAll(async () => {
    started = await startDiscordApp(database.url, await optionsOf());
    room = started.server.addChannel(started.guild);
  }, 60_000);
  afterAll(() => started?.stop(), 30_000);

  return {
    ...{ database, chat, channel, eyes },
    /** Mira asks for a scene, and sees its clip; what is asked for in a forum's post gets a post of its own. */
    async ask(scene: string, where: Channel = channel, more: readonly Option[] = [QUICK]) {
      const asked = chat.server.slash(chat.mira.id, where.id, 'previz', [text('scene', scene), ...more]);
      const thread = await eyes.thread(where.parent ?? where.id, scene.slice(0, 20));
      return { asked, thread, clip: await eyes.clip(thread.id) };
    },
  };
}
