import type { Asked } from '../studio/asked.ts';
import { isOneEmoji } from '../vote/emoji.ts';
import { type FieldRule, listOf, SWITCH, textOf, toSwitch, type Values } from './form.ts';

/** Who decides, and by which emoji. */
export function reviewFields({ policy }: Asked): readonly FieldRule[] {
  const { emoji, approvers } = policy;
  return [
    quorum('approve', 'Votes to approve', policy.approveQuorum),
    quorum('reject', 'Votes to reject', policy.rejectQuorum),
    {
      ...{ name: 'approvers', label: 'Who votes', value: approvers.people },
      hint: 'Nobody chosen: every full member but the requester.',
      input: { kind: 'people' },
      write: (all) => `policy approvers ${mentions(listOf(all, 'approvers'))}`,
    },
    {
      ...{ name: 'strict', label: 'Strict: 👍 and 👎 don’t count', value: toSwitch(policy.strict) },
      input: SWITCH,
      write: (all) => `policy strict ${textOf(all, 'strict')}`,
    },
    emojiField('approve', 'More emoji that approve', emoji.approve),
    { ...emojiField('reject', 'More emoji that reject', emoji.reject), wrong: sayBoth },
  ];
}

const quorum = (vote: 'approve' | 'reject', label: string, count: number): FieldRule => ({
  ...{ name: `${vote}-quorum`, label, value: String(count) },
  input: { kind: 'number', min: 1, max: 20 },
  write: (all) => `policy ${vote}-quorum ${textOf(all, `${vote}-quorum`) || '1'}`,
});

const emojiField = (vote: 'approve' | 'reject', label: string, emoji: readonly string[]): FieldRule => ({
  ...{ name: `${vote}-emoji`, label, value: emoji.join(' ') },
  input: { kind: 'text', example: vote === 'approve' ? ':ship: :tada:' : ':stop:' },
  write: (all) => `policy emoji ${vote} ${listOf(all, `${vote}-emoji`).join(' ') || 'none'}`,
});

function sayBoth(all: Values): string | null {
  const approving = listOf(all, 'approve-emoji');
  const both = listOf(all, 'reject-emoji').find((one) => approving.some((other) => isOneEmoji(one, other)));
  return both === undefined ? null : `${both} is in both fields, and an emoji means one thing.`;
}

const mentions = (people: readonly string[]): string =>
  people.length === 0 ? 'everyone' : people.map((person) => `<@${person}>`).join(' ');
