import { type APIInteraction, InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import type { Act, ActEnvelope } from '../../core/act/act.ts';
import { type Recording, recordInTime } from '../../core/act/record-in-time.ts';
import { BUTTON_VERBS } from '../../core/card/card.ts';
import type { Brief } from '../../core/command/brief.ts';
import { type ActId, actId, channelId, messageId, type PersonId, type ThreadRef, workspaceId } from '../../core/ids.ts';
import { within } from '../../core/within.ts';
import { CODE, hasCode } from './errors.ts';
import { toQuotedForm, toReasonForm, toRequestForm } from './forms.ts';
import { TOKEN_MS } from './limits.ts';
import { type From, type ReadInteraction, readInteraction } from './read-interaction.ts';
import type { DiscordApi } from './rest.ts';
import { NOT_TAKEN, problemAt } from './rights.ts';
import type { Seal } from './seal.ts';
import type { DiscordStore } from './store.ts';

export interface InboundDeps extends Pick<Recording, 'record' | 'withdraw'> {
  readonly api: DiscordApi;
  readonly store: DiscordStore;
  readonly seal: Seal;
  readonly wake: (act: ActId) => Promise<void>;
  /** What a take or a waiting request was asked with: fills the form behind Remix and Edit. */
  readonly briefOf: (
    viewer: Pick<ThreadRef, 'workspace' | 'channel'> & { readonly person: PersonId },
    target: string,
  ) => Promise<Asked | null>;
  readonly complete: (from: From, option: string, typed: string) => Promise<readonly Choice[]>;
  /** The bot has its rights in that channel. */
  readonly works: (channel: string) => void;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly recordMs?: number;
}

export interface Asked {
  readonly brief: Brief;
  readonly parentTake: string | null;
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

type Heard = Exclude<ReadInteraction, { kind: 'complete' | 'unsupported' }>;

const DEFERRED = {
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  data: { flags: MessageFlags.Ephemeral },
};
const UNCHANGED = { type: InteractionResponseType.DeferredMessageUpdate };

/** The sender is told within this time whether the act was taken. */
const RECORD_LIMIT_MS = 1_000;
const IN_DIRECT = 'Choose a channel: Previz works where your team does, so that its budget and its votes are known.';
const OLD_BUTTON = 'This button is of an older make. Use the one on the take’s card.';

/** What has to be known first could not be read: nothing is recorded, and whoever asked is told. */
class OutOfReach extends Error {}

const read = <T>(work: Promise<T>): Promise<T> =>
  within(RECORD_LIMIT_MS, work).catch((cause: unknown) => {
    throw new OutOfReach('the database did not answer in time', { cause });
  });

/** What people do in Discord becomes a recorded act, answered after one insert; it is worked on elsewhere. */
export function makeInbound(deps: InboundDeps) {
  const { api, store, clock } = deps;

  const answer = async (from: From, body: unknown): Promise<void> => {
    try {
      await api.interactions.post(Routes.interactionCallback(from.id, from.token), { body, auth: false });
    } catch (error) {
      // Answered before, or too late: what was recorded is worked on all the same.
      if (!hasCode(error, CODE.unknownInteraction, CODE.alreadyAcknowledged)) throw error;
    }
  };
  const say = (from: From, content: string) =>
    answer(from, {
      type: InteractionResponseType.ChannelMessageWithSource,
      data: { content, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } },
    });

  /** A form must be the first answer: Discord takes none after a deferral. */
  const open = (from: From, data: ReturnType<typeof toRequestForm>) =>
    answer(from, { type: InteractionResponseType.Modal, data });

  const take = async (from: From, place: ThreadRef, act: Act, kind: 'fresh' | 'same'): Promise<void> => {
    const envelope: ActEnvelope = {
      id: actId(deps.newId()),
      place,
      actor: from.actor,
      deliveryKey: `interaction:${from.id}`,
      domainKey: null,
      at: clock.now(),
      act,
      ...(from.guild === null ? { isDirect: true } : {}),
    };
    let taken: 'recorded' | 'known';
    try {
      taken = await recordInTime(envelope, {
        ...deps,
        limitMs: deps.recordMs ?? RECORD_LIMIT_MS,
        report: (error) => deps.report({ error }, 'what was told not to be taken could not be withdrawn'),
      });
    } catch (error) {
      deps.report({ error }, 'an interaction could not be recorded');
      return say(from, NOT_TAKEN);
    }
    try {
      await answer(from, kind === 'fresh' ? DEFERRED : UNCHANGED);
    } catch (error) {
      // It is recorded, so it is worked on; the person sees it in the thread.
      deps.report({ error }, 'a deferral could not be told');
    }
    if (taken === 'known') return;
    await store.saveReply({
      act: envelope.id,
      application: from.application,
      sealed: deps.seal.close(from.token),
      kind,
      expiresAt: new Date(clock.now().getTime() + TOKEN_MS),
    });
    await deps.wake(envelope.id);
  };

  return {
    async interaction(raw: APIInteraction): Promise<void> {
      const heard = readInteraction(raw);
      if (heard === null) return;
      const { from } = heard;
      if (heard.kind === 'complete') return complete(from, heard);
      if (heard.kind === 'unsupported') return say(from, OLD_BUTTON);
      try {
        await hear(from, heard);
      } catch (error) {
        if (!(error instanceof OutOfReach)) throw error;
        deps.report({ error }, 'an interaction could not be recorded');
        await say(from, NOT_TAKEN);
      }
    },
  };

  async function hear(from: From, heard: Heard): Promise<void> {
    const place = await placeOf(from, heard);
    if (place === null) return say(from, IN_DIRECT);
    const problem = from.guild === null ? null : problemAt(from);
    if (problem !== null) return say(from, problem);
    deps.works(place.channel);
    return act(from, place, heard);
  }

  async function act(from: From, place: ThreadRef, heard: Heard): Promise<void> {
    switch (heard.kind) {
      case 'command': {
        const recent = heard.recent === null ? {} : { recent: heard.recent };
        return take(from, place, { kind: 'command', text: heard.text, as: heard.as, ...recent }, 'fresh');
      }
      case 'blank':
        return open(from, toRequestForm(null, null));
      case 'this':
        return open(from, toQuotedForm(heard.quoted));
      case 'submit':
        return take(
          from,
          place,
          heard.submitted.kind === 'reason'
            ? heard.submitted
            : { kind: 'form', text: heard.submitted.text, parentTake: heard.submitted.parentTake },
          'fresh',
        );
      case 'press':
        return press(from, place, heard);
    }
  }

  async function press(from: From, place: ThreadRef, heard: Extract<ReadInteraction, { kind: 'press' }>) {
    const pressed = await readPress(heard, place);
    if (pressed === null) return say(from, OLD_BUTTON);
    if (pressed.verb === 'reason') return open(from, toReasonForm(pressed.target));
    if (pressed.verb === 'edit' || pressed.verb === 'remix') {
      const asked = await read(deps.briefOf({ ...place, person: from.actor.id }, pressed.target));
      return asked === null ? say(from, OLD_BUTTON) : open(from, toRequestForm(asked.brief, asked.parentTake));
    }
    return take(from, place, { kind: 'button', ...pressed }, heard.isPrivate ? 'same' : 'fresh');
  }

  async function readPress({ press: id }: Extract<ReadInteraction, { kind: 'press' }>, place: ThreadRef) {
    if (id.kind === 'whole') return { verb: id.verb, target: id.target, argument: id.argument };
    const stored = await read(store.buttonOf(id.card, id.index));
    const verb = BUTTON_VERBS.find((known) => known === stored?.verb);
    if (stored === null || verb !== id.verb) return null;
    if (stored.workspace !== place.workspace || stored.channel !== place.channel) return null;
    return { verb, target: stored.target, argument: stored.argument };
  }

  async function placeOf(from: From, heard: Heard): Promise<ThreadRef | null> {
    if (from.guild !== null && from.channel !== null)
      return {
        platform: 'discord',
        workspace: workspaceId(from.guild),
        channel: channelId(from.channel),
        thread: from.thread === null ? null : messageId(from.thread),
      };
    // In a direct message a press counts where the message came from.
    return heard.kind === 'press' ? read(store.originOf(heard.message)) : null;
  }

  async function complete(from: From, { option, typed }: Extract<ReadInteraction, { kind: 'complete' }>) {
    const choices = await within(RECORD_LIMIT_MS, deps.complete(from, option, typed)).catch(() => []);
    await answer(from, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }
}
