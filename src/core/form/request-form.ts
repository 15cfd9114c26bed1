import { toLeftWords } from '../card/money-words.ts';
import { readPolicy } from '../channel/policy.ts';
import { type ChannelSettings, DEFAULT_TAKE, readSettings } from '../channel/settings.ts';
import type { Brief } from '../command/brief.ts';
import { type ChannelId, requestId, takeId } from '../ids.ts';
import { type Quote, timesTakes, toPriceWords } from '../model/quote.ts';
import { resolveBrief } from '../model/resolve-brief.ts';
import { briefOf } from '../request/brief-of.ts';
import { channelPurse } from '../studio/purse.ts';
import { isInside, type Viewer } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';

/** Whoever has a form open, and in which channel. */
export interface FormViewer extends Viewer {
  readonly channel: ChannelId;
}

export interface FilledBrief {
  readonly brief: Brief;
  /** The take that a remix starts from; null for a request that hasn't run. */
  readonly parentTake: string | null;
}

type Core = Pick<Studio, 'show' | 'requests' | 'directory' | 'rosters'>;

/** The same for people who may see every prompt of the channel's. */
export async function findBrief(
  core: Pick<Core, 'show' | 'requests'>,
  { workspace, channel, person }: Pick<FormViewer, 'workspace' | 'channel' | 'person'>,
  target: string,
): Promise<FilledBrief | null> {
  const take = await core.show.loadTake(workspace, takeId(target));
  if (take !== null && take.channel === channel) return { brief: briefOf(take), parentTake: take.id };
  const request = await core.requests.load(workspace, requestId(target));
  return request === null || request.channel !== channel || request.person !== person
    ? null
    : { brief: request.brief, parentTake: request.parentTake };
}

/**
 * What the form behind Remix and Edit is filled with: a take of the channel, or a request of the viewer's own; null: not
 * known here. Who sees no prompts gets a take's form without its slots, and what they leave empty stays as it was.
 */
export async function openBrief(core: Core, viewer: FormViewer, target: string): Promise<FilledBrief | null> {
  const found = await findBrief(core, viewer, target);
  // What they asked for themselves they may read.
  const isTake = found?.parentTake === target;
  if (found === null || !isTake || (await isInside(core, viewer))) return found;
  return { ...found, brief: { ...found.brief, slots: {} } };
}

/** What a form says of money: what the brief would cost at most, and what is left. null for those who see none. */
export async function toPriceLine(
  core: Core & Pick<Studio, 'budgets' | 'clock' | 'catalog' | 'house'>,
  viewer: FormViewer,
  brief: Brief,
): Promise<string | null> {
  if (!(await isInside(core, viewer))) return null;
  const { workspace, channel } = viewer;
  const found = await core.directory.loadChannel(workspace, channel);
  const stored = typeof found?.channel.settings === 'object' ? found.channel.settings : {};
  const settings = readSettings({ ...stored, timeZone: found?.channel.timeZone ?? found?.workspace.timeZone });
  const purse = await channelPurse(core, { workspace, channel, settings });
  const name = brief.models[0] ?? readPolicy(found?.channel.policy).draftModel ?? core.house.draftModel;
  const price = priceOf(core, brief, { name, settings });
  return `Price: ${toPriceWords(price)}. Left to spend here: ${toLeftWords(purse)}.`;
}

function priceOf(
  { catalog, clock }: Pick<Studio, 'catalog' | 'clock'>,
  brief: Brief,
  { name, settings }: { readonly name: string; readonly settings: ChannelSettings },
): Quote {
  const model = catalog.models.get(name);
  if (model === undefined) return { kind: 'unpriced' };
  const { seconds = DEFAULT_TAKE.seconds, ratio = DEFAULT_TAKE.ratio } = settings.defaults;
  const resolved = resolveBrief(brief, { model, channelDefaults: { seconds, ratio }, at: clock.now() });
  return timesTakes(resolved.perTake, resolved.takes);
}
