import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Brief, toBrief } from '../../../src/core/command/brief.ts';
import { cleanText } from '../../../src/core/command/clean-text.ts';
import { printBrief } from '../../../src/core/command/print-brief.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { importPageModule } from '../../support/page-module.ts';

interface Message {
  readonly id: string;
  readonly rev: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly replies: { readonly count: number } | null;
}

const { toForm, toCommand } = await importPageModule('command.js');
const { suggest } = await importPageModule('suggest.js');
const { toDollars, toElapsed, toList, toMediaUrl } = await importPageModule('format.js');
const { put, readHash, toHash, rootsOf, repliesOf, markUnread, emptyState, askedThread, isWatched } =
  await importPageModule('model.js');

const labels = (text: string, catalog = { models: [], templates: [] }): string[] =>
  suggest(text, catalog).map(({ label }: { label: string }) => label);

const toMessage = (change: Partial<Message>): Message => ({
  ...{ id: '1', rev: '1', channel: 'lab', thread: null, replies: null },
  ...change,
});

describe('the form and its command', () => {
  it('fills the form from a command, however its quotes and dashes were typed', () => {
    expect(
      toForm('a keeper climbs —seconds 6 --lighting “golden hour” --model=animatic --draft --ref first:https://x/y'),
    ).toEqual({
      ...{ scene: 'a keeper climbs', template: '', model: 'animatic', seconds: '6', ratio: '', takes: '' },
      slots: { lighting: 'golden hour' },
      more: '--draft --ref first:https://x/y',
    });
  });

  it('writes only what was filled in', () => {
    const form = { ...toForm(''), scene: ' He says "go" \\ ', seconds: '6', slots: { lighting: 'neon', camera: ' ' } };

    expect(toCommand(form)).toBe('"He says \\"go\\" \\\\" --seconds 6 --lighting "neon"');
  });

  it('gives back what was filled in', () => {
    const words = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\s+/g, ' ').trim());
    const straight = words.filter((text) => !/[“”]/.test(text));
    fc.assert(
      fc.property(straight, straight, fc.nat(20), (scene, lighting, seconds) => {
        const form = { ...toForm(''), scene, seconds: String(seconds), slots: lighting === '' ? {} : { lighting } };

        expect(toForm(toCommand(form))).toEqual(form);
      }),
    );
  });

  it('writes what the command reads as it was filled in', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map(cleanText);
    fc.assert(
      fc.property(text, text, (scene, lighting) => {
        fc.pre(/[\p{L}\p{N}]/u.test(scene) && lighting !== '');
        const form = { ...toForm(''), scene, seconds: '6.5', slots: { lighting } };

        expect(readCommand(toCommand(form), { templates: [], models: [] })).toEqual({
          kind: 'brief',
          brief: { ...toBrief(scene), seconds: 6.5, slots: { lighting } },
        });
      }),
    );
  });

  it('opens with the brief of a take and sends the same brief when nothing was changed', () => {
    const brief: Brief = {
      ...toBrief('log "cabin" --at dusk'),
      ...{
        template: 'shot',
        models: ['animatic', 'veo-3.1'],
        seconds: 6,
        ratio: '2.39',
        takes: 2,
        seed: 7,
        tier: 'final',
      },
      refs: [{ role: 'first', url: 'https://example.com/a.png' }],
      slots: { subject: 'a “keeper”', beats: '0–2 s: up; 2–5 s: down' },
    };

    const sent = toCommand(toForm(printBrief(brief)));

    expect(readCommand(sent, { templates: ['shot'], models: ['animatic', 'veo-3.1'] })).toEqual({
      kind: 'brief',
      brief,
    });
  });
});

describe('suggestions', () => {
  it('begin with the command', () => {
    expect(labels('/')).toEqual(['/previz']);
    expect(labels('/pre')).toEqual(['/previz']);
    expect(labels('/previz')).toEqual([]);
    expect(labels('@p')).toEqual(['@previz']);
  });

  it('offer sub-commands, then options, then their values', () => {
    const catalog = { models: [{ id: 'animatic', title: 'Animatic', priceText: 'free' }], templates: [] };

    expect(labels('/previz st')).toEqual(['status', 'style'].slice(0, 1));
    expect(labels('/previz a fox --se')).toEqual(['--seconds', '--seed']);
    expect(labels('/previz a fox —sec')).toEqual(['--seconds']);
    expect(suggest('/previz a fox --model ', catalog)).toEqual([
      { label: 'animatic', hint: 'Animatic · free', insert: 'animatic ', from: 22 },
    ]);
    expect(labels('/previz a fox --ratio 2')).toEqual(['2.39']);
  });

  it('keep quiet where there is nothing to say', () => {
    expect(labels('hello')).toEqual([]);
    expect(labels('/previz a fox')).toEqual([]);
    expect(labels('/previz status')).toEqual([]);
    expect(labels('/previz a fox --ratio 2.39')).toEqual([]);
  });

  it('do not offer an option again', () => {
    expect(labels('/previz a fox --seconds 6 --sec')).toEqual([]);
  });
});

