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
    ['digest workspace', { kind: 'workspace', change: { kind: 'show' } }],
    ['digest workspace now', { kind: 'workspace', change: { kind: 'now' } }],
    ['digest workspace off', { kind: 'workspace', change: { kind: 'switch', on: false } }],
    ['digest workspace 2026-W47', { kind: 'workspace', change: { kind: 'week', week: '2026-W47' } }],
    [
      'digest workspace weekly fri 16:00',
      { kind: 'workspace', change: { kind: 'weekly', weekday: 5, hour: 16, minute: 0 } },
    ],
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
    ['digest workspace weekly fryday 16:00', 'There is no day “fryday”; the nearest is friday.'],
    ['digest weekly thi 9', 'There is no day “thi”; the nearest is thursday.'],
    ['digest weekly fri 25:00', 'There is no time “25:00”: a day goes from 00:00 to 23:59.'],
    ['digest weekly fri 13pm', 'There is no time “13pm”'],
    ['digest weekly fri soon', 'Write it as /previz digest weekly fri 16:00.'],
    ['digest weekly xyzzy 9:00', 'There is no day “xyzzy”. Days are monday to sunday, or mon to sun.'],
    ['digest baseline soon cheap', 'Write it as /previz digest baseline 6h $400.'],
    ['settings zone Europe/Berln', 'There is no time zone “Europe/Berln”. The nearest is Europe/Berlin'],
  ])('%s is told what to write', (text, hint) => {
    expect(read(text)).toMatchObject({ kind: 'problem', hint: expect.stringContaining(hint) });
  });

  it.each([
    'digest of a summer',
    'digest now and then',
    'digest people crossing the square',
    'digest workspace of a tailor',
  ])('%s is a scene', (text) => {
    expect(read(text)).toMatchObject({ kind: 'brief' });
  });
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
    expect(textOf(await type('digest baseline 8h $500', olga))).toContain(
      'The baseline is set once, and it is set: 6 h and $400.00 a shot.',
    );
    expect(textOf(await type('digest', olga))).toContain('A shot took 6 h and $400.00 before.');
    expect(textOf(await type('digest baseline off', olga))).toContain('No baseline is set');
    expect(textOf(await type('digest baseline 8h $500', olga))).toContain('A shot took 8 h and $500.00 before.');
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

  it('over all channels is for budget owners, in the workspace’s zone', async () => {
    const { type } = makePlace();

    expect(textOf(await type('digest workspace'))).toContain('is for budget owners');
    expect(textOf(await type('digest workspace', olga))).toContain('Every Monday at 09:00, Europe/Berlin');
    expect(textOf(await type('digest workspace weekly fri 16:00', olga))).toContain('Every Friday at 16:00');
    expect(textOf(await type('digest workspace', olga))).toContain('Every Friday at 16:00');
    expect(textOf(await type('digest workspace off', olga))).toContain('Off. It can still be asked for.');
    expect(textOf(await type('digest workspace 2099-W01', olga))).toContain('has not begun yet');
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
