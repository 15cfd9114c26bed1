import { randomUUID } from 'node:crypto';
import type { Act } from '../../src/core/act/act.ts';
import type { Button, Card } from '../../src/core/card/card.ts';
import { answerAct } from '../../src/core/desk/answer-act.ts';
import { toAsked } from '../../src/core/desk/to-asked.ts';
import type { PageName, Values } from '../../src/core/form/form.ts';
import { actId, personId } from '../../src/core/ids.ts';
import type { TakeView } from '../../src/core/ports/show-store.ts';
import type { ProviderRig } from './provider-rig.ts';

export interface Speaker {
  readonly name: string;
  readonly isAdmin?: boolean;
}

export interface Answer {
  readonly card: Card | null;
  /** The takes that the act made. */
  readonly takes: readonly TakeView[];
}

/** People who talk to a studio: what they are told, and what becomes of it. */
export function openDesk({ studio, place, now }: ProviderRig) {
  const act = async (speaker: Speaker, what: Act): Promise<Answer> => {
    const id = actId(randomUUID());
    const actor = {
      id: personId(speaker.name),
      name: speaker.name,
      kind: 'member',
      isAdmin: speaker.isAdmin === true,
      timeZone: null,
    } as const;
    const where = { platform: 'local', workspace: place.workspace, channel: place.channel, thread: null } as const;
    const envelope = { id, place: where, actor, deliveryKey: id, domainKey: null, at: now(), act: what };
    await studio.inbox.record(envelope);
    const asked = { ...(await toAsked(studio, envelope)), isOwner: speaker.isAdmin === true };
    const card = await answerAct(studio, asked);
    await studio.inbox.finish(id, now());
    return { card, takes: await studio.show.takesOfAct(place.workspace, id) };
  };
  return {
    say: (speaker: Speaker, text: string) => act(speaker, { kind: 'command', text }),
    /** Sends the form that a press opened on a take. */
    send: (speaker: Speaker, text: string, parentTake: string) => act(speaker, { kind: 'form', text, parentTake }),
    /** Presses the button of a card by its verb. */
    press: (speaker: Speaker, card: Card | null, verb: Button['verb']) => {
      const found = card?.buttons.find((button) => button.verb === verb);
      if (found === undefined) throw new Error(`no ${verb} on: ${card?.text}`);
      return act(speaker, { kind: 'button', verb, target: found.target, argument: found.argument });
    },
    /** Presses by its target, where the card is somebody else's. */
    pressOn: (speaker: Speaker, verb: Button['verb'], target: string) =>
      act(speaker, { kind: 'button', verb, target, argument: null }),
    /** Saves a page of the settings form: what was changed in it. */
    sendSettings: (speaker: Speaker, page: PageName, values: Values) =>
      act(speaker, { kind: 'settings', page, values }),
    settle: (policy: object) => studio.directory.saveChannel(place.workspace, place.channel, { policy }),
  };
}
