import type { ChannelPolicy } from '../channel/policy.ts';
import { firstName } from './emoji-names.ts';
import type { Vote } from './vote-event.ts';

/** ✅ approves and ❌ rejects in every channel; 👍 and 👎 count the same unless the channel is strict (design §9). */
const ALWAYS: Readonly<Record<string, Vote>> = { '✅': 'approve', '✔': 'approve', '❌': 'reject' };
const UNLESS_STRICT: Readonly<Record<string, Vote>> = { '👍': 'approve', '👎': 'reject' };

/** As they are shown: ✔ is the same vote as ✅. */
const USUAL = ['✅', '👍', '❌', '👎'] as const;

/** Slack names of emoji that people vote with; every other emoji is compared as the platform writes it. */
const BY_NAME: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔',
  ballot_box_with_check: '☑',
  x: '❌',
  heavy_multiplication_x: '✖',
  negative_squared_cross_mark: '❎',
  '+1': '👍',
  '-1': '👎',
  ok_hand: '👌',
  raised_hands: '🙌',
  clap: '👏',
  heart: '❤',
  fire: '🔥',
  rocket: '🚀',
  tada: '🎉',
  star: '⭐',
  100: '💯',
  eyes: '👀',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  octagonal_sign: '🛑',
  recycle: '♻',
  repeat: '🔁',
  warning: '⚠',
  question: '❓',
};

const SUPER = '~super';

/**
 * The key of a super (burst) reaction: Discord lets one person have it beside the normal one, and removes each by
 * itself, so the log keeps them apart. It reads as the same vote.
 */
export const superReactionKey = (emoji: string): string => `${emoji}${SUPER}`;

/**
 * What a reaction says on a take: by the channel's own map first, else by the usual ones; null is no vote. Takes Slack
 * names (`+1::skin-tone-3`), Unicode with or without skin tone and variation selector, and custom emoji by name, id or
 * both (`shipit`, `123456789012345678`, `shipit:123…`, `<:shipit:123…>`).
 */
export function readVoteEmoji(name: string, policy: Pick<ChannelPolicy, 'emoji' | 'strict'>): Vote | null {
  const emoji = readEmoji(name);
  const approves = policy.emoji.approve.some((entry) => isSameEmoji(emoji, readEmoji(entry)));
  const rejects = policy.emoji.reject.some((entry) => isSameEmoji(emoji, readEmoji(entry)));
  if (approves !== rejects) return approves ? 'approve' : 'reject';
  // In both lists it could mean either, so it means neither.
  if (approves) return null;
  const usual = policy.strict ? ALWAYS : { ...ALWAYS, ...UNLESS_STRICT };
  return Object.hasOwn(usual, emoji.name) ? (usual[emoji.name] ?? null) : null;
}

/** As a policy keeps and shows it: the emoji itself where it has a character here, else as typed. */
export function toShownEmoji(typed: string): string {
  const { name } = readEmoji(typed);
  if (!typed.startsWith(':') || !Object.values(BY_NAME).includes(name)) return typed;
  return /\p{Emoji_Presentation}/u.test(name) ? name : `${name}\uFE0F`;
}

/** Whether both are one emoji, however each is written. */
export const isOneEmoji = (one: string, other: string): boolean => isSameEmoji(readEmoji(one), readEmoji(other));

/** What counts as a vote in a channel, as it is shown: the usual ones that still do, then the channel's own. */
export function shownEmoji(policy: Pick<ChannelPolicy, 'emoji' | 'strict'>, vote: Vote): readonly string[] {
  const all = [...USUAL, ...policy.emoji[vote].map(toShownEmoji)].filter((one) => readVoteEmoji(one, policy) === vote);
  return all.filter((one, at) => all.findIndex((other) => isOneEmoji(one, other)) === at);
}

interface Emoji {
  readonly name: string;
  /** Discord's id of a custom emoji. */
  readonly id: string | null;
}

function readEmoji(raw: string): Emoji {
  const plain = (raw.endsWith(SUPER) ? raw.slice(0, -SUPER.length) : raw)
    .trim()
    .replace(/:?:skin-tone-\d:?/g, '')
    .replace(/[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu, '');
  const custom = /^(?:<a?:|:)?(?:([\w-]+):)?(\d{15,22})>?$/.exec(plain);
  if (custom !== null) return { name: custom[1] ?? '', id: custom[2] ?? null };
  const name = firstName(plain.replace(/^:|:$/g, ''));
  return { name: Object.hasOwn(BY_NAME, name) ? (BY_NAME[name] ?? name) : name, id: null };
}

/** By id where both have one: two servers' `:ok:` are two emoji. Otherwise by name. */
function isSameEmoji(a: Emoji, b: Emoji): boolean {
  if (a.id !== null && b.id !== null) return a.id === b.id;
  return a.name !== '' && a.name === b.name;
}
