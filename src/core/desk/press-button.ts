import type { Act } from '../act/act.ts';
import { choicesOf } from '../budget/unknown-money.ts';
import type { Card } from '../card/card.ts';
import { readDisposition } from '../card/disposition.ts';
import { toNote } from '../card/notes.ts';
import { code } from '../card/to-card.ts';
import { shorten } from '../command/clean-text.ts';
import { endTake } from '../generate/end-take.ts';
import { actId, requestId, takeId } from '../ids.ts';
import type { TakeView } from '../ports/show-store.ts';
import { briefOf, extensionOf } from '../request/brief-of.ts';
import { placeRequest } from '../request/place-request.ts';
import { countVotes, RECOUNT } from '../review/count-votes.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { finalize } from '../vote/decision.ts';
import { answerBrief, answerCommand, readOneWay } from './answer-command.ts';
import { answerSub, cancelTakes, reopenTake } from './answer-sub.ts';
import { closeOffers } from './close-offers.ts';
import { pressOnRequest } from './press-on-request.ts';

type Press = Extract<Act, { kind: 'button' }>;

/**
 * A press. Its target is an opaque id that is looked up within the workspace and channel it was pressed in, and what
 * the presser may do is checked here: a button that is seen is no right.
 */
export async function pressButton(studio: Studio, asked: Asked, press: Press): Promise<Card | null> {
  switch (press.verb) {
    case 'run':
    case 'drop':
    case 'ask':
    case 'grant':
    case 'decline':
      return pressOnRequest(studio, asked, press);
    case 'fit':
      return pressFit(studio, asked, press);
    case 'scene':
    case 'command':
      return pressReading(studio, asked, press);
    case 'zone':
      return toNote('plain', [['Set it with ', { code: '/previz settings zone Europe/Berlin' }, '.']]);
    case 'edit':
    case 'remix':
    case 'reason':
      // These open a form on the surface; what is sent from it arrives as its own act.
      return null;
    default:
      return pressOnTake(studio, asked, press);
  }
}

/** What would fit, or the longer one: asked for instead of the request that offered it. */
async function pressFit(studio: Studio, asked: Asked, press: Press): Promise<Card | null> {
  if (press.argument === null) return null;
  const answer = await answerCommand(studio, asked, press.argument);
  const says = ['Asked for instead: ', code(`/previz ${shorten(press.argument, 80)}`)];
  await closeOffers(studio, requestId(press.target), { verb: 'fit', says });
  return answer;
}

/** "Which one is meant": the words come from the recorded act, not from the button. */
async function pressReading(studio: Studio, asked: Asked, press: Press): Promise<Card | null> {
  const loaded = await studio.inbox.load(actId(press.target));
  if (loaded === null || (press.verb !== 'scene' && press.verb !== 'command')) return null;
  const { act, place, actor } = loaded.act;
  const isOwn =
    actor.id === asked.person.id && place.workspace === asked.workspace.id && place.channel === asked.channel.id;
  if (!isOwn || (act.kind !== 'command' && act.kind !== 'form')) return note('That question was somebody else’s.');
  const read = readOneWay(studio, act.text, press.verb);
  if (read === null) return null;
  // Opened for the act that asked, so that a second press is the same request.
  const first = { ...asked, envelope: { ...asked.envelope, id: loaded.act.id } };
  const answer = await ('brief' in read
    ? answerBrief(studio, first, read.brief, null)
    : answerSub(studio, asked, read.command));
  const says = ['brief' in read ? 'Read as a scene.' : 'Read as a command.'];
  await closeOffers(studio, loaded.act.id, { verb: press.verb, says });
  return answer;
}

async function pressOnTake(studio: Studio, asked: Asked, press: Press): Promise<Card | null> {
  const view = await studio.show.loadTake(asked.workspace.id, takeId(press.target));
  if (view === null || view.channel !== asked.channel.id) return note('That take is not in this channel.');
  switch (press.verb) {
    case 'retake':
      return placeRequest(studio, asked, { brief: briefOf(view), parent: view, changes: null });
    case 'extend':
      return extendTake(studio, asked, view);
    case 'final':
      return renderFinal(studio, asked, view);
    case 'cancel':
      return mayManage(asked, view)
        ? cancelTakes(studio, asked, [view.id])
        : note('Whoever asked for a take may cancel it, and so may the budget owners.');
    case 'reopen':
      return mayManage(asked, view)
        ? reopenTake(studio, asked, view.id)
        : note('The requester and the budget owners may reopen a decision.');
    case 'dispose':
      return dispose(studio, asked, view, press.argument);
    case 'charged':
    case 'not-charged':
      return settleUnknown(studio, asked, view, press.verb);
    default:
      return null;
  }
}

const note = (text: string): Card => toNote('plain', [[text]]);

const mayManage = (asked: Asked, view: TakeView) => asked.isOwner || view.askedBy === asked.person.id;

async function extendTake(studio: Studio, asked: Asked, view: TakeView): Promise<Card | null> {
  const model = studio.catalog.models.get(view.model);
  if (model === undefined) return note('That model is not in the catalogue any more.');
  return placeRequest(studio, asked, { brief: extensionOf(view, model), parent: view, changes: null, extends: true });
}

/** Rendering the final uses the decision, so it is final from here on. */
async function renderFinal(studio: Studio, asked: Asked, view: TakeView): Promise<Card | null> {
  if (view.decision.state !== 'approved') return note('Only an approved take is rendered as final.');
  const model = asked.policy.finalModel ?? studio.house.finalModel;
  if (model === null) return note('No final model is set here. An owner sets one: /previz policy final-model <name>.');
  await useDecision(studio, asked, view, null);
  return placeRequest(studio, asked, {
    brief: { ...briefOf(view), models: [model], tier: 'final' },
    parent: view,
    changes: null,
  });
}

async function dispose(studio: Studio, asked: Asked, view: TakeView, argument: string | null): Promise<Card | null> {
  const disposition = readDisposition(argument ?? '');
  if (disposition === null) return null;
  if (view.decision.state !== 'approved') return note('What a take is used for is said once it is approved.');
  if (asked.person.kind !== 'member') return note('Members of the team say what a take is used for.');
  await useDecision(studio, asked, view, disposition);
  return null;
}

async function useDecision(studio: Studio, asked: Asked, view: TakeView, disposition: string | null): Promise<void> {
  await countVotes(studio, view.id, {
    ...RECOUNT,
    actor: asked.person.id,
    disposition,
    decide: (counted) => finalize(counted, studio.clock.now()),
  });
}

/** The human exit of money whose fate nobody could prove (design §9): a ledger entry under the chooser's name. */
async function settleUnknown(
  studio: Studio,
  asked: Asked,
  view: TakeView,
  choice: 'charged' | 'not-charged',
): Promise<Card | null> {
  const take = await studio.takes.load(view.id);
  if (take === null || take.state !== 'unknown') return note('What was billed for that take is known by now.');
  const allowed = choicesOf({
    amount: take.estimate,
    since: take.stateAt,
    at: studio.clock.now(),
    isRequester: take.askedBy === asked.person.id,
    isOwner: asked.isOwner,
  });
  if (!allowed.includes(choice))
    return note(
      'A budget owner decides that, 24 hours after the answer was lost; below $1 the requester may say it was charged at once.',
    );
  const detail = `${choice} by decision`;
  const money =
    choice === 'charged' ? ({ kind: 'settle', actual: take.estimate } as const) : ({ kind: 'release' } as const);
  await endTake(studio, take, {
    failure: choice === 'charged' ? 'no_output' : 'not_charged',
    detail,
    money,
    actor: asked.person.id,
  });
  return null;
}
