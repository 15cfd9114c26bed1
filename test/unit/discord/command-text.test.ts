import { describe, expect, it } from 'vitest';
import { isSurelyScene, toSceneText, toTeamText } from '../../../src/adapters/discord/command-text.ts';
import { toCommands } from '../../../src/adapters/discord/commands.ts';
import { readBriefChoice } from '../../../src/adapters/discord/suggest.ts';
import { readAs } from '../../../src/core/command/read-command.ts';

const WORDS = { templates: ['neutral'], models: ['quick'] };
const filled = (values: Readonly<Record<string, string | number>>) => new Map(Object.entries(values));

describe('/previz', () => {
  it.each([
    ['log cabin at dusk', {}],
    ['a "quoted" word \\ and a backslash', {}],
    ['budget channel 50', { seconds: 6, ratio: '2.39', takes: 2 }],
    ['a dog', { camera: 'slow -- push in', lighting: 'the "golden" hour', model: 'quick', template: 'neutral' }],
  ])('says the same as it does everywhere: %s', (scene, more) => {
    const read = readAs('scene', toSceneText(filled({ scene, ...more })), WORDS);

    expect(read).toMatchObject({ kind: 'brief', brief: { scene } });
    if (read.kind !== 'brief') return;
    for (const [name, value] of Object.entries(more)) {
      const said = { ...read.brief, ...read.brief.slots, model: read.brief.models[0] } as Record<string, unknown>;
      expect(said[name]).toBe(value);
    }
  });

  it('takes options that were typed into the scene', () => {
    const read = readAs('scene', toSceneText(filled({ scene: 'a dog runs --seconds 4' })), WORDS);

    expect(read).toMatchObject({ kind: 'brief', brief: { scene: 'a dog runs', seconds: 4 } });
  });

  it('is a form where nothing was filled in', () => {
    expect(toSceneText(new Map())).toBe('');
  });

  it.each([
    ['show PV-0042', false],
    ['Status', false],
    ['budget channel 50', false],
    ['"show PV-0042"', true],
    ['“status” --seconds 6', true],
  ])('renders %s only where it is in quotes', (scene, isScene) => {
    const of = filled({ scene, model: 'quick' });

    const read = readAs(isSurelyScene(of) ? 'scene' : 'brief', toSceneText(of), WORDS);

    if (isScene) expect(read).toMatchObject({ kind: 'brief', brief: { scene: expect.not.stringMatching(/["“]/) } });
    else expect(read).toMatchObject({ kind: 'problem', hint: expect.stringContaining('put them in quotes') });
  });

  it('carries a reference with its role', () => {
    const text = toSceneText(filled({ scene: 'a dog', reference: 'https://cdn.example/a.png?ex=1', role: 'first' }));

    expect(readAs('scene', text, WORDS)).toMatchObject({
      brief: { refs: [{ role: 'first', url: 'https://cdn.example/a.png?ex=1' }] },
    });
  });
});

describe('/previz-team', () => {
  it.each([
    [['status'], {}, { kind: 'status' }],
    [['show'], { shot: 'PV-0042' }, { kind: 'show', slug: 'PV-0042' }],
    [['cancel'], { shot: 'PV-0042', take: 2 }, { kind: 'cancel', take: 2 }],
    [['log'], { query: 'cabin at dusk', since: '7d' }, { kind: 'log', query: 'cabin at dusk' }],
    [['budget', 'channel'], { dollars: '60', period: 'month' }, { kind: 'budget', change: { kind: 'channel' } }],
    [['budget', 'job'], { number: '24-113', dollars: '800', until: '2026-12-18' }, { change: { until: '2026-12-18' } }],
    [['policy', 'external'], { on: 'default' }, { change: { kind: 'external', on: null } }],
    [['policy', 'stop-words'], { words: 'jane doe, Acme' }, { change: { list: 'stop', words: ['jane doe', 'Acme'] } }],
    [['policy', 'allow-words'], { words: 'none' }, { change: { list: 'allow', words: [] } }],
    [['policy', 'approvers'], { who: '<@&9> <@42>' }, { change: { who: ['<@&9>', '<@42>'] } }],
    [['policy', 'emoji'], { vote: 'approve', emoji: '<:ship:1234567890123456>' }, { kind: 'policy' }],
    [['digest', 'weekly'], { day: 'fri', time: '16:00' }, { change: { weekday: 5, hour: 16 } }],
    [['digest', 'week'], { week: '2026-W47' }, { change: { kind: 'week', week: '2026-W47' } }],
    [['digest', 'people'], { on: 'on' }, { change: { kind: 'people', on: true } }],
    [['digest', 'baseline'], { hours: '6h', dollars: '$400' }, { change: { baseline: { minutes: 360 } } }],
    [['digest', 'baseline'], { hours: 'off' }, { change: { baseline: null } }],
    [
      ['digest', 'workspace'],
      { wish: 'weekly fri 16:00' },
      { change: { kind: 'workspace', change: { kind: 'weekly', weekday: 5, hour: 16 } } },
    ],
    [['settings', 'zone'], { zone: 'Europe/Berlin' }, { change: { zone: 'Europe/Berlin' } }],
    [['settings', 'role'], { right: 'approve', role: '<@&9>' }, { change: { right: 'approve', role: '9' } }],
    [['settings', 'role'], { right: 'approve' }, { change: { right: 'approve', role: null } }],
  ])('%j with %j is a command and no scene', (path, values, command) => {
    expect(readAs('command', toTeamText(path, filled(values)), WORDS)).toMatchObject({ kind: 'sub', command });
  });

  it('is a problem, and never a scene, where its words don’t fit', () => {
    expect(readAs('command', toTeamText(['show'], filled({ shot: 'the horse' })), WORDS).kind).toBe('problem');
  });
});

describe('what Discord is told of them', () => {
  it('stays within its limits: 25 options, 8,000 characters a command, short words', () => {
    for (const command of toCommands()) {
      expect(wordsOf(command)).toBeLessThanOrEqual(8_000);
      const options = 'options' in command ? (command.options ?? []) : [];
      expect(options.length).toBeLessThanOrEqual(25);
      for (const { name, description } of options) {
        expect(name).toMatch(/^[\p{Ll}\p{N}_-]{1,32}$/u);
        expect(description.length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('has every name and description in the languages that it was given', () => {
    const [previz] = toCommands({
      de: { 'Describe a scene, get a clip': 'Szene beschreiben, Clip bekommen', takes: 'takes-de' },
    });

    expect(previz).toMatchObject({ description_localizations: { de: 'Szene beschreiben, Clip bekommen' } });
    expect(JSON.stringify(previz)).toContain('"name_localizations":{"de":"takes-de"}');
  });
});

it('knows a long suggestion by the request that it stands for', () => {
  expect(readBriefChoice('brief:0f1e2d3c-0000-4000-8000-000000000001')).toBe('0f1e2d3c-0000-4000-8000-000000000001');
  expect(readBriefChoice('brief: a lawyer walks in')).toBeNull();
});

/** Names, descriptions and values together, as Discord counts them. */
function wordsOf(command: object): number {
  return Object.entries(command).reduce((sum, [name, value]: [string, unknown]) => {
    if (typeof value === 'string') return sum + (['name', 'description', 'value'].includes(name) ? value.length : 0);
    if (Array.isArray(value))
      return (
        sum +
        value.reduce(
          (all: number, one: unknown) => all + (typeof one === 'object' && one !== null ? wordsOf(one) : 0),
          0,
        )
      );
    return sum;
  }, 0);
}
