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

const roomOf = (pages: readonly (readonly string[])[]) => rosterOf(pages).room(PLACE);

/** A channel whose members come in these pages; whoever is called G… is a guest. */
function rosterOf(pages: readonly (readonly string[])[], passed = () => 0) {
  const clock = { now: () => new Date(Date.parse('2026-11-21T12:00:00Z') + passed()) };
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
  return makeRoster({ call, clock, kindsOf, people: makePeople({ call, clock }) });
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

it('hears of the first guest within a minute, where Slack told another process that they joined', async () => {
  const members = ['U1', 'U2'];
  let passedMs = 0;
  const roster = rosterOf([members], () => passedMs);
  const hasOutsiders = async () => (await roster.room(PLACE)) as { readonly hasOutsiders?: boolean };
  expect(await hasOutsiders()).toMatchObject({ hasOutsiders: false });

  members.push('G1');
  passedMs = 60_000;

  expect(await hasOutsiders()).toMatchObject({ hasOutsiders: true });
});

it('asks for no more of a conversation than an app outside the Marketplace may be given', async () => {
  const asked: unknown[] = [];
  const call = (async (_, method, args) => {
    asked.push([method, args?.['limit']]);
    return { messages: [{ text: 'slower' }] };
  }) as Call;
  const clock = { now: () => new Date() };
  const roster = makeRoster({ call, clock, kindsOf: async () => new Map(), people: makePeople({ call, clock }) });

  expect(await roster.conversation?.(PLACE)).toEqual(['slower']);
  expect(asked).toEqual([['conversations.replies', 15]]);
});
