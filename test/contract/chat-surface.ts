import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card, Clip } from '../../src/core/card/card.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { type MessageId, outboxId, type PersonId, type ThreadRef, takeId } from '../../src/core/ids.ts';
import type { ChatSurface } from '../../src/core/ports/chat-surface.ts';

/** A message as a person would see it on the platform, whatever the platform calls its parts. */
export interface SeenMessage {
  readonly id: MessageId;
  readonly thread: MessageId | null;
  /** Everything that can be read in it, as one text, with the platform's escapes undone. */
  readonly text: string;
  /** The players in it, by file name. */
  readonly clips: readonly string[];
  /** Whom it notified when it was posted. */
  readonly mentions: readonly string[];
  readonly reactions: readonly { readonly person: string; readonly emoji: string }[];
}

/** What a platform's tests bring along: the surface, and a way to look at and to act in the chat that it posts to. */
export interface SurfaceHarness {
  readonly surface: ChatSurface;
  readonly person: PersonId;
  readonly otherPerson: PersonId;
  /** Under whose name the surface posts and reacts. */
  readonly bot: string;
  /** The id of no message, well-formed for the platform. */
  readonly goneMessage: MessageId;
  /** A fresh channel. */
  openChannel(): Promise<ThreadRef>;
  /** A channel that is not there, or is archived. */
  goneChannel(): Promise<ThreadRef>;
  /** What `viewer` sees of the channel and all its threads, oldest first. */
  look(place: ThreadRef, viewer: PersonId): Promise<readonly SeenMessage[]>;
  react(
    place: ThreadRef,
    message: MessageId,
    reaction: { person: PersonId; emoji: string; op: 'add' | 'remove' },
  ): Promise<void>;
  stop(): Promise<void>;
}

