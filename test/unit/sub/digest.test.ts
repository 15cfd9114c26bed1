import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/core/channel/settings.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { channelId, workspaceId } from '../../../src/core/ids.ts';
import { gus, makePlace, olga, textOf } from './place.ts';

const read = (text: string) => readCommand(text, { templates: ['neutral'], models: ['animatic'] });

describe('the digest’s words', () => {
  it.each([
    ['digest off', { kind: 'switch', on: false }],
    ['digest on', { kind: 'switch', on: true }],
    ['digest workspace', { kind: 'workspace' }],
    ['digest 2026-W47', { kind: 'week', week: '2026-W47' }],
    ['digest w9', { kind: 'week', week: 'W9' }],
    ['digest people on', { kind: 'people', on: true }],
    ['digest baseline 6h $400', { kind: 'baseline', baseline: { minutes: 360, cost: 400_000_000n } }],
    ['digest baseline 1.5d 80.50', { kind: 'baseline', baseline: { minutes: 2160, cost: 80_500_000n } }],
    ['digest baseline off', { kind: 'baseline', baseline: null }],
  ])('%s', (text, change) => {
    expect(read(text)).toEqual({ kind: 'sub', command: { kind: 'digest', change } });
  });

  it.each([
    ['digest weekly fryday 16:00', 'There is no day “fryday”; the nearest is friday.'],
    ['digest weekly thi 9', 'There is no day “thi”; the nearest is thursday.'],
    ['digest weekly fri 25:00', 'Write it as /previz digest weekly fri 16:00.'],
    ['digest baseline soon cheap', 'Write it as /previz digest baseline 6h $400.'],
    ['settings zone Europe/Berln', 'There is no time zone “Europe/Berln”. The nearest is Europe/Berlin'],
  ])('%s is told what to write', (text, hint) => {
    expect(read(text)).toMatchObject({ kind: 'problem', hint: expect.stringContaining(hint) });
  });

  it.each(['digest of a summer', 'digest now and then', 'digest people crossing the square'])(
    '%s is a scene',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'brief' });
    },
  );
});

describe('digest', () => {
  it('tells when it comes, to anybody', async () => {
    expect(textOf(await makePlace().type('digest', gus))).toContain('Every Monday at 09:00, UTC');
  });

  it('is set by budget owners', async () => {
    const { type, studio } = makePlace();

    expect(textOf(await type('digest weekly fri 16:00'))).toContain('is for budget owners');
    expect(textOf(await type('digest weekly fri 16:00', olga))).toContain(
      'Saved. The digest of this channel is now\nEvery Friday at 16:00',
    );
    expect(textOf(await type('digest baseline 6h $400', olga))).toContain('A shot took 6 h and $400.00 before.');
    expect(textOf(await type('digest people on', olga))).toContain('It counts by person.');
    expect(textOf(await type('digest off', olga))).toContain('Off. It can still be asked for.');

    const stored = await studio.directory.loadChannel(workspaceId('W'), channelId('C'));
    expect(readSettings(stored?.channel.settings).digest).toMatchObject({
      on: false,
      weekday: 5,
      hour: 16,
      people: true,
    });
  });

  it('says which week skips its time', async () => {
    const { type } = makePlace();
    await type('settings zone America/New_York', olga);

    expect(textOf(await type('digest weekly sun 2:30', olga))).toMatch(
      /On Mar \d+, 2027 the clocks skip 02:30 there; that week it comes at 03:30\./,
    );
  });

  it('shows no money to guests', async () => {
    expect(textOf(await makePlace().type('digest now', gus))).toContain('full members');
  });

  it.each([
    ['digest 2099-W01', 'has not begun yet'],
    ['digest 2026-W60', 'There is no week 2026-W60. Write it like 20'],
  ])('%s says what is wrong', async (words, answer) => {
    expect(textOf(await makePlace().type(words))).toContain(answer);
  });
});
