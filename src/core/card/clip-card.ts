import { shorten } from '../command/clean-text.ts';
import type { TakeView } from '../ports/show-store.ts';
import { toFileName } from '../shot/slug.ts';
import { SLOT_NAMES } from '../template/slots.ts';
import type { Block, Clip } from './card.ts';
import type { CardContext } from './context.ts';
import { toCostWords } from './money-words.ts';
import { line, quiet, toCard } from './to-card.ts';

/** Discord takes 1,024 characters of a file's description; Slack's alt text ends near the same. */
const MAX_ALT = 1000;

/** The message with the player, that people vote on. Throws for a take without a stored clip: nothing asks for one. */
export function toClip(view: TakeView, context: CardContext): Clip {
  const { params, media, bytes } = view;
  const chat = view.derived?.chat ?? null;
  if (media === null || bytes === null) throw new Error(`take ${view.id} has no clip`);
  return {
    takeId: view.id,
    requester: view.askedBy,
    fileName: toFileName(view.slug, view.number),
    media: chat?.media ?? media,
    poster: view.poster,
    bytes: chat?.bytes ?? Number(bytes),
    ...(chat === null ? {} : { original: { media, bytes: Number(bytes), isSame: chat.isSame === true } }),
    seconds: params.seconds,
    width: params.width,
    height: params.height,
    altText: toAltText(view, context),
    card: toCard({
      tone: 'plain',
      title: [{ bold: view.slug }, ` · take ${view.number}`],
      body: caption(view, context),
    }),
  };
}

/** What the take is, said wherever its picture goes (design §6). A model that nobody knows any more counts as AI. */
const toDisclosure = ({ model }: Pick<CardContext, 'model'>): string =>
  model === null || model.ai ? 'AI-generated pre-viz' : 'Animatic, drawn locally, no AI';

/** What is seen, in words: the scene, and the slots that say more than it. People from outside get the scene alone. */
export function toAltText(
  view: Pick<TakeView, 'scene' | 'slots' | 'params'>,
  context: Pick<CardContext, 'model' | 'external'>,
): string {
  const told = view.scene.toLowerCase();
  const slots = SLOT_NAMES.flatMap((name) => {
    const value = context.external ? undefined : view.slots[name];
    return value === undefined || value === '' || told.includes(value.toLowerCase()) ? [] : [`${name}: ${value}`];
  });
  const what = `${toDisclosure(context)}, ${view.params.seconds} seconds: ${view.scene}`;
  return shorten([what, ...slots].join('. '), MAX_ALT);
}

/** What was done to the picture that is shown, and what the provider's own file carries. */
function derivedWords({ derived, params }: TakeView): readonly string[] {
  if (derived === undefined || derived === null) return [];
  const matted = params.ratio === params.renderRatio ? [] : [`matted to ${params.ratio}`];
  return [
    ...(derived.chat === null ? [] : [...matted, 'a copy for chat; the original is kept']),
    ...(derived.credentials ? ['the original carries Content Credentials (C2PA)'] : []),
  ];
}

function caption(view: TakeView, context: CardContext): readonly Block[] {
  const { seconds, width, height, seed } = view.params;
  const facts = [
    context.model?.title ?? view.model,
    `${seconds} s`,
    `${width}×${height}`,
    ...(context.model?.seed === false ? [] : [`seed ${seed}`]),
    ...(context.external ? [] : [toCostWords(view)]),
  ];
  return [
    line(facts.join(' · ')),
    quiet([toDisclosure(context), ...derivedWords(view)].join(' · ')),
    ...(context.external ? [] : [{ kind: 'folded', label: 'Prompt', text: view.prompt } as const]),
  ];
}
