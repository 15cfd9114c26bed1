import { expect, it } from 'vitest';
import { type ReadDeps, readCommandAct, readMentionAct } from '../../../src/adapters/slack/read-acts.ts';

const deps: ReadDeps = { newId: () => 'id', now: () => new Date('2026-11-21T12:00:00Z') };

const typed = (text: string) =>
  readCommandAct(deps, { text, user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1.1' }).act;

it.each([
  ['fish &amp; chips', 'fish & chips'],
  ['a &lt;!channel&gt; sign', 'a <!channel> sign'],
  ['a sign that says &amp;lt;here&amp;gt;', 'a sign that says &lt;here&gt;'],
  ['<@U2|ben> walks', '@ben walks'],
  ['the wall of <#C2|set-design>', 'the wall of #set-design'],
  ['a dog --ref <https://example.com/a.png?x=1&amp;y=2|example.com>', 'a dog --ref https://example.com/a.png?x=1&y=2'],
])('reads the command %s', (text, read) => {
  expect(typed(text)).toEqual({ kind: 'command', text: read });
});

it('knows a message by its team, channel and time: two channels may have one of the same time', () => {
  const keyOf = (team_id: string, channel: string, ts: string) =>
    readMentionAct(deps, { team_id, event_id: 'E1' }, { user: 'U2', text: '<@UBOT> slower', ts, channel })?.domainKey;
  const keys = [keyOf('T1', 'C1', '1.1'), keyOf('T1', 'C2', '1.1'), keyOf('T2', 'C1', '1.1'), keyOf('T1', 'C1', '1.2')];

  expect(new Set(keys).size).toBe(4);
  expect(keyOf('T1', 'C1', '1.1')).toBe(keys[0]);
});

it('hears no mention that a bot wrote', () => {
  const event = { user: 'U2', text: '<@UBOT> slower', ts: '1.1', channel: 'C1' };
  const heard = (more: object) => readMentionAct(deps, { team_id: 'T1', event_id: 'E1' }, { ...event, ...more });

  expect(heard({})?.act).toEqual({ kind: 'mention', text: 'slower' });
  expect(heard({ bot_id: 'B1' })).toBeNull();
  expect(heard({ subtype: 'bot_message' })).toBeNull();
});
