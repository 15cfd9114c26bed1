import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/adapters/discord/read-event.ts';

const ME = '100';
const said = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ id: '7', channel_id: '4', guild_id: '3', content: `<@${ME}> slower`, mentions: [{ id: ME }] },
  ...{ author: { id: '42', username: 'mira', bot: false }, member: { roles: ['9'], nick: 'Mi' } },
  ...more,
});

describe('a mention', () => {
  it('is read with its words and its author’s roles', () => {
    expect(readEvent('MESSAGE_CREATE', said(), ME)).toMatchObject({
      ...{ kind: 'mention', text: 'slower', person: '42' },
      member: { name: 'Mi', isBot: false, roles: ['9'] },
    });
  });

  it.each([
    ['a bot', { author: { id: '43', username: 'other', bot: true } }],
    ['Previz itself', { author: { id: ME, username: 'previz' } }],
    ['somebody who mentions another', { mentions: [{ id: '55' }], content: '<@55> slower' }],
    ['somebody who only replies to it', { content: 'slower' }],
    ['somebody in a direct message', { guild_id: undefined }],
  ])('of %s is none', (_, more) => {
    expect(readEvent('MESSAGE_CREATE', said(more), ME)).toBeNull();
  });
});
