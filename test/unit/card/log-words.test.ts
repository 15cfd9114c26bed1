import { describe, expect, it } from 'vitest';
import { toDecisionWord, toTakeWord } from '../../../src/core/card/log-words.ts';

const open = { state: 'open', final_at: null, self_approved: false } as const;

describe('a line of the log', () => {
  it.each(['declined', 'refused_budget'])('names neither take nor decision where a request is %s', (status) => {
    expect(toTakeWord({ take: 0 })).toBe('–');
    expect(toDecisionWord({ take: 0, status, decision: open })).toBe('–');
  });

  it.each(['canceled', 'failed', 'refused'])('names no decision of a take that is %s', (status) => {
    expect(toTakeWord({ take: 2 })).toBe('2');
    expect(toDecisionWord({ take: 2, status, decision: open })).toBe('–');
  });

  it('names the decision of a clip, also of one that is open', () => {
    expect(toDecisionWord({ take: 2, status: 'delivered', decision: open })).toBe('open');
    expect(toDecisionWord({ take: 2, status: 'delivered', decision: { ...open, state: 'approved' } })).toBe('approved');
  });
});
