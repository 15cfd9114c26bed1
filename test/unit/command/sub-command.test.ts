import { describe, expect, it } from 'vitest';
import { toBrief } from '../../../src/core/command/brief.ts';
import type { Vocabulary } from '../../../src/core/command/read.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { SUB_NAMES } from '../../../src/core/command/sub-command.ts';

const words: Vocabulary = { templates: ['neutral', 'noir'], models: ['animatic', 'storyboard'] };
const read = (text: string) => readCommand(text, words);

describe('a sub-command whose arguments fit', () => {
  it.each([
    ['help', { kind: 'help', topic: null }],
    ['HELP budget', { kind: 'help', topic: 'budget' }],
    ['status', { kind: 'status' }],
    ['show pv-0042', { kind: 'show', slug: 'PV-0042' }],
    ['show 42', { kind: 'show', slug: 'PV-0042' }],
    ['cancel', { kind: 'cancel', slug: null, take: null }],
    ['cancel PV-0042 take 2', { kind: 'cancel', slug: 'PV-0042', take: 2 }],
    ['rename PV-0042 seq010_sh0040', { kind: 'rename', slug: 'PV-0042', to: 'SEQ010_SH0040' }],
    ['reopen SEQ010_SH0040 t03', { kind: 'reopen', slug: 'SEQ010_SH0040', take: 3 }],
    ['templates', { kind: 'templates', name: null }],
    ['templates Noir', { kind: 'templates', name: 'noir' }],
    ['models', { kind: 'models' }],
    ['budget', { kind: 'budget', change: { kind: 'show' } }],
    ['budget channel $50', { kind: 'budget', change: { kind: 'channel', micros: 50_000_000n, period: 'month' } }],
    ['budget channel 5 day', { kind: 'budget', change: { kind: 'channel', micros: 5_000_000n, period: 'day' } }],
    [
      'budget job 26-114 800 until 2026-12-18',
      { kind: 'budget', change: { kind: 'job', number: '26-114', micros: 800_000_000n, until: '2026-12-18' } },
    ],
    ['budget fuse 40.5', { kind: 'budget', change: { kind: 'fuse', micros: 40_500_000n } }],
    [
      'budget grant 5 @ana "for the pitch"',
      { kind: 'budget', change: { kind: 'grant', micros: 5_000_000n, to: '@ana', reason: 'for the pitch' } },
    ],
    ['policy', { kind: 'policy', change: { kind: 'show' } }],
    ['policy approve-quorum 2', { kind: 'policy', change: { kind: 'approve-quorum', count: 2 } }],
    ['policy strict ON', { kind: 'policy', change: { kind: 'strict', on: true } }],
    ['policy external off', { kind: 'policy', change: { kind: 'external', on: false } }],
    ['policy external default', { kind: 'policy', change: { kind: 'external', on: null } }],
    ['policy emoji approve none', { kind: 'policy', change: { kind: 'emoji', vote: 'approve', emoji: [] } }],
    ['policy approvers @ana <@U123>', { kind: 'policy', change: { kind: 'approvers', who: ['@ana', '<@U123>'] } }],
    ['policy approvers everyone', { kind: 'policy', change: { kind: 'approvers', who: [] } }],
    [
      'policy emoji approve :tada: 🚀',
      { kind: 'policy', change: { kind: 'emoji', vote: 'approve', emoji: [':tada:', '🚀'] } },
    ],
    [
      'policy providers runway, google',
      { kind: 'policy', change: { kind: 'providers', allowed: ['runway', 'google'] } },
    ],
    ['policy providers any', { kind: 'policy', change: { kind: 'providers', allowed: null } }],
    ['policy draft-model storyboard', { kind: 'policy', change: { kind: 'draft-model', model: 'storyboard' } }],
    [
      'policy stop-words jane doe, Acme, jane doe',
      { kind: 'policy', change: { kind: 'words', list: 'stop', words: ['jane doe', 'Acme'] } },
    ],
    [
      'policy stop-words "jane doe", “Acme Corp” plain one, \'x y\'',
      { kind: 'policy', change: { kind: 'words', list: 'stop', words: ['jane doe', 'Acme Corp', 'plain one', 'x y'] } },
    ],
    ['policy allow-words none', { kind: 'policy', change: { kind: 'words', list: 'allow', words: [] } }],
    ['policy final-model default', { kind: 'policy', change: { kind: 'final-model', model: null } }],
    ['log', { kind: 'log', query: null, channel: null, since: null }],
    ['log PV-0042', { kind: 'log', query: 'PV-0042', channel: null, since: null }],
    ['log "cabin at dusk"', { kind: 'log', query: 'cabin at dusk', channel: null, since: null }],
    [
      'log cabin at dusk --since 7d —channel=#boards',
      { kind: 'log', query: 'cabin at dusk', channel: '#boards', since: { kind: 'ago', hours: 168 } },
    ],
    ['log 5', { kind: 'log', query: '5', channel: null, since: null }],
    ['log --since 2026-11-01', { kind: 'log', query: null, channel: null, since: { kind: 'day', day: '2026-11-01' } }],
    ['digest', { kind: 'digest', change: { kind: 'show' } }],
    ['digest now', { kind: 'digest', change: { kind: 'now' } }],
    ['digest weekly fri 16:00', { kind: 'digest', change: { kind: 'weekly', weekday: 5, hour: 16, minute: 0 } }],
    ['digest weekly Monday 9am', { kind: 'digest', change: { kind: 'weekly', weekday: 1, hour: 9, minute: 0 } }],
    ['settings', { kind: 'settings', change: { kind: 'show' } }],
    ['settings zone europe/berlin', { kind: 'settings', change: { kind: 'zone', zone: 'Europe/Berlin' } }],
    ['settings ratio 2.35', { kind: 'settings', change: { kind: 'ratio', ratio: '2.39' } }],
    ['settings seconds 8', { kind: 'settings', change: { kind: 'seconds', seconds: 8 } }],
    ['settings template noir', { kind: 'settings', change: { kind: 'template', template: 'noir' } }],
    ['settings model default', { kind: 'settings', change: { kind: 'model', model: null } }],
  ])('is read from: %s', (text, command) => {
    expect(read(text)).toEqual({ kind: 'sub', command });
  });
});

