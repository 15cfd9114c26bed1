import type { MessageId, PersonId, TakeId } from '../ids.ts';

/**
 * What is shown in chat, in no platform's own words. A surface turns it into blocks, components or HTML,
 * escapes every piece of text, and decides nothing.
 */
export interface Card {
  readonly tone: Tone;
  readonly title: Line | null;
  readonly body: readonly Block[];
  readonly buttons: readonly Button[];
  /** Where a whole shot stands, on its root: platforms that can, show it as a label of the thread. */
  readonly status?: 'open' | 'approved' | 'rejected';
  /** Told to one person alone, it is still there tomorrow: for what they didn't ask for this minute. */
  readonly lasting?: true;
  /** The whole card as plain text: notifications, screen readers, platforms that lost the blocks. */
  readonly text: string;
}

export type Tone = 'plain' | 'running' | 'good' | 'bad' | 'warning';

export type Block =
  | { readonly kind: 'line'; readonly line: Line; readonly quiet?: true }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly label: string; readonly value: Line }[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** What the table shows, for screen readers. */
      readonly caption: string;
    }
  /** `media` is a path below the media folder; the surface makes a link of it. `wide`: made to be read, not a thumbnail. */
  | { readonly kind: 'image'; readonly media: string; readonly alt: string; readonly wide?: true }
  /** `value` from 0 to 1; null is running without a measure. */
  | { readonly kind: 'progress'; readonly value: number | null; readonly label: string }
  /** Long text behind a fold: a prompt. */
  | { readonly kind: 'folded'; readonly label: string; readonly text: string }
  | {
      readonly kind: 'meter';
      readonly label: string;
      readonly spent: number;
      readonly held: number;
      readonly cap: number;
    };

/** A line of text in pieces; plain strings are user or program text and never carry markup. */
export type Line = readonly Span[];

export type Span =
  | string
  /** `to`: leads to a message of the same channel, where the surface can link to one. */
  | { readonly bold: string; readonly to?: { readonly message: MessageId; readonly thread: MessageId | null } }
  /** `role`: it is a role of the platform by that id, named where the surface can name it. */
  | { readonly code: string; readonly role?: string }
  /** Shown by name; notifies nobody. */
  | { readonly person: PersonId }
  | { readonly at: Date };

/** What a press says. `target` is an opaque id that the server checks against workspace, channel and role. */
export interface Button {
  readonly verb: ButtonVerb;
  readonly target: string;
  readonly argument: string | null;
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
}

export const BUTTON_VERBS = [
  'run',
  'drop',
  'edit',
  'fit',
  'ask',
  'grant',
  'decline',
  'scene',
  'command',
  'retake',
  'remix',
  'extend',
  'final',
  'cancel',
  'reopen',
  'dispose',
  'charged',
  'not-charged',
  'reason',
  'zone',
] as const;

export type ButtonVerb = (typeof BUTTON_VERBS)[number];

/** The finished clip of a take: the second message of a take, the one that people vote on. */
export interface Clip {
  readonly takeId: TakeId;
  /** Notified once, here and nowhere else. */
  readonly requester: PersonId;
  readonly fileName: string;
  /** Path below the media folder. */
  readonly media: string;
  readonly poster: string | null;
  readonly bytes: number;
  /** Where `media` is a copy for chat: the stored clip, and whether it shows the same, only larger. */
  readonly original?: { readonly media: string; readonly bytes: number; readonly isSame: boolean };
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly altText: string;
  readonly card: Card;
}
