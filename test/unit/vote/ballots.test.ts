import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';
import { messageId, personId } from '../../../src/core/ids.ts';
import { standingBallots } from '../../../src/core/vote/ballots.ts';
import { readVoteEmoji } from '../../../src/core/vote/emoji.ts';
import type { Vote, VoteEvent } from '../../../src/core/vote/vote-event.ts';
import { ana, bo, event, toggles } from './vote-log.ts';

const voteOf = (events: readonly VoteEvent[], person = ana) => standingBallots(events).get(person)?.vote ?? null;

describe('standing ballots', () => {
  it('takes the latest reaction that still stands', () => {
    expect(voteOf([event(1, { emoji: '✅' }), event(2, { emoji: '👎' })])).toBe('reject');
  });

  it('gives the ballot back to the reaction before when the latest is removed', () => {
    const log = [event(1, { emoji: '✅' }), event(2, { emoji: '❌' }), event(3, { emoji: '❌', op: 'remove' })];

    expect(voteOf(log)).toBe('approve');
  });

  it('withdraws the ballot when nothing is left standing', () => {
    expect(voteOf([event(1, { emoji: '✅' }), event(2, { emoji: '✅', op: 'remove' })])).toBeNull();
  });

  it('keeps the ballot when one emoji is taken from the card and still stands on the clip', () => {
    const [card, clip] = [messageId('card'), messageId('clip')];
    const log = [
      event(1, { emoji: '✅', message: card }),
      event(2, { emoji: '✅', message: clip }),
      event(3, { emoji: '✅', message: card, op: 'remove' }),
    ];

    expect(voteOf(log)).toBe('approve');
    expect(voteOf([...log, event(4, { emoji: '✅', message: clip, op: 'remove' })])).toBeNull();
  });

  it('keeps the ballot when a reaction before the latest is removed', () => {
    const log = [event(1, { emoji: '✅' }), event(2, { emoji: '❌' }), event(3, { emoji: '✅', op: 'remove' })];

    expect(voteOf(log)).toBe('reject');
  });

  it('moves a reaction that was taken away and given again to the end', () => {
    const log = [
      event(1, { emoji: '✅' }),
      event(2, { emoji: '❌' }),
      event(3, { emoji: '✅', op: 'remove' }),
      event(4, { emoji: '✅' }),
    ];

    expect(voteOf(log)).toBe('approve');
  });

  it('lets a skin tone stand beside the plain emoji, as one vote', () => {
    const both = [event(1, { emoji: '👍' }), event(2, { emoji: '👍🏽' })];

    expect(standingBallots(both).size).toBe(1);
    expect(voteOf([...both, event(3, { emoji: '👍🏽', op: 'remove' })])).toBe('approve');
    expect(
      voteOf([...both, event(3, { emoji: '👍🏽', op: 'remove' }), event(4, { emoji: '👍', op: 'remove' })]),
    ).toBeNull();
  });

  it('lets a super reaction stand when the normal one beside it is removed', () => {
    const log = [event(1, { emoji: '👎' }), event(2, { emoji: '👎~super' }), event(3, { emoji: '👎', op: 'remove' })];

    expect(voteOf(log)).toBe('reject');
  });

  it('sees no ballot in an emoji that is no vote', () => {
    expect(voteOf([event(1, { emoji: '✅' }), event(2, { emoji: '🎉' })])).toBe('approve');
    expect(standingBallots([event(1, { emoji: '🎉' })]).size).toBe(0);
  });

  it('treats a button as one more toggled reaction', () => {
    const log = [event(1, { emoji: '✅', source: 'button' }), event(2, { emoji: '❌', source: 'button' })];

    expect(voteOf(log)).toBe('reject');
  });

  it('follows the log where the platform gives two live reactions one place', () => {
    const first = event(2, { emoji: '❌', orderKey: '5' });
    const second = event(1, { emoji: '✅', orderKey: '5' });

    expect(voteOf([first, second])).toBe('reject');
  });

  it('keeps people apart', () => {
    const log = [event(1, { emoji: '✅' }), event(2, { emoji: '❌', person: bo })];

    expect(voteOf(log, ana)).toBe('approve');
    expect(voteOf(log, bo)).toBe('reject');
  });

  it('describes the person as their latest event does', () => {
    const log = [event(1, { emoji: '✅', personKind: 'guest' }), event(2, { emoji: '🎉', personKind: 'member' })];

    expect(standingBallots(log).get(ana)?.personKind).toBe('member');
  });

  it('orders counters by value, not by spelling', () => {
    expect(voteOf([event(9, { emoji: '✅' }), event(10, { emoji: '❌' })])).toBe('reject');
  });
});