describe('a scene that begins like a sub-command', () => {
  it.each([
    'log cabin at dusk',
    'show the horse',
    'show horse',
    'status report on a wall',
    'help a stranger across the road',
    'models walking a runway',
    'budget 200 in coins on a table',
    'budget channel surfing through the night',
    'budget constructor',
    'cancel culture as a puppet show',
    'rename the ship in white paint',
    'templates cut out of paper',
    'policy meeting in a bunker',
    'digest of a summer',
    'settings of a wedding table',
    'settings constructor',
    'settings __proto__ x',
    'a log',
  ])('is a scene: %s', (scene) => {
    expect(read(scene)).toEqual({ kind: 'brief', brief: toBrief(scene) });
  });

  it('is a scene when it is quoted', () => {
    for (const name of SUB_NAMES) {
      expect(read(`"${name}"`)).toEqual({ kind: 'brief', brief: toBrief(name) });
    }
  });

  it('is asked about when one free word could be either', () => {
    expect(read('log cabin')).toEqual({
      kind: 'ambiguous',
      brief: toBrief('log cabin'),
      command: { kind: 'log', query: 'cabin', channel: null, since: null },
    });
  });

  it.each(['status foo', 'models 35mm', 'help wanted'])(
    'is asked about after a name that takes no words: %s',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'ambiguous', brief: { scene: text } });
    },
  );

  it('is asked about when a single word is one slip from a sub-command', () => {
    expect(read('stats')).toMatchObject({ kind: 'ambiguous', command: { kind: 'status' } });
    expect(read('buget')).toMatchObject({ kind: 'ambiguous', command: { kind: 'budget', change: { kind: 'show' } } });
    expect(read('horse')).toMatchObject({ kind: 'brief' });
  });
});

describe('a sub-command that goes wrong in its own words', () => {
  it.each([
    ['show', 'missing_argument'],
    ['reopen', 'missing_argument'],
    ['rename PV-0042', 'missing_argument'],
    ['rename PV-0042 horse', 'bad_argument'],
    ['templates nior', 'unknown_template'],
    ['budget channel', 'missing_argument'],
    ['budget person lots', 'bad_argument'],
    ['budget job 26-114 800 until 2026-02-30', 'bad_argument'],
    ['policy strict maybe', 'bad_argument'],
    ['policy stop-words "doe, jane" acme', 'bad_argument'],
    ['policy approve-quorum 0', 'bad_argument'],
    ['policy draft-model animatix', 'unknown_model'],
    ['digest weekly fri 26:00', 'bad_argument'],
    ['settings zone Mars/Olympus', 'bad_argument'],
    ['settings seconds 0', 'bad_argument'],
    ['budget 2', 'bad_argument'],
    ['budget $20.50', 'bad_argument'],
    ['budget 2 5', 'bad_argument'],
    ['budget set 2', 'bad_argument'],
    ['budget chanel 50', 'bad_argument'],
    ['policy 2', 'bad_argument'],
    ['policy strct on', 'bad_argument'],
    ['policy foo 1', 'bad_argument'],
    ['policy horses off', 'bad_argument'],
    ['settings time-zone Europe/Berlin', 'bad_argument'],
    ['settings length 6', 'bad_argument'],
    ['settings 6', 'bad_argument'],
    ['digest 47', 'bad_argument'],
    ['digest weekly fryday', 'bad_argument'],
    ['status 5', 'bad_argument'],
    ['status PV-0042', 'bad_argument'],
    ['models 3', 'bad_argument'],
    ['templates 2', 'bad_argument'],
    ['help 2', 'bad_argument'],
    ['show 0', 'bad_argument'],
    ['cancel 0', 'bad_argument'],
    ['log cabin --since soon', 'bad_value'],
    ['log --channel', 'missing_value'],
  ])('is a problem: %s', (text, code) => {
    expect(read(text)).toMatchObject({ kind: 'problem', code });
  });

  it.each([
    ['budget 2', '/previz budget channel 2'],
    ['budget set $20', '/previz budget channel $20'],
    ['budget chanel 50 day', '/previz budget channel 50 day'],
    ['digest 47', '/previz digest W47'],
    ['digest weekly fryday', 'friday'],
    ['digest weekly tuseday', 'tuesday'],
  ])('says what is meant by: %s', (text, meant) => {
    expect(read(text)).toMatchObject({ hint: expect.stringContaining(meant) });
  });
});
