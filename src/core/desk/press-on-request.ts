import type { Act } from '../act/act.ts';
import { ASK_WINDOW_MS } from '../budget/brakes.ts';
import { ownerCard } from '../card/ask-cards.ts';
import { refusedCard } from '../card/brake-cards.ts';
import type { Card } from '../card/card.ts';
import { overrideCard, toFlagWords } from '../card/moderation-card.ts';
import { toNote } from '../card/notes.ts';
import { findChannelName } from '../digest/channel-name.ts';
import { laterBy } from '../generate/pace.ts';
import { outboxId, type PersonId, requestId } from '../ids.ts';
import type { Flag } from '../moderation/flags.ts';
import type { Request } from '../ports/request-store.ts';
import { gateRequest } from '../request/gate-request.ts';
import { readModeration } from '../request/refuse-moderated.ts';
import { readOver } from '../request/refuse-over.ts';
import type { Asked } from '../studio/asked.ts';
import { isOwner } from '../studio/owners.ts';
import { offerMessage } from '../studio/ring.ts';
import { isExternal } from '../studio/room.ts';
import type { Studio } from '../studio/studio.ts';
import { closeOffers, toOutcomeWords } from './close-offers.ts';
import { knowPeople } from './know-people.ts';

type Press = Extract<Act, { kind: 'button' }>;

/**
 * Run, No, Ask, Approve, Decline: each works once, on a request of this channel that still waits. Then the message that
 * was pressed says what came of it.
 */
export async function pressOnRequest(studio: Studio, asked: Asked, press: Press): Promise<Card | null> {
  const id = requestId(press.target);
  const request = await studio.requests.load(asked.workspace.id, id);
  if (request === null || request.channel !== asked.channel.id) return note('That request is not in this channel.');
  const answer = await answerPress(studio, asked, request, press);
  const after = await studio.requests.load(asked.workspace.id, id);
  const says = after === null ? null : toOutcomeWords(after, press.verb);
  if (says !== null) await closeOffers(studio, id, { verb: press.verb, says });
  return answer;
}

async function answerPress(studio: Studio, asked: Asked, request: Request, press: Press): Promise<Card | null> {
  if (press.verb === 'grant' || press.verb === 'decline') return decideAsOwner(studio, asked, request, press.verb);
  if (request.person !== asked.person.id) return note('Only whoever asked may press that.');
  if (press.verb === 'ask') return askOwners(studio, asked, request);
  if (press.verb === 'drop') return drop(studio, asked, request);
  if (request.state !== 'confirm') return note(LATE[request.state]);
  if (isOver(studio, request))
    return note('That offer has run out after 15 minutes. Ask again, and nothing is lost but the click.');
  return gateRequest(studio, asked, request, { consent: 'confirmed', from: 'confirm', changes: null, offers: [] });
}

async function drop(studio: Studio, asked: Asked, request: Request): Promise<Card> {
  const moved = await studio.requests.move(request.id, {
    from: ['confirm', 'refused'],
    to: 'declined',
    decidedBy: asked.person.id,
  });
  if (moved) return note('Dropped. Nothing was spent.');
  const now = await studio.requests.load(request.workspace, request.id);
  return note(LATE[now?.state ?? request.state]);
}

/** What is told to whoever presses once the press has no effect any more. */
const LATE: Readonly<Record<Request['state'], string>> = {
  read: 'That request is being looked at. One moment.',
  confirm: 'That request waits for its price to be confirmed.',
  owner: 'That request waits for a budget owner.',
  running: 'That request runs already. Its takes are in the thread; Cancel on a card stops one.',
  refused: 'That request was refused, and nothing was spent. Ask again if it should run.',
  declined: 'That request was dropped or declined, and nothing was spent. Ask again if it should run.',
  expired: 'That request waited too long, and nothing was spent. Ask again if it should run.',
};

const note = (text: string): Card => toNote('plain', [[text]]);

const isOver = (studio: Studio, { expiresAt }: Request) => expiresAt !== null && expiresAt <= studio.clock.now();

