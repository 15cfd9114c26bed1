import type { Clip } from '../../core/card/card.ts';
import { PermanentError } from '../../core/errors.ts';
import type { MessageId, OutboxId, PersonId, ThreadRef } from '../../core/ids.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import { BOT_PERSON, findPerson } from './people.ts';
import type { NewPlaygroundMessage, PlaygroundStore } from './store.ts';

/** Seeded on every clip, one press each. */
const SEEDS = ['✅', '❌'] as const;

/** As often as an eye follows a progress bar. */
const EDIT_PACE_MS = 250;

interface SurfaceDeps {
  readonly store: PlaygroundStore;
  readonly clock: { now(): Date };
}

/** The playground as the core sees it: a message is a row, and the page hears of it from the database. */
export function makePlaygroundSurface({ store, clock }: SurfaceDeps): ChatSurface {
  const insert = async (place: ThreadRef, key: OutboxId, content: Content): Promise<MessageId> => {
    if ((await store.channels.find(place.channel)) === null) throw gone('channel_gone', place);
    const { channel, thread } = place;
    return store.messages.insert({ ...EMPTY, ...content, channel, thread, key, at: clock.now() });
  };
  const edit = async (place: ThreadRef, message: MessageId, content: Content): Promise<void> => {
    if (!(await store.messages.edit(message, { ...EMPTY, ...content }, clock.now()))) throw gone('message_gone', place);
  };

  return {
    editPaceMs: EDIT_PACE_MS,
    async openThread(place, card, key) {
      const message = await insert({ ...place, thread: null }, key, { kind: 'shot', text: card.text, card });
      return { message, thread: message };
    },
    post: (place, card, key) => insert(place, key, { kind: 'card', text: card.text, card }),
    edit: (place, message, card) => edit(place, message, { text: card.text, card }),
    async deliver(place, clip, key) {
      const message = await insert(place, key, toClipContent(clip));
      // Repeated with the message: a crash between the two leaves no clip without its seeds.
      await store.reactions.add(...SEEDS.map((emoji) => ({ message, person: BOT_PERSON, emoji, at: clock.now() })));
      return message;
    },
    editClip: (place, message, clip) => edit(place, message, toClipContent(clip)),
    tell: (place, person, card, key) =>
      insert(place, key, { kind: 'private', audience: person, text: card.text, card }),
    async readReactions(place, message) {
      const found = await store.messages.load(message);
      if (found === null) throw gone('message_gone', place);
      return found.reactions
        .filter(({ person }) => person !== BOT_PERSON)
        .map(({ person, emoji }) => ({ person, emoji, personKind: findPerson(person)?.kind ?? 'external' }));
    },
  };
}

type Content = Partial<NewPlaygroundMessage>;

const EMPTY = {
  author: BOT_PERSON,
  kind: 'card',
  audience: null satisfies PersonId | null,
  text: '',
  card: null,
  clip: null,
} as const;

const toClipContent = (clip: Clip) => ({ kind: 'clip', text: clip.card.text, clip }) as const;

const gone = (code: string, place: ThreadRef) =>
  new PermanentError(code, 'the playground has no such place', { facts: { channel: place.channel } });