/** What every chat surface must do. Called once per platform with that platform's harness. */
export function describeChatSurface(name: string, start: () => Promise<SurfaceHarness>): void {
  describe(`${name} as a chat surface`, () => {
    let chat: SurfaceHarness;
    let keys = 0;
    const newKey = () => {
      keys += 1;
      return outboxId(`contract-${name}-${keys}`);
    };

    beforeAll(async () => {
      chat = await start();
    });
    afterAll(() => chat?.stop());

    const inThread = async (): Promise<{ readonly place: ThreadRef; readonly root: MessageId }> => {
      const channel = await chat.openChannel();
      const { message, thread } = await chat.surface.openThread(channel, makeCard('PV-0001'), newKey());
      return { place: { ...channel, thread }, root: message };
    };
    const lookFor = async (place: ThreadRef, text: string, viewer = chat.person) =>
      (await chat.look(place, viewer)).filter((message) => message.text.includes(text));

    it('opens a thread below a root message that stands in the channel', async () => {
      const channel = await chat.openChannel();

      const { message, thread } = await chat.surface.openThread(channel, makeCard('a keeper climbs'), newKey());
      const reply = await chat.surface.post({ ...channel, thread }, makeCard('take 1 is queued'), newKey());

      const [root] = await lookFor(channel, 'a keeper climbs');
      expect(root).toMatchObject({ id: message, thread: null });
      expect(await lookFor(channel, 'take 1 is queued')).toMatchObject([{ id: reply, thread }]);
    });

    it('opens a thread once, however often it is asked with the same key', async () => {
      const channel = await chat.openChannel();
      const key = newKey();

      const first = await chat.surface.openThread(channel, makeCard('once'), key);
      const second = await chat.surface.openThread(channel, makeCard('once'), key);

      expect(second).toEqual(first);
      expect(await lookFor(channel, 'once')).toHaveLength(1);
    });

    it('posts into the channel itself where there is no thread', async () => {
      const channel = await chat.openChannel();

      const posted = await chat.surface.post(channel, makeCard('for everybody'), newKey());

      expect(await lookFor(channel, 'for everybody')).toMatchObject([{ id: posted, thread: null }]);
    });

    it('posts a card once, however often it is asked with the same key', async () => {
      const { place } = await inThread();
      const key = newKey();

      const first = await chat.surface.post(place, makeCard('only once'), key);
      const second = await chat.surface.post(place, makeCard('only once'), key);

      expect(second).toBe(first);
      expect(await lookFor(place, 'only once')).toHaveLength(1);
    });

    it('edits a card in place, and may be told twice', async () => {
      const { place } = await inThread();
      const card = await chat.surface.post(place, makeCard('rendering'), newKey());

      await chat.surface.edit(place, card, makeCard('ready'));
      await chat.surface.edit(place, card, makeCard('ready'));

      expect(await lookFor(place, 'rendering')).toHaveLength(0);
      expect(await lookFor(place, 'ready')).toMatchObject([{ id: card, mentions: [] }]);
    });

    it('delivers a clip with its player, one mention and one reaction of each kind to press', async () => {
      const { place } = await inThread();
      const key = newKey();
      const clip = makeClip('PV-0001_t01.mp4', chat.person);

      const first = await chat.surface.deliver(place, clip, key);
      const second = await chat.surface.deliver(place, clip, key);

      const seen = (await chat.look(place, chat.otherPerson)).filter(({ clips }) => clips.length > 0);
      expect(second).toBe(first);
      expect(seen).toMatchObject([{ id: first, clips: ['PV-0001_t01.mp4'], mentions: [chat.person] }]);
      expect(seen[0]?.reactions).toEqual([
        { person: chat.bot, emoji: '✅' },
        { person: chat.bot, emoji: '❌' },
      ]);
    });

    it('edits the words of a clip and keeps its player', async () => {
      const { place } = await inThread();
      const clip = makeClip('PV-0001_t01.mp4', chat.person);
      const message = await chat.surface.deliver(place, clip, newKey());

      await chat.surface.editClip(place, message, { ...clip, card: makeCard('approved by two') });

      expect(await lookFor(place, 'approved by two')).toMatchObject([{ id: message, clips: ['PV-0001_t01.mp4'] }]);
    });

    it('shows a private card to its person and to nobody else', async () => {
      const { place } = await inThread();
      const key = newKey();

      await chat.surface.tell(place, chat.person, makeCard('$3.20 are left'), key);
      await chat.surface.tell(place, chat.person, makeCard('$3.20 are left'), key);

      expect(await lookFor(place, '$3.20 are left', chat.person)).toHaveLength(1);
      expect(await lookFor(place, '$3.20 are left', chat.otherPerson)).toHaveLength(0);
    });

    it('reads the reactions that stand, its own left out', async () => {
      const { place } = await inThread();
      const message = await chat.surface.deliver(place, makeClip('PV-0001_t01.mp4', chat.person), newKey());

      await chat.react(place, message, { person: chat.otherPerson, emoji: '✅', op: 'add' });
      await chat.react(place, message, { person: chat.person, emoji: '👎', op: 'add' });
      await chat.react(place, message, { person: chat.person, emoji: '👎', op: 'remove' });

      expect(await chat.surface.readReactions(place, message)).toEqual([
        { person: chat.otherPerson, personKind: 'member', emoji: '✅' },
      ]);
    });

    it('shows what people wrote as text, never as markup or as a mention', async () => {
      const { place } = await inThread();
      const written = '<b>5 < 6 & 7</b> *bold* <!channel> @everyone';

      await chat.surface.post(place, makeCard(written), newKey());

      expect(await lookFor(place, written)).toMatchObject([{ mentions: [] }]);
    });

    it('posts a card with more text than anybody would read', async () => {
      const { place } = await inThread();
      const card = {
        ...makeCard('long'),
        body: [{ kind: 'folded', label: 'Prompt', text: 'ab '.repeat(3_500) }],
      } as const;

      const posted = await chat.surface.post(place, card, newKey());

      expect(await lookFor(place, 'long')).toMatchObject([{ id: posted }]);
    });

    it('says for good that a place is gone', async () => {
      const channel = await chat.goneChannel();
      const { place } = await inThread();

      await expect(chat.surface.post(channel, makeCard('hello'), newKey())).rejects.toBeInstanceOf(PermanentError);
      await expect(chat.surface.edit(place, chat.goneMessage, makeCard('hello'))).rejects.toBeInstanceOf(
        PermanentError,
      );
    });
  });
}

export const makeCard = (title: string): Card => ({
  tone: 'plain',
  title: [title],
  body: [{ kind: 'line', line: ['$0.00 · ', { bold: 'animatic' }] }],
  buttons: [],
  text: title,
});

export const makeClip = (fileName: string, requester: PersonId): Clip => ({
  takeId: takeId('take-1'),
  requester,
  fileName,
  media: 'clips/take-1.mp4',
  poster: null,
  bytes: 1_000,
  seconds: 5,
  width: 1280,
  height: 720,
  altText: 'A keeper climbs a spiral stair',
  card: makeCard('take 1'),
});