describe('reactions found by a reading', () => {
  const read = (order: number, emoji: string) => event(order, { emoji, source: 'reconcile', orderKey: '100' });

  it('are no ballot where two of unknown order disagree', () => {
    expect(voteOf([read(1, '✅'), read(2, '❌')])).toBeNull();
  });

  it('do not fall back to an older reaction while they disagree', () => {
    expect(voteOf([event(1, { emoji: '✅' }), read(2, '👍'), read(3, '❌')])).toBeNull();
  });

  it('are a ballot where they agree', () => {
    expect(voteOf([read(1, '✅'), read(2, '👍')])).toBe('approve');
  });

  it('become a ballot when one of them is removed', () => {
    expect(voteOf([read(1, '✅'), read(2, '❌'), event(101, { emoji: '❌', op: 'remove' })])).toBe('approve');
  });

  it('give way to a later live reaction', () => {
    expect(voteOf([read(1, '✅'), read(2, '❌'), event(101, { emoji: '👎' })])).toBe('reject');
  });

  it('take the order of their live events when those arrive late', () => {
    const log = [read(1, '✅'), read(2, '❌'), event(98, { emoji: '❌' }), event(99, { emoji: '✅' })];

    expect(voteOf(log)).toBe('approve');
  });

  it('do not move a reaction that is known to stand', () => {
    expect(voteOf([event(1, { emoji: '✅' }), event(2, { emoji: '❌' }), read(3, '✅')])).toBe('reject');
  });

  it('move when the platform tells that they were given again', () => {
    expect(voteOf([read(1, '✅'), event(150, { emoji: '❌' }), event(200, { emoji: '✅' })])).toBe('approve');
  });

  it('belong together only within one reading', () => {
    const first = event(1, { emoji: '✅', source: 'reconcile', orderKey: '100' });
    const second = event(2, { emoji: '❌', source: 'reconcile', orderKey: '200' });

    expect(voteOf([first, second])).toBe('reject');
  });
});

describe('the vote log', () => {
  it('gives the ballots that the platform shows, however it is shuffled and repeated', () => {
    fc.assert(
      fc.property(toggles, fc.infiniteStream(fc.nat()), (acts, picks) => {
        const { log, standing } = play(acts);
        const delivered = shuffle([...log, ...log.filter((_, index) => index % 3 === 0)], picks);

        const ballots = standingBallots(delivered);

        for (const person of new Set(acts.map((act) => act.person))) {
          expect(ballots.get(person)?.vote ?? null).toBe(lastVote(standing.get(person) ?? []));
        }
      }),
    );
  });

  it('gives the same ballots in any order when readings are among the events', () => {
    const entry = fc.record({
      person: fc.constantFrom(ana, bo),
      emoji: fc.constantFrom('✅', '❌', '👍', '🎉'),
      op: fc.constantFrom('add', 'remove'),
      source: fc.constantFrom('live', 'reconcile', 'button'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (entries, picks) => {
        const log = entries.map((over, index) => event(index, over));

        expect(standingBallots(shuffle([...log, ...log], picks))).toEqual(standingBallots(log));
      }),
    );
  });

  it('holds a ballot only for somebody who has a vote standing', () => {
    fc.assert(
      fc.property(toggles, (acts) => {
        const { log, standing } = play(acts);

        for (const [person] of standingBallots(log)) expect(standing.get(person)).not.toHaveLength(0);
      }),
    );
    expect(standingBallots([]).get(personId('nobody'))).toBeUndefined();
  });
});

/** The platform's side: what stands per person in the order given, and the events it sends. */
function play(acts: readonly { readonly person: typeof ana; readonly emoji: string }[]) {
  const standing = new Map<string, string[]>();
  const log = acts.map(({ person, emoji }, index) => {
    const own = standing.get(person) ?? [];
    const stood = own.includes(emoji);
    standing.set(person, stood ? own.filter((one) => one !== emoji) : [...own, emoji]);
    return event(index, { person, emoji, op: stood ? 'remove' : 'add' });
  });
  return { log, standing };
}

const lastVote = (emoji: readonly string[]): Vote | null =>
  emoji.map((one) => readVoteEmoji(one, DEFAULT_POLICY)).findLast((vote) => vote !== null) ?? null;

/** Delivered in another order: the log's own numbers follow the delivery, as they do in the database. */
function shuffle(events: readonly VoteEvent[], picks: Iterable<number>): VoteEvent[] {
  const left = [...events];
  const delivered: VoteEvent[] = [];
  for (const pick of picks) {
    if (left.length === 0) break;
    delivered.push(...left.splice(pick % left.length, 1));
  }
  return delivered.map((one, index) => ({ ...one, seq: BigInt(index) }));
}
