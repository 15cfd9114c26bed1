import type { Card, Clip } from '../../core/card/card.ts';
import { readDirectId } from '../../core/direct-message.ts';
import { PermanentError } from '../../core/errors.ts';
import type { MessageId, OutboxId, PersonId, ThreadRef } from '../../core/ids.ts';
import type { ChatSurface, StandingReaction } from '../../core/ports/chat-surface.ts';
import { type ClipDeps, shareClip } from './deliver-clip.ts';
import { DEAD_TOKEN, hasCode, isCertain } from './errors.ts';
import type { NameOf } from './mrkdwn.ts';
import type { CardPicture } from './pictures.ts';
import { postOnce } from './post-once.ts';
import { toOrderKey } from './read-acts.ts';
import { readReactions } from './read-reactions.ts';
import { replyPrivately, sendDirectly } from './reply.ts';
import { makeSeedVotes } from './seed-votes.ts';
import { type Look, type Picture, type SlackContent, toClipComment, toClipContent, toContent } from './to-blocks.ts';

export interface SurfaceDeps extends ClipDeps {
  /** null: Slack itself. */
  readonly apiUrl: string | null;
  /** Names for everybody that a card speaks of; asked before it is drawn. */
  names(place: ThreadRef, people: readonly PersonId[]): Promise<NameOf>;
  /** Where Slack can get the pictures of a card. */
  pictures(place: ThreadRef, pictures: readonly CardPicture[]): Promise<(media: string) => Picture>;
  /** Slack refused to show this one: it is not named again. */
  forgetPicture(place: ThreadRef, media: string): Promise<void>;
  readonly people: {
    kindOf(place: ThreadRef, person: PersonId): Promise<StandingReaction['personKind']>;
    botUser(place: ThreadRef): Promise<string>;
  };
  /** A link to the clip for those who can't have the file; null where there is no public address. */
  linkTo(media: string, fileName: string): string | null;
}

export interface PrivateAnswer {
  readonly person: PersonId;
  readonly key: OutboxId;
  readonly content: { readonly text: string; readonly blocks: readonly unknown[] };
}

/** Slack as the core sees it. Every post is unique by its key, whatever happened to its answer. */
export function makeSlackSurface(deps: SurfaceDeps): ChatSurface {
  const post = (place: ThreadRef, card: Card, key: OutboxId): Promise<MessageId> =>
    show(deps, place, card, (content) => postOnce(deps, { key, place }, { ...content }));
  const seedVotes = makeSeedVotes(deps);
  const edit = async (place: ThreadRef, message: MessageId, content: object): Promise<void> => {
    const at = readDirectId(message) ?? { channel: place.channel, message };
    try {
      await deps.call(place.workspace, 'chat.update', { channel: at.channel, ts: at.message, ...content });
    } catch (error) {
      // What was deleted is not found; where replies hang on it, a stone stands there that is nobody's.
      if (!hasCode(error, 'message_not_found', 'cant_update_message')) throw error;
      throw new PermanentError('message_gone', 'the message was deleted', { cause: error });
    }
  };

  return {
    editPaceMs: deps.timing.editPaceMs,
    openThread: (place, card, key) =>
      post({ ...place, thread: null }, card, key).then((message) => ({ message, thread: message })),
    post,
    edit: (place, message, card) => show(deps, place, card, (content) => edit(place, message, content)),
    async deliver(place, clip, key) {
      const comment = toClipComment(clip, await lookAt(deps, place, clip.card));
      const shared = await shareClip(deps, { place, key, clip, comment });
      const message = shared === 'refused' ? await postInstead(deps, { place, clip, key }) : shared;
      await seedVotes(place, message);
      return message;
    },
    async editClip(place, message, clip) {
      await edit(place, message, toClipContent(clip, await lookAt(deps, place, clip.card)));
    },
    async tell(place, person, card, key) {
      const isLasting = card.lasting === true || card.buttons.some(({ verb }) => LASTING.includes(verb));
      return show(deps, place, card, async (content) => {
        const told = await tellOnce(deps, place, { person, key, content, isLasting });
        // Its answer was lost, and it was found since: what it says may be old.
        if (told.kind === 'found') await edit(place, told.message, content);
        return told.message;
      });
    },
    orderKeyAt: (at) => toOrderKey((at.getTime() / 1_000).toFixed(6)),
    readReactions: (place, message) => readReactions(deps, place, message),
  };
}

/** Sends a card as Slack takes it. A picture that Slack can't show is forgotten, and what it says goes in words. */
async function show<Result>(
  deps: SurfaceDeps,
  place: ThreadRef,
  card: Card,
  send: (content: SlackContent) => Promise<Result>,
): Promise<Result> {
  const look = await lookAt(deps, place, card);
  const named = picturesOf(card).filter(({ media }) => 'fileId' in (look.pictureOf(media) ?? {}));
  try {
    return await send(toContent(card, look));
  } catch (error) {
    if (named.length === 0 || !hasCode(error, 'invalid_blocks')) throw error;
    for (const { media } of named) await deps.forgetPicture(place, media);
    return send(toContent(card, { ...look, pictureOf: () => null }));
  }
}

