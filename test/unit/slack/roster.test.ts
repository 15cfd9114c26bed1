import { expect, it } from 'vitest';
import type { Call } from '../../../src/adapters/slack/calls.ts';
import { makePeople } from '../../../src/adapters/slack/people.ts';
import { makeRoster } from '../../../src/adapters/slack/roster.ts';
import { channelId, messageId, workspaceId } from '../../../src/core/ids.ts';

const PLACE = {
  platform: 'slack',
  workspace: workspaceId('T1'),
  channel: channelId('C1'),
  thread: messageId('1.1'),
} as const;

/** A channel whose members come in these pages; whoever is called G… is a guest. */
function roomOf(pages: readonly (readonly string[])[]) {
  const clock = { now: () => new Date('2026-11-21T12:00:00Z') };
  const answer = (method: string, args: Readonly<Record<string, unknown>> = {}): unknown => {
    if (method === 'conversations.info') return { channel: { is_member: true } };
    if (method === 'users.info')
      return { user: { id: args['user'], is_restricted: `${args['user']}`.startsWith('G') } };
    const page = Number(args['cursor'] ?? 0);
    const next_cursor = page + 1 < pages.length ? `${page + 1}` : '';
    return { members: pages[page], response_metadata: { next_cursor } };
  };
  // Slack's answers are whatever the method says; the caller names their shape.
  const call = (async (_, method, args) => answer(method, args)) as Call;
  const kindsOf = async () => new Map(); // nobody is known yet
  return makeRoster({ call, clock, kindsOf, people: makePeople({ call, clock }) }).room(PLACE);
}

it.each([
  ['nobody from outside', [['U1', 'U2'], ['U3']], false],
  ['a guest on the first page', [['U1', 'G1']], true],
  ['a guest on a later page', [['U1'], ['U2'], ['G1']], true],
  ['more people than anybody looks through', [['U1'], ['U2'], ['U3'], ['U4'], ['U5'], ['U6']], true],
  ['more people of whom nothing is known than are asked for', [Array.from({ length: 11 }, (_, at) => `U${at}`)], true],
])('a channel with %s', async (_, pages, hasOutsiders) => {
  expect(await roomOf(pages)).toEqual({ kind: 'open', hasOutsiders });
});