/** The request waits a day; every budget owner that is known gets Approve and Decline. */
async function askOwners(studio: Studio, asked: Asked, request: Request): Promise<Card | null> {
  const expiresAt = laterBy(studio.clock.now(), ASK_WINDOW_MS);
  const moved = await studio.requests.move(request.id, { from: ['refused'], to: 'owner', expiresAt });
  // A process may have died between the move and the messages: they are written once all the same.
  if (!moved && request.state !== 'owner') return note(LATE[request.state]);
  const { place: here, id: act } = asked.envelope;
  await knowPeople(studio, here, { wanted: 'owners', act });
  const people = await studio.directory.loadPeople(asked.workspace.id);
  const owners = people.filter((person) => isOwner(studio.house, person));
  const place = { ...asked.envelope.place };
  const flags = readModeration(request);
  const channelName = await findChannelName(studio, place, asked.channel.name);
  const card =
    flags === null
      ? ownerCard({ request, over: readOver(request), channelName })
      : overrideCard(request, flags, channelName);
  for (const owner of owners)
    await write(studio, { id: offerMessage(request.id, owner.id), place, person: owner.id, card });
  // Nobody knows who decides, so whoever may sees it; but money is nothing for people from outside.
  if (owners.length === 0 && (await isExternal(studio, place, asked.policy))) return note(NO_OWNER);
  if (owners.length === 0) await write(studio, { id: `owner-${request.id}`, place, person: null, card });
  return note(
    moved ? 'Asked. The budget owners have 24 hours to approve or decline; you will be told here.' : LATE.owner,
  );
}

const NO_OWNER =
  'No budget owner is known here, and people from outside read along, so nobody could be asked. Whoever runs Previz can name one (PREVIZ_OWNERS).';

async function decideAsOwner(
  studio: Studio,
  asked: Asked,
  request: Request,
  verb: 'grant' | 'decline',
): Promise<Card | null> {
  if (!asked.isOwner) return note('Only a budget owner may decide that.');
  if (request.state !== 'owner') return note(LATE[request.state]);
  if (isOver(studio, request)) return note(LATE.expired);
  const place = { ...asked.envelope.place, thread: request.thread };
  if (verb === 'decline') {
    const moved = await studio.requests.move(request.id, {
      from: ['owner'],
      to: 'declined',
      decidedBy: asked.person.id,
    });
    if (moved)
      await write(studio, {
        id: `declined-${request.id}`,
        place,
        person: request.person,
        card: refusedCard('declined'),
      });
    return moved ? null : note(LATE.declined);
  }
  const requester = await asRequester(studio, asked, request);
  if (requester === null) return note('Whoever asked is not here any more.');
  const flags = readModeration(request);
  if (flags !== null) return letThrough(studio, requester, request, { owner: asked.person.id, place, flags });
  const stopped = await gateRequest(studio, requester, request, {
    consent: 'granted',
    from: 'owner',
    changes: null,
    offers: [],
  });
  if (stopped !== null) return stopped;
  // Another owner may have declined in the same moment.
  const after = await studio.requests.load(request.workspace, request.id);
  if (after?.state !== 'running') return note(LATE[after?.state ?? 'declined']);
  await write(studio, {
    id: `granted-${request.id}`,
    place,
    person: request.person,
    card: toNote('good', [[{ person: asked.person.id }, ' approved your request. It is running.']]),
  });
  return null;
}

/** An owner overrules the check, not the budget: the request goes on as any other, with the owner's name on it. */
async function letThrough(
  studio: Studio,
  requester: Asked,
  request: Request,
  by: { readonly owner: PersonId; readonly place: Asked['envelope']['place']; readonly flags: readonly Flag[] },
): Promise<Card | null> {
  const { owner, place, flags } = by;
  const moved = await studio.requests.move(request.id, {
    from: ['owner'],
    to: 'confirm',
    decidedBy: owner,
    // A later refusal, by a budget, leaves it.
    refusal: { letThroughBy: owner },
  });
  if (!moved) return null;
  studio.report.warn({ requestId: request.id, owner, flags }, 'an owner let a request through moderation');
  const card = toNote('warning', [[{ person: owner }, ` let this through: it reads as ${toFlagWords(flags)}.`]]);
  await write(studio, { id: `override-${request.id}`, place, person: null, card });
  const gate = { consent: 'none', from: 'confirm', changes: null, offers: [] } as const;
  const stopped = await gateRequest(studio, requester, request, gate);
  // A price is the requester's to confirm.
  if (stopped !== null)
    await write(studio, { id: `override-next-${request.id}`, place, person: request.person, card: stopped });
  return null;
}

/** The money is the requester's: their day, their pace. The owner only lifts the cap. */
async function asRequester(studio: Studio, asked: Asked, request: Request): Promise<Asked | null> {
  const person = await studio.directory.loadPerson(request.workspace, request.person);
  if (person === null) return null;
  return { ...asked, person };
}

async function write(
  studio: Studio,
  message: {
    readonly id: string;
    readonly place: Asked['envelope']['place'];
    readonly person: PersonId | null;
    readonly card: Card;
  },
): Promise<void> {
  const id = outboxId(message.id);
  await studio.outbox.write({ ...message, id, now: studio.clock.now() });
  await studio.queue.wake({ kind: 'send', outboxId: id });
}
