import type { CommandOffer } from '../card/ask-cards.ts';
import { refusedCard } from '../card/brake-cards.ts';
import { DEFAULT_TAKE } from '../channel/settings.ts';
import type { Brief } from '../command/brief.ts';
import { printBrief } from '../command/print-brief.ts';
import { type MessageId, shotId, takeId } from '../ids.ts';
import { misfitOf, withCharacter } from '../model/character-clip.ts';
import { isRetired } from '../model/model.ts';
import { resolveBrief } from '../model/resolve-brief.ts';
import { type Micros, sumMicros } from '../money/micros.ts';
import type { KeptReference } from '../ports/reference-shelf.ts';
import type { RequestPlan } from '../ports/request-store.ts';
import type { ShotView } from '../ports/show-store.ts';
import type { Asked } from '../studio/asked.ts';
import { roomOf } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import type { NewTake, ShotTarget } from '../take/take.ts';
import { fitPrompt } from '../template/fit-prompt.ts';
import { lintSlots } from '../template/render-prompt.ts';
import { findSource, type Source, sourceNote, sourceOf } from './find-source.ts';
import { keepReferences } from './keep-references.ts';
import type { Wish } from './place-request.ts';
import { missingPicture, notExtended, notSetUp, type PlanProblem, problem, retired, tooLong } from './plan-problems.ts';

/** All takes of one request: `--takes` times the models named. */
const MAX_TAKES = 8;

export type Planned =
  | {
      readonly kind: 'plan';
      readonly plan: RequestPlan;
      /** As it can be made: without the pictures that are not to be had. */
      readonly brief: Brief;
      readonly estimate: Micros;
      readonly offers: readonly CommandOffer[];
    }
  | PlanProblem;

/** What a wish would make, with every parameter fixed and priced: nothing is reserved, nothing is sent. */
export async function planRequest(studio: Studio, asked: Asked, wish: Wish): Promise<Planned> {
  const kept = await keepReferences(studio, wish);
  if (kept.kind === 'problem') return kept;
  const { brief } = kept;
  const names = brief.models.length > 0 ? brief.models : [modelOf(studio, asked, brief)];
  const source = await findSource(studio, wish);
  if (wish.extends === true && source === null) return notExtended();
  const takes: NewTake[] = [];
  const notes = [...kept.notes];
  const offers: CommandOffer[] = [];
  for (const name of names) {
    const made = takesOf(studio, asked, brief, { name, kept: kept.byUrl, source });
    if (made.kind === 'problem') return made;
    takes.push(...made.takes);
    notes.push(...made.notes.filter((note) => !notes.includes(note)));
    offers.push(...made.offers);
  }
  if (takes.length > MAX_TAKES)
    return problem({
      code: 'too_many',
      word: String(takes.length),
      hint: `One request makes at most ${MAX_TAKES} takes; this asks for ${takes.length}.`,
    });
  const shot = await shotOf(studio, asked, wish);
  if ('kind' in shot) return shot;
  return {
    kind: 'plan',
    plan: { shot, takes, notes },
    brief,
    estimate: sumMicros(takes.map(({ estimate }) => estimate)),
    offers,
  };
}

/** What was named, else the channel's or the installation's choice of draft and final model. */
function modelOf(studio: Studio, { policy }: Asked, { tier }: Brief): string {
  const draft = policy.draftModel ?? studio.house.draftModel;
  return tier === 'final' ? (policy.finalModel ?? studio.house.finalModel ?? draft) : draft;
}

interface TakesOf {
  readonly name: string;
  readonly kept: ReadonlyMap<string, Omit<KeptReference, 'role'>>;
  readonly source: Source | null;
}

type MadeTakes =
  | {
      readonly kind: 'takes';
      readonly takes: readonly NewTake[];
      readonly notes: readonly string[];
      readonly offers: readonly CommandOffer[];
    }
  | PlanProblem;

