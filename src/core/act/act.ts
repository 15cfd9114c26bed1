import type { ButtonVerb } from '../card/card.ts';
import type { ReadAs } from '../command/read-command.ts';
import type { PageName, Values } from '../form/form.ts';
import type { ActId, MessageId, PersonId, ThreadRef } from '../ids.ts';

/** Who acts, as the platform described them in the same payload. */
export interface Actor {
  readonly id: PersonId;
  readonly name: string;
  readonly kind: PersonKind;
  readonly isAdmin: boolean;
  /** IANA name where the platform tells it. */
  readonly timeZone: string | null;
  /** The platform's roles that the person has, where it knows roles and told them. */
  readonly roles?: readonly string[];
}

export type PersonKind = 'member' | 'guest' | 'bot' | 'external';

/** An inbound act, read once at the rim. It is recorded in one insert, acknowledged, and only then worked on. */
export interface ActEnvelope {
  readonly id: ActId;
  readonly place: ThreadRef;
  readonly actor: Actor;
  /** The platform's delivery id: the same delivery twice is one act. */
  readonly deliveryKey: string;
  /** Set where one act arrives as two events with different delivery ids. */
  readonly domainKey: string | null;
  readonly at: Date;
  readonly act: Act;
  /** Where the platform gave a way to answer the author privately, even where the bot may not speak. Opaque to the core. */
  readonly replyTo?: string;
  /** It came from a direct message, which tells nothing of what its author may do at `place`. */
  readonly isDirect?: true;
}

export type Act =
  /** `/previz …` without the command's name. */
  | {
      readonly kind: 'command';
      readonly text: string;
      /** Set where the platform leaves no doubt which of the two was meant. `brief`: a scene, unless it is surely a command's words. */
      readonly as?: ReadAs;
      /** The request whose scene is meant instead of the text's own: chosen from suggestions, and too long to stand in them. */
      readonly recent?: string;
    }
  /** The bot was mentioned; the text without the mention. */
  | { readonly kind: 'mention'; readonly text: string }
  /** Somebody pointed at a message ("Pre-viz this"): its text, and the addresses of its images. */
  | { readonly kind: 'quote'; readonly text: string; readonly images: readonly string[] }
  | {
      readonly kind: 'reaction';
      readonly message: MessageId;
      readonly emoji: string;
      readonly op: 'add' | 'remove';
      /** Sorts as the platform orders reactions: Slack's event_ts, Discord's gateway order, the playground's counter. */
      readonly orderKey: string;
    }
  /** A moderator took all reactions from a message; `emoji`: of one emoji only. */
  | { readonly kind: 'cleared'; readonly message: MessageId; readonly emoji: string | null; readonly orderKey: string }
  | { readonly kind: 'button'; readonly verb: ButtonVerb; readonly target: string; readonly argument: string | null }
  | {
      readonly kind: 'form';
      readonly text: string;
      readonly parentTake: string | null;
      /** Addresses of pictures that came with it, as the platform names them. */
      readonly images?: readonly string[];
    }
  | { readonly kind: 'reason'; readonly take: string; readonly text: string }
  /** A page of the settings form: what was changed in it, by field. */
  | { readonly kind: 'settings'; readonly page: PageName; readonly values: Values };
