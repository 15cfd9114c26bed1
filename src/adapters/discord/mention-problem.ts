import { type APIChannel, Routes } from 'discord.js';
import { toNote } from '../../core/card/notes.ts';
import { outboxId, personId } from '../../core/ids.ts';
import { type Channels, isThread } from './channels.ts';
import type { EventDeps } from './events.ts';
import type { Gateway } from './gateway.ts';
import { toNonce } from './nonce.ts';
import { NOT_TAKEN, problemAt } from './rights.ts';
import { type TellDeps, tellPerson } from './tell.ts';

interface MentionDeps extends TellDeps {
  readonly channels: Channels;
  readonly rightsIn: Gateway['rightsIn'];
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

/** Whoever mentions the bot where it can't answer is told so directly, before anything is begun. */
export function makeMentionProblem(deps: MentionDeps): Pick<EventDeps, 'problemOf' | 'sayDirectly' | 'sayNotTaken'> {
  return {
    async problemOf({ guild, channel }) {
      const { type } = await deps.channels.info(channel);
      const locked = isThread(type) && (await deps.channels.isLocked(channel));
      return problemAt({ channelType: type, locked, rights: deps.rightsIn(guild, channel) });
    },
    async sayDirectly({ person, message }, problem) {
      const card = toNote('warning', [[problem]]);
      try {
        await tellPerson(deps, { person: personId(person), card, key: outboxId(`mention-${message}`) });
      } catch (error) {
        // Whoever takes no direct messages isn't told.
        deps.report({ error }, 'a mention could not be answered directly');
      }
    },
    async sayNotTaken({ person, message }) {
      const { api } = deps;
      const direct = (await api.bot.post(Routes.userChannels(), { body: { recipient_id: person } })) as APIChannel;
      const nonce = toNonce(outboxId(`not-taken-${message}`), null);
      const body = { content: NOT_TAKEN, allowed_mentions: { parse: [] }, nonce, enforce_nonce: true };
      await api.bot.post(Routes.channelMessages(direct.id), { body });
    },
  };
}
