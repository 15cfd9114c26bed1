import type { Card, Clip } from '../card/card.ts';
import { toClip } from '../card/clip-card.ts';
import type { CardContext } from '../card/context.ts';
import { toShotCard } from '../card/shot-card.ts';
import { toTakeCard } from '../card/take-card.ts';
import { type ChannelPolicy, readPolicy } from '../channel/policy.ts';
import { type ChannelSettings, readSettings } from '../channel/settings.ts';
import { PermanentError } from '../errors.ts';
import type { ShotId } from '../ids.ts';
import type { OutboxMessage } from '../ports/outbox.ts';
import type { ShotView, TakeView } from '../ports/show-store.ts';
import { channelPurse } from '../studio/purse.ts';
import { isExternal } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';

/** Draws what an outbox row shows, from what the database says now. */
export async function drawTake(studio: Studio, message: Pick<OutboxMessage, 'workspace' | 'takeId'>): Promise<Card> {
  const view = await loadTake(studio, message);
  return toTakeCard(view, await contextOf(studio, view));
}

export async function drawClip(
  studio: Studio,
  message: OutboxMessage,
): Promise<{ readonly clip: Clip; readonly shot: ShotId }> {
  const view = await loadTake(studio, message);
  return { clip: toClip(view, await contextOf(studio, view)), shot: view.shotId };
}

export async function drawShot(studio: Studio, message: Pick<OutboxMessage, 'workspace' | 'shotId'>): Promise<Card> {
  const view = message.shotId === null ? null : await studio.show.loadShot(message.workspace, { id: message.shotId });
  if (view === null) throw new PermanentError('shot_gone', 'the shot of this message is not there');
  const { policy, zone } = await loadRules(studio, view);
  const newZone = zone !== null && (await isFirstShot(studio, view)) ? zone : null;
  return toShotCard(view, { external: policy.external === true, newZone });
}

const isFirstShot = async ({ show }: Studio, { id, workspace, channel }: ShotView): Promise<boolean> =>
  (await show.firstShot(workspace, channel)) === id;

async function loadTake(studio: Studio, message: Pick<OutboxMessage, 'workspace' | 'takeId'>): Promise<TakeView> {
  const view = message.takeId === null ? null : await studio.show.loadTake(message.workspace, message.takeId);
  if (view === null) throw new PermanentError('take_gone', 'the take of this message is not there');
  return view;
}

async function contextOf(studio: Studio, view: TakeView): Promise<CardContext> {
  const { policy, settings } = await loadRules(studio, view);
  const providerPage = studio.house.providerPages?.[view.provider];
  return {
    now: studio.clock.now(),
    external: policy.external === true,
    model: studio.catalog.models.get(view.model) ?? null,
    finalModel: studio.catalog.models.get(policy.finalModel ?? studio.house.finalModel ?? '') ?? null,
    purse: await channelPurse(studio, { workspace: view.workspace, channel: view.channel, settings }),
    policy,
    voters: await votersOf(studio, view),
    ...(providerPage === undefined ? {} : { providerPage }),
  };
}

/** Only finals ask how many can vote. */
async function votersOf(studio: Studio, view: TakeView): Promise<number> {
  if (view.tier !== 'final') return 0;
  const people = await studio.directory.loadPeople(view.workspace);
  return people.filter((person) => person.kind === 'member' && person.id !== view.askedBy).length;
}

async function loadRules(
  studio: Studio,
  at: Pick<TakeView, 'platform' | 'workspace' | 'channel'>,
): Promise<{ readonly policy: ChannelPolicy; readonly settings: ChannelSettings; readonly zone: string | null }> {
  const { platform, workspace, channel } = at;
  const place = { platform, workspace, channel };
  const found = await studio.directory.loadChannel(workspace, channel);
  const policy = readPolicy(found?.channel.policy);
  const stored = typeof found?.channel.settings === 'object' ? found.channel.settings : {};
  return {
    policy: { ...policy, external: await isExternal(studio, { ...place, thread: null }, policy) },
    zone: found?.channel.timeZone ?? null,
    settings: readSettings({ ...stored, timeZone: found?.channel.timeZone ?? found?.workspace.timeZone }),
  };
}
