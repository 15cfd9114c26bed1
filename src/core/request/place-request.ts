import { refusedCard } from '../card/brake-cards.ts';
import type { Card } from '../card/card.ts';
import { warningNote } from '../card/moderation-card.ts';
import { toNote } from '../card/notes.ts';
import { closedRoomCard, strangerCard } from '../card/room-card.ts';
import { hasRole, readRoles } from '../channel/roles.ts';
import type { Brief } from '../command/brief.ts';
import { laterBy } from '../generate/pace.ts';
import { type MessageId, requestId } from '../ids.ts';
import { moderatePlan } from '../moderation/moderate-plan.ts';
import type { Request } from '../ports/request-store.ts';
import type { Room } from '../ports/roster.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Asked } from '../studio/asked.ts';
import { roomOf } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { gateRequest } from './gate-request.ts';
import { planRequest } from './plan-request.ts';
import { refuseModerated } from './refuse-moderated.ts';

const mayNotGenerateCard = (): Card =>
  toNote('warning', [
    ['Here takes are for people with a certain role. Whoever manages this workspace can give it to you.'],
  ]);

const ROOM_BYTES = 1024n ** 3n;

/** What a person wants made. */
export interface Wish {
  readonly brief: Brief;
  /** The take that this one starts from. */
  readonly parent: TakeView | null;
  /** A change that was read from words, slot by slot: it runs at once where it is free, and is shown first where it is paid. */
  readonly changes: readonly string[] | null;
  /** `read`: put together from what people said, not written as an order; shown first even where it is free. */
  readonly from?: 'read';
  /** What comes after the parent's clip is wanted. */
  readonly extends?: true;
}

/**
 * Turns a brief into a request, and the request into takes, a question, or a refusal. Nothing is spent before the
 * request is understood. Resolves to what the requester is told; null when the takes' own cards say it.
 */
export async function placeRequest(studio: Studio, asked: Asked, wish: Wish): Promise<Card | null> {
  const { generate } = readRoles(asked.workspace.settings);
  if (generate !== null && !asked.isOwner && !hasRole(asked.person, generate)) return mayNotGenerateCard();
  const room = await roomOf(studio, asked.envelope.place);
  if (room.kind === 'closed') return closedRoomCard(room.why);
  if (asked.envelope.actor.kind === 'external') return strangerCard();
  if ((await studio.media.free()) < ROOM_BYTES) return refusedCard('out-of-room');
  const planned = await planRequest(studio, asked, wish);
  if (planned.kind === 'problem') return planned.card;
  const shotRoom = await roomOfShot(studio, asked, planned.plan.shot.thread);
  // A deleted thread is opened anew once the money is held.
  if (shotRoom.kind === 'closed' && shotRoom.why !== 'thread-gone') return closedRoomCard(shotRoom.why);
  const moderation = await moderatePlan(studio, asked, planned.plan);
  const warned = moderation.kind === 'warn' ? [warningNote(moderation.flags)] : [];
  const { place, actor } = asked.envelope;
  const request = await studio.requests.open({
    id: requestId(studio.chance.id()),
    workspace: place.workspace,
    channel: place.channel,
    thread: place.thread,
    person: actor.id,
    actId: asked.envelope.id,
    brief: { ...planned.brief },
    plan: { ...planned.plan, notes: [...planned.plan.notes, ...warned] },
    estimate: planned.estimate,
    parentTake: wish.parent?.id ?? null,
    createdAt: studio.clock.now(),
  });
  // The act was worked on before: what it became stands.
  if (request.state !== 'read') return null;
  if (await isDoubleClick(studio, asked, request)) return null;
  if (moderation.kind === 'stop') return refuseModerated(studio, request, moderation.flags);
  return gateRequest(studio, asked, request, {
    consent: 'none',
    from: 'read',
    changes: wish.changes,
    offers: planned.offers,
    mustShow: wish.from === 'read',
  });
}

const DOUBLE_CLICK_MS = 3_000;

/** The same button twice at once is one press. What costs money asks whether it was meant, whoever sent it. */
async function isDoubleClick(studio: Studio, asked: Asked, request: Request): Promise<boolean> {
  if (asked.envelope.act.kind !== 'button' || request.estimate > 0n) return false;
  const since = laterBy(request.createdAt, -DOUBLE_CLICK_MS);
  if (!(await studio.requests.askedSince(request, since, { sameParent: true }))) return false;
  return studio.requests.move(request.id, { from: ['read'], to: 'declined', decidedBy: request.person });
}

/** A shot that was named may live in another thread than the one in which it was asked for. */
const roomOfShot = (studio: Studio, { envelope: { place } }: Asked, thread: MessageId | null): Promise<Room> =>
  thread === null || thread === place.thread
    ? Promise.resolve({ kind: 'open', hasOutsiders: false })
    : roomOf(studio, { ...place, thread });