describe('what the page keeps', () => {
  it('is the newer of two versions, whichever comes first', () => {
    const messages = new Map<string, Message>();

    expect(put(messages, toMessage({ rev: '9' }))).toBe('new');
    expect(put(messages, toMessage({ rev: '10' }))).toBe('changed');
    expect(put(messages, toMessage({ rev: '9' }))).toBe('old');
    expect(messages.get('1')?.rev).toBe('10');
  });

  it('never loses replies that it knew of', () => {
    const messages = new Map<string, Message>();
    put(messages, toMessage({ replies: { count: 2 } }));

    put(messages, toMessage({ rev: '2', replies: { count: 1 } }));

    expect(messages.get('1')?.replies?.count).toBe(2);
  });

  it('is listed by its number, roots and replies apart', () => {
    const messages = new Map<string, Message>();
    for (const [id, thread] of [
      ['10', null],
      ['9', null],
      ['11', '9'],
      ['12', '10'],
    ] as const) {
      put(messages, toMessage({ id, thread }));
    }

    expect(rootsOf({ messages }, 'lab').map(({ id }: Message) => id)).toEqual(['9', '10']);
    expect(repliesOf({ messages }, '10').map(({ id }: Message) => id)).toEqual(['12']);
  });

  it('counts as unread what came new, once, from others, elsewhere', () => {
    const state = { ...emptyState(), channel: 'lab', me: 'mira', since: 10 };
    const news = { ...toMessage({ channel: 'spot', rev: '11' }), author: 'jonas', editedAt: null, reactions: [] };

    for (const change of [
      {},
      {},
      { id: '2', author: 'mira' },
      { id: '3', channel: 'lab' },
      { id: '4', rev: '10' },
      { id: '5', editedAt: 'x' },
    ]) {
      markUnread(state, { ...news, ...change });
    }

    expect([...state.unread].map(([channel, ids]) => [channel, [...ids]])).toEqual([['spot', ['1']]]);
  });

  it('takes what comes while its channel or thread is still being read', () => {
    const state = { ...emptyState(), watched: new Set(['lab', '7']) };

    expect(isWatched(state, toMessage({}))).toBe(true);
    expect(isWatched(state, toMessage({ channel: 'spot' }))).toBe(false);
    expect(isWatched(state, toMessage({ thread: '7' }))).toBe(true);
    expect(isWatched(state, toMessage({ thread: '8' }))).toBe(false);
  });

  it('knows the thread of a take that its person asked for', () => {
    const asked = (person: string) => ({ body: [{ kind: 'line', line: ['Asked by ', { person }] }] });

    expect(askedThread({ kind: 'shot', id: '7', thread: null, card: asked('mira') }, 'mira')).toBe('7');
    expect(askedThread({ kind: 'card', id: '8', thread: '7', card: asked('mira') }, 'mira')).toBe('7');
    expect(askedThread({ kind: 'shot', id: '7', thread: null, card: asked('jonas') }, 'mira')).toBeNull();
    expect(askedThread({ kind: 'text', id: '7', thread: null, card: null }, 'mira')).toBeNull();
  });
});

describe('the address', () => {
  it.each([
    { channel: 'previz-lab', thread: null, isLog: false },
    { channel: 'spot-café', thread: '12', isLog: false },
    { channel: 'previz-lab', thread: null, isLog: true },
  ])('says what is shown: %j', (place) => {
    expect(readHash(toHash(place))).toEqual(place);
  });

  it.each(['', '#', '#a/thread/x', '#%', '#a/b/c/d'])('is read without trouble: "%s"', (hash) => {
    expect(readHash(hash)).toMatchObject({ thread: null, isLog: false });
  });
});

describe('words and numbers', () => {
  it('are written plainly', () => {
    expect(['0', '37500', '1500000', '-250000', '123456789000000', 'x'].map(toDollars)).toEqual([
      ...['$0.00', '$0.0375', '$1.50', '−$0.25', '$123456789.00', '–'],
    ]);
    expect([0, 42_900, 725_000, 3_723_000, -5].map(toElapsed)).toEqual(['0:00', '0:42', '12:05', '1:02:03', '0:00']);
    expect([[], ['Ana'], ['Ana', 'Ben', 'Cleo']].map(toList)).toEqual(['', 'Ana', 'Ana, Ben and Cleo']);
  });

  it('keep a media path below the media folder', () => {
    expect(toMediaUrl('clips/a b?.mp4', 'SH 1.mp4')).toBe('/media/clips/a%20b%3F.mp4?name=SH%201.mp4');
  });
});