const picturesOf = (card: Card): readonly CardPicture[] =>
  card.body.flatMap((block) =>
    block.kind === 'image' ? [{ media: block.media, alt: block.alt, wide: block.wide === true }] : [],
  );

async function lookAt(deps: SurfaceDeps, place: ThreadRef, card: Card): Promise<Look> {
  const lines = [
    ...(card.title === null ? [] : [card.title]),
    ...card.body.flatMap((block) => {
      if (block.kind === 'line') return [block.line];
      return block.kind === 'fields' ? block.fields.map(({ value }) => value) : [];
    }),
  ];
  const people = lines.flat().flatMap((span) => (typeof span !== 'string' && 'person' in span ? [span.person] : []));
  const led = lines.flat().flatMap((span) => (typeof span !== 'string' && 'bold' in span && span.to ? [span.to] : []));
  return {
    nameOf: await deps.names(place, people),
    pictureOf: await deps.pictures(place, picturesOf(card)),
    linkOf: await findLinks(
      deps,
      place,
      led.map(({ message }) => message),
    ),
  };
}

/** Only Slack knows how its messages are linked to. One that is gone is named without a link. */
async function findLinks(
  { call }: SurfaceDeps,
  { workspace, channel }: ThreadRef,
  messages: readonly MessageId[],
): Promise<(message: MessageId) => string | null> {
  const links = new Map<MessageId, string>();
  for (const message of new Set(messages)) {
    try {
      const args = { channel, message_ts: message };
      const { permalink } = await call<{ readonly permalink?: string }>(workspace, 'chat.getPermalink', args);
      if (permalink !== undefined) links.set(message, permalink);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
    }
  }
  return (message) => links.get(message) ?? null;
}

/** Too large, or a workspace without uploads: a picture, and a link where there is a public address (design §4). */
async function postInstead(
  deps: SurfaceDeps,
  { place, clip, key }: { readonly place: ThreadRef; readonly clip: Clip; readonly key: OutboxId },
): Promise<MessageId> {
  const link = deps.linkTo(clip.media, clip.fileName);
  const poster = clip.poster === null ? [] : [{ kind: 'image', media: clip.poster, alt: clip.altText } as const];
  const card: Card = { ...clip.card, body: [...poster, ...clip.card.body] };
  const content = toClipContent({ ...clip, card }, await lookAt(deps, place, card));
  const where =
    link === null
      ? {
          type: 'text',
          text: `Slack does not take this clip. Whoever runs Previz finds ${clip.fileName} with previz show.`,
        }
      : { type: 'link', url: link, text: clip.fileName };
  const blocks = [
    ...content.blocks,
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [where] }] },
  ];
  return postOnce(deps, { key, place }, { text: content.text, blocks });
}

/**
 * Shown to one person. Slack gives no way to find it again, so a lost answer counts as shown: never twice. Resolves to
 * the id of a direct message; an ephemeral one can't be edited.
 */
async function tellOnce(
  deps: SurfaceDeps,
  place: ThreadRef,
  { isLasting, ...answer }: PrivateAnswer & { readonly isLasting: boolean },
): Promise<Told> {
  const { mine, post } = await deps.posts.begin(answer.key, place, deps.clock.now());
  if (!mine) return post.message === null ? { kind: 'shown', message: null } : { kind: 'found', message: post.message };
  try {
    const send = isLasting ? sendDirectly : showPrivately;
    return { kind: 'shown', message: await send(deps, place, answer) };
  } catch (error) {
    if (isCertain(error)) await deps.posts.drop(answer.key);
    throw error;
  }
}

type Told =
  | { readonly kind: 'shown'; readonly message: MessageId | null }
  | { readonly kind: 'found'; readonly message: MessageId };

async function showPrivately(deps: SurfaceDeps, place: ThreadRef, answer: PrivateAnswer): Promise<MessageId | null> {
  try {
    await deps.call(place.workspace, 'chat.postEphemeral', {
      channel: place.channel,
      user: answer.person,
      ...(place.thread === null ? {} : { thread_ts: place.thread }),
      ...answer.content,
    });
    await deps.posts.sent(answer.key, null);
    return null;
  } catch (error) {
    if (!isOutside(error)) throw error;
    return replyPrivately(deps, place, answer);
  }
}

/** What waits for hours goes where it is still there after a reload: an ephemeral message isn't. */
const LASTING: readonly string[] = ['grant', 'decline'];

/** The bot may not speak here, or nowhere at all: the response url of the act takes an answer without its token. */
const isOutside = (error: unknown): boolean => hasCode(error, ...OUTSIDE, ...DEAD_TOKEN);
const OUTSIDE = [
  ...['not_in_channel', 'channel_not_found', 'user_not_in_channel', 'is_archived', 'restricted_action'],
  ...['missing_scope', 'not_installed'],
];
