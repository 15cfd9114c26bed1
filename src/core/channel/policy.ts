import { type PersonId, personId } from '../ids.ts';
import type { Micros } from '../money/micros.ts';
import { readFlag, readMicros, readObject, readStrings, readText, readWhole } from './read-json.ts';

/** How a channel reviews and spends. Each default is design §9's (thresholds: §6), and each can be changed per channel. */
export interface ChannelPolicy {
  /** Ballots that approve or reject a take. */
  readonly approveQuorum: number;
  readonly rejectQuorum: number;
  /** For final takes: at least `quorum`, where `fromVoters` or more can vote. */
  readonly finalQuorum: { readonly quorum: number; readonly fromVoters: number };
  /** Only ✅, ❌ and the channel's own map count; 👍 and 👎 don't. */
  readonly strict: boolean;
  /** Emoji that count besides the usual ones: as typed, by Slack name, or a custom emoji's name or id. */
  readonly emoji: EmojiMap;
  /** Who may vote. Neither a role nor people: every human full member (Discord: whoever asked or voted lately). */
  readonly approvers: { readonly role: string | null; readonly people: readonly PersonId[] };
  /** Providers that may be used here (client agreements); null: all of them, empty: none. */
  readonly providers: readonly string[] | null;
  /** A paid request at or over it runs on a click. */
  readonly confirmThreshold: Micros;
  /** A paid request over it is put to the budget owners. */
  readonly askThreshold: Micros;
  /** null: the installation's own choice of draft and final model. */
  readonly draftModel: string | null;
  readonly finalModel: string | null;
  /** Whether people from outside read along; null: as the platform says. */
  readonly external: boolean | null;
  /** A slate in the picture of paid clips too, on a copy: slug, take, and that it is AI-generated. */
  readonly slate: boolean;
  /** How long a decision follows the standing ballots before it is final. */
  readonly decisionWindowMs: number;
}

export interface EmojiMap {
  readonly approve: readonly string[];
  readonly reject: readonly string[];
}

export const DEFAULT_POLICY: ChannelPolicy = {
  approveQuorum: 1,
  rejectQuorum: 1,
  finalQuorum: { quorum: 2, fromVoters: 4 },
  strict: false,
  emoji: { approve: [], reject: [] },
  approvers: { role: null, people: [] },
  providers: null,
  confirmThreshold: 1_000_000n,
  askThreshold: 5_000_000n,
  draftModel: null,
  finalModel: null,
  external: null,
  slate: false,
  decisionWindowMs: 10 * 60_000,
};

const QUORUM = { min: 1, max: 100 };
const DAY_MS = 86_400_000;

/**
 * A stored policy, gaps filled with the defaults; never throws. Where a guard is there but unreadable, the guarded side
 * wins: a broken allow-list allows nobody, a broken `external` hides money and prompts.
 */
export function readPolicy(json: unknown): ChannelPolicy {
  const from = readObject(json);
  const final = readObject(from['finalQuorum']);
  const emoji = readObject(from['emoji']);
  const approvers = readObject(from['approvers']);
  const fallback = DEFAULT_POLICY;
  return {
    approveQuorum: readWhole(from['approveQuorum'], QUORUM, fallback.approveQuorum),
    rejectQuorum: readWhole(from['rejectQuorum'], QUORUM, fallback.rejectQuorum),
    finalQuorum: {
      quorum: readWhole(final['quorum'], QUORUM, fallback.finalQuorum.quorum),
      fromVoters: readWhole(final['fromVoters'], QUORUM, fallback.finalQuorum.fromVoters),
    },
    strict: readFlag(from['strict'], fallback.strict),
    emoji: { approve: readStrings(emoji['approve']), reject: readStrings(emoji['reject']) },
    approvers: { role: readText(approvers['role'], null), people: readStrings(approvers['people']).map(personId) },
    providers: isAbsent(from['providers']) ? null : readStrings(from['providers']),
    confirmThreshold: readMicros(from['confirmThreshold'], fallback.confirmThreshold),
    askThreshold: readMicros(from['askThreshold'], fallback.askThreshold),
    draftModel: readText(from['draftModel'], null),
    finalModel: readText(from['finalModel'], null),
    external: isAbsent(from['external']) ? null : readFlag(from['external'], true),
    slate: readFlag(from['slate'], fallback.slate),
    decisionWindowMs: readWhole(from['decisionWindowMs'], { min: 0, max: DAY_MS }, fallback.decisionWindowMs),
  };
}

/** What `readPolicy` reads back: plain JSON, micros as decimal strings. */
export function toPolicyJson(policy: ChannelPolicy) {
  return {
    ...policy,
    confirmThreshold: policy.confirmThreshold.toString(),
    askThreshold: policy.askThreshold.toString(),
  };
}

const isAbsent = (json: unknown) => json === undefined || json === null;
