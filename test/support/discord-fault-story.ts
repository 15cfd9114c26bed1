import { expect } from 'vitest';
import { type DiscordApp, makeEyes } from './discord-app.ts';
import { textOf } from './discord-chat.ts';
import type { Channel, Message } from './discord-server/world.ts';
import { until } from './until.ts';

/** Asking for a take, and seeing that exactly one of everything came of it. */
export function makeFaultStory(chat: DiscordApp) {
  const eyes = makeEyes(chat);
  let asked = 0;
  const lineOf = async (scene: string) => (await chat.lines()).find(({ brief }) => brief.includes(scene));
  return {
    eyes,
    /** A scene of its own, so that nobody is asked whether it was meant twice. */
    ask(where: Channel) {
      asked += 1;
      const scene = `scene ${asked} at the harbour`;
      const options = [
        { name: 'scene', type: 3, value: scene },
        { name: 'model', type: 3, value: 'quick' },
      ];
      const interaction = chat.server.slash(chat.mira.id, where.id, 'previz', options);
      return { scene, interaction };
    },
    async seeOneClip(scene: string, where: Channel): Promise<Message> {
      const thread = await eyes.thread(where.id, scene);
      const clip = await eyes.clip(thread.id);
      await until('the take is delivered', async () => (await lineOf(scene))?.status === 'delivered');
      const clips = eyes
        .messages(thread.id)
        .filter(({ attachments }) => attachments.some(({ filename }) => filename.endsWith('.mp4')));
      expect(clips).toHaveLength(1);
      expect(eyes.threads(where.id).filter(({ name }) => name.includes(scene))).toHaveLength(1);
      const roots = eyes.messages(where.id).filter((message) => textOf(message).includes(scene));
      expect(roots.length).toBeLessThanOrEqual(1);
      const cards = () =>
        eyes.messages(thread.id).filter(({ components, id }) => components.length > 0 && id !== thread.id);
      await until('the card', async () => cards().length > 0);
      expect(cards()).toHaveLength(1);
      return clip;
    },
    votesOf: async (scene: string) => (await lineOf(scene))?.votes ?? [],
  };
}