function takesOf(studio: Studio, asked: Asked, brief: Brief, { name, kept, source }: TakesOf): MadeTakes {
  const model = studio.catalog.models.get(name);
  const templateName = brief.template ?? asked.settings.defaults.template ?? studio.house.template;
  const found = studio.catalog.templates.get(templateName);
  if (model === undefined)
    return problem({
      code: 'unknown_model',
      word: name,
      hint: `There is no model ${name} here. /previz models lists what there is.`,
    });
  if (found === undefined)
    return problem({
      code: 'unknown_template',
      word: templateName,
      hint: `There is no template ${templateName} here. /previz templates lists what there is.`,
    });
  if (isRetired(model, studio.clock.now())) return retired(model);
  if (!studio.providers.has(model.provider)) return notSetUp(model);
  const missing = missingPicture(model, brief);
  if (missing !== null) return missing;
  const { defaults } = asked.settings;
  const resolved = resolveBrief(brief, {
    model,
    templateDefaults: found.template.take ?? null,
    channelDefaults: {
      seconds: stored(defaults.seconds, DEFAULT_TAKE.seconds),
      ratio: stored(defaults.ratio, DEFAULT_TAKE.ratio),
    },
    at: studio.clock.now(),
  });
  const { perTake } = resolved;
  if (perTake.kind === 'unpriced') return { kind: 'problem', card: refusedCard('unpriced') };
  const references = resolved.references.flatMap(({ role, url }) => {
    const found = kept.get(url);
    return found === undefined ? [] : [{ ...found, role }];
  });
  const misfit = misfitOf(model, references);
  if (misfit !== null) return problem({ code: 'bad_value', word: 'ref', hint: misfit });
  // The character's name comes on top of it.
  const limit = model.promptLimit == null ? null : model.promptLimit - withCharacter('', references).length;
  const fitted = fitPrompt(found.template, brief, { limit, title: model.title });
  if (fitted.kind === 'too-long') return tooLong(model, fitted.length);
  const { slots } = fitted;
  const prompt = withCharacter(fitted.prompt, references);
  const paramsOf = (seed: number) => ({
    ...resolved.params,
    seed,
    ...(references.length > 0 ? { references } : {}),
  });
  const from = sourceOf(source, { model: name, params: paramsOf(0), prompt });
  const takes = Array.from({ length: resolved.takes }, (_, index) => ({
    id: takeId(studio.chance.id()),
    estimate: perTake.micros,
    template: templateName,
    templateVersion: found.version,
    slots,
    prompt,
    provider: model.provider,
    model: name,
    params: { ...paramsOf(seedOf(studio, brief, index)), ...(from === null ? {} : { source: from }) },
    tier: brief.tier,
  }));
  const hints = lintSlots(found.template, slots);
  const starts = source === null || from === null ? [] : [sourceNote(source, from)];
  const offers = resolved.offers.map(({ label, change }) => ({
    label,
    command: printBrief({ ...brief, ...change, models: [name] }),
  }));
  return { kind: 'takes', takes, notes: [...resolved.notes, ...fitted.notes, ...starts, ...hints], offers };
}

/** What the channel chose itself; the house's default is no wish, and nobody is told that it was snapped. */
const stored = <Value>(value: Value, fallback: Value): Value | null => (value === fallback ? null : value);

/** Several takes of one seed would be one take: the second counts on from the first. */
const seedOf = (studio: Studio, { seed }: Brief, index: number) =>
  seed === null ? studio.chance.seed() : (seed + index) % 2 ** 31;

async function shotOf(studio: Studio, asked: Asked, wish: Wish): Promise<ShotTarget | PlanProblem> {
  const { brief, parent } = wish;
  const { thread } = asked.envelope.place;
  const existing = await existingShot(studio, asked, wish);
  if (existing !== null) {
    if (existing.channel !== asked.channel.id) {
      return problem({
        code: 'bad_value',
        word: existing.slug,
        hint: `${existing.slug} belongs to another channel; ask there, or use another name.`,
      });
    }
    return target(existing.id, existing.slug, existing.scene, existing.thread);
  }
  const own = parent === null && (await canAdopt(studio, asked)) ? thread : null;
  return target(shotId(studio.chance.id()), brief.shot, brief.scene, own);
}

async function canAdopt(studio: Studio, { envelope: { place } }: Asked): Promise<boolean> {
  const room = place.thread === null ? null : await roomOf(studio, place);
  return room === null || room.kind === 'closed' || room.adopts !== false;
}

const target = (id: ShotTarget['id'], slug: string | null, scene: string, thread: MessageId | null): ShotTarget => ({
  id,
  slug,
  scene,
  thread,
});

/** The shot that was named, else the one that the parent take or the thread belongs to. */
async function existingShot(studio: Studio, asked: Asked, { brief, parent }: Wish): Promise<ShotView | null> {
  const { workspace, channel, thread } = asked.envelope.place;
  if (brief.shot !== null) return studio.show.loadShot(workspace, { slug: brief.shot });
  if (parent !== null) return studio.show.loadShot(workspace, { id: parent.shotId });
  return thread === null ? null : studio.show.loadShot(workspace, { thread, channel });
}
