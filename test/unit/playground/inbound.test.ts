import { describe, expect, it, vi } from 'vitest';
import { readSaid, toOrderKey } from '../../../src/adapters/playground/inbound.ts';
import { PLAYGROUND_WORKSPACE } from '../../../src/adapters/playground/people.ts';
import { channelId, messageId, outboxId, personId } from '../../../src/core/ids.ts';
import { makeCard, makeClip } from '../../contract/chat-surface.ts';
import { makeTestPlayground, type TestPlayground } from '../../support/playground-page.ts';

const LAB = { channel: 'previz-lab', thread: null };
const NONCE = { nonce: 'nonce-1234' };

async function openLab(overrides: Parameters<typeof makeTestPlayground>[0] = {}): Promise<TestPlayground> {
  const playground = makeTestPlayground(overrides);
  await playground.seed();
  return playground;
}

async function shownTo(playground: TestPlayground, person: string): Promise<{ text: string; reactions: unknown }[]> {
  const answer = await playground.get(`/api/channels/previz-lab/messages?as=${person}`);
  const { messages }: { messages: { text: string; reactions: unknown }[] } = await read(answer);
  return messages;
}

const postCard = (playground: TestPlayground) =>
  playground.surface.post(
    { platform: 'playground', workspace: PLAYGROUND_WORKSPACE, channel: channelId('previz-lab'), thread: null },
    makeCard('a card'),
    outboxId('a-card'),
  );
describe('what is said in the playground', () => {
  it('records a command with who said it and where, and wakes it', async () => {
    const playground = await openLab();

    const answer = await playground.post('/api/messages', {
      ...LAB,
      ...NONCE,
      timeZone: 'Europe/Lisbon',
      text: '/previz a keeper climbs --seconds 6',
    });

    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ ok: true });
    expect(playground.acts).toMatchObject([
      {
        act: { kind: 'command', text: 'a keeper climbs --seconds 6' },
        place: { platform: 'playground', workspace: 'playground:main', channel: 'previz-lab', thread: null },
        actor: { id: 'mira', kind: 'member', isAdmin: true, timeZone: 'Europe/Lisbon' },
        deliveryKey: 'playground:mira:nonce-1234',
      },
    ]);
    expect(Object.keys(playground.acts[0]?.place ?? {}).sort()).toEqual(['channel', 'platform', 'thread', 'workspace']);
    expect(playground.woken).toEqual(['act-1']);
    expect(await shownTo(playground, 'mira')).toEqual([]);
  });

  it('answers a command without words with the form, and records nothing', async () => {
    const playground = await openLab();

    const answer = await playground.post('/api/messages', { ...LAB, text: '  /previz  ' });

    expect(await answer.json()).toEqual({ ok: true, form: true });
    expect(playground.acts).toEqual([]);
  });

  it('posts what is said to the bot, and records it without its name', async () => {
    const playground = await openLab();

    await playground.post('/api/messages', { ...LAB, as: 'jonas', text: '@previz slower, at night' });

    expect(await shownTo(playground, 'dana')).toMatchObject([{ author: 'jonas', text: '@previz slower, at night' }]);
    expect(playground.acts).toMatchObject([{ act: { kind: 'mention', text: 'slower, at night' } }]);
  });

  it('posts everything else and tells the bot nothing', async () => {
    const playground = await openLab();

    await playground.post('/api/messages', { ...LAB, text: 'previz is nice, see /previz' });

    expect(await shownTo(playground, 'aiko')).toMatchObject([{ text: 'previz is nice, see /previz' }]);
    expect(playground.acts).toEqual([]);
  });

  it('takes the same delivery once', async () => {
    const playground = await openLab();

    await playground.post('/api/messages', { ...LAB, ...NONCE, text: '@previz again' });
    const second = await playground.post('/api/messages', { ...LAB, ...NONCE, text: '@previz again' });

    expect(second.status).toBe(202);
    expect(playground.acts).toHaveLength(1);
    expect(playground.woken).toHaveLength(1);
    expect(await shownTo(playground, 'mira')).toHaveLength(1);
  });

  it('says "not taken" when the act cannot be recorded', async () => {
    const playground = await openLab({ record: () => Promise.reject(new Error('the database is away')) });

    const answer = await playground.post('/api/messages', { ...LAB, text: '/previz a keeper climbs' });

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ok: false, error: 'Not taken, please send it again.' });
    expect(playground.reported).toHaveLength(1);
  });

  it('says "not taken" after a second without an answer', async () => {
    vi.useFakeTimers();
    const playground = await openLab({ record: () => new Promise(() => {}) });

    const answer = playground.post('/api/messages', { ...LAB, text: '/previz a keeper climbs' });
    await vi.advanceTimersByTimeAsync(1_000);

    expect((await answer).status).toBe(503);
    vi.useRealTimers();
  });

  it('takes an act although nobody could be woken', async () => {
    const playground = await openLab({ wake: () => Promise.reject(new Error('the queue is away')) });

    const answer = await playground.post('/api/messages', { ...LAB, text: '/previz a keeper climbs' });

    expect(answer.status).toBe(202);
    expect(playground.acts).toHaveLength(1);
  });

  it('keeps 10,000 characters, and characters that the database cannot keep apart', async () => {
    const playground = await openLab();
    const long = '🎬 مشهد '.repeat(1_250);

    await playground.post('/api/messages', { ...LAB, text: `${long}\0\ud800` });

    expect((await shownTo(playground, 'mira'))[0]?.text).toBe(`${long}\ufffd`);
  });

  it('refuses what nobody here said, or where nobody can be', async () => {
    const playground = await openLab();
    const say = async (body: object) =>
      (await playground.post('/api/messages', { ...LAB, text: 'hi', ...body })).status;

    expect(await say({ as: 'somebody' })).toBe(400);
    expect(await say({ nonce: '' })).toBe(400);
    expect(await say({ thread: 'x' })).toBe(400);
    expect(await say({ text: 'x'.repeat(40_001) })).toBe(400);
    expect(await say({ text: 'x'.repeat(600_000) })).toBe(413);
    expect(await say({ channel: 'nowhere' })).toBe(404);
    expect(await say({ thread: '99' })).toBe(404);
    expect(await say({ channel: 'spot-coffee', thread: await postCard(playground) })).toBe(404);
  });
});

describe('a reaction in the playground', () => {
  const react = (playground: TestPlayground, message: string, body: object) =>
    playground.post('/api/reactions', { message, emoji: '✅', op: 'add', as: 'jonas', ...body });

  it('stands on its message and is recorded in the order of its press', async () => {
    const playground = await openLab();
    const card = await postCard(playground);

    await react(playground, card, {});
    await react(playground, card, { op: 'remove' });
    await react(playground, card, { emoji: '👎' });

    expect((await shownTo(playground, 'mira'))[0]?.reactions).toEqual([{ emoji: '👎', people: ['jonas'] }]);
    expect(playground.acts.map(({ act }) => act)).toEqual([
      { kind: 'reaction', message: card, emoji: '✅', op: 'add', orderKey: toOrderKey(1n) },
      { kind: 'reaction', message: card, emoji: '✅', op: 'remove', orderKey: toOrderKey(2n) },
      { kind: 'reaction', message: card, emoji: '👎', op: 'add', orderKey: toOrderKey(3n) },
    ]);
  });

  it('changes nothing when its delivery comes again', async () => {
    const playground = await openLab();
    const card = await postCard(playground);

    await react(playground, card, NONCE);
    await react(playground, card, { op: 'remove' });
    await react(playground, card, NONCE);

    expect((await shownTo(playground, 'mira'))[0]?.reactions).toEqual([]);
    expect(playground.acts).toHaveLength(2);
  });

  it('leaves the last of several quick presses standing, however long each takes to record', async () => {
    let turns = 10;
    const playground = await openLab({
      async record() {
        turns -= 2;
        const mine = turns;
        for (let turn = 0; turn < mine; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        return 'recorded';
      },
    });
    const card = await postCard(playground);

    await Promise.all(['add', 'remove', 'add', 'remove'].map((op) => react(playground, card, { op })));

    expect((await shownTo(playground, 'mira'))[0]?.reactions).toEqual([]);
  });

  it('of the bot is there to be pressed and is not counted', async () => {
    const playground = await openLab();
    const place = {
      platform: 'playground',
      workspace: PLAYGROUND_WORKSPACE,
      channel: channelId('previz-lab'),
      thread: null,
    } as const;
    const clip = await playground.surface.deliver(place, makeClip('a.mp4', personId('mira')), outboxId('clip'));

    await react(playground, clip, { as: 'aiko' });

    expect((await shownTo(playground, 'mira'))[0]?.reactions).toEqual([{ emoji: '✅', people: ['aiko'] }]);
  });

  it('does not stand where it could not be recorded', async () => {
    const playground = await openLab({ record: () => Promise.reject(new Error('the database is away')) });
    const card = await postCard(playground);

    expect((await react(playground, card, {})).status).toBe(503);
    expect((await shownTo(playground, 'mira'))[0]?.reactions).toEqual([]);
  });
});

describe('a press in the playground', () => {
  it('is recorded with the thread of its message', async () => {
    const playground = await openLab();
    const place = {
      platform: 'playground',
      workspace: PLAYGROUND_WORKSPACE,
      channel: channelId('previz-lab'),
    } as const;
    const { thread } = await playground.surface.openThread({ ...place, thread: null }, makeCard('root'), outboxId('r'));
    const card = await playground.surface.post({ ...place, thread }, makeCard('take 1'), outboxId('c'));

    await playground.post('/api/buttons', { message: card, verb: 'retake', target: 'take-1', argument: null });
    await playground.post('/api/buttons', { message: thread, verb: 'command', target: 'x', argument: 'show PV-0001' });
    await playground.post('/api/forms', { ...LAB, thread, text: '"a keeper"', parentTake: 'take-1' });
    await playground.post('/api/reasons', { message: card, take: 'take-1', text: 'too fast' });

    expect(playground.acts).toMatchObject([
      { place: { thread }, act: { kind: 'button', verb: 'retake', target: 'take-1', argument: null } },
      { place: { thread }, act: { kind: 'button', verb: 'command', argument: 'show PV-0001' } },
      { place: { thread }, act: { kind: 'form', text: '"a keeper"', parentTake: 'take-1' } },
      { place: { thread }, act: { kind: 'reason', take: 'take-1', text: 'too fast' } },
    ]);
  });

  it('is refused on what is not there, is unknown, or is for another person', async () => {
    const playground = await openLab();
    const place = {
      platform: 'playground',
      workspace: PLAYGROUND_WORKSPACE,
      channel: channelId('previz-lab'),
      thread: null,
    } as const;
    await playground.surface.tell(place, personId('jonas'), makeCard('for jonas'), outboxId('t'));
    const press = async (body: object) =>
      (await playground.post('/api/buttons', { message: '1', verb: 'run', target: 'r', argument: null, ...body }))
        .status;

    expect(await press({ as: 'jonas' })).toBe(202);
    expect(await press({ as: 'mira' })).toBe(404);
    expect(await press({ as: 'jonas', message: messageId('99') })).toBe(404);
    expect(await press({ as: 'jonas', verb: 'launch' })).toBe(400);
  });
});

describe('channels of the playground', () => {
  it('are made under a plain name, once', async () => {
    const playground = await openLab();
    const make = async (name: string) => (await playground.post('/api/channels', { name })).status;

    expect(await make('Spot: Café №5')).toBe(202);
    expect(await make('spot café no5')).toBe(409);
    expect(await make('!!!')).toBe(400);
    const { channels }: { channels: { id: string }[] } = await read(await playground.get('/api/state'));
    expect(channels.map(({ id }) => id)).toEqual(['previz-lab', 'spot-coffee', 'spot-café-no5']);
  });
});

describe('reading what is said', () => {
  it.each([
    ['/previz', { kind: 'form' }],
    ['/PREVIZ a\nb', { kind: 'command', text: 'a\nb' }],
    ['/previzualize', { kind: 'chat' }],
    ['@previz', { kind: 'mention', text: '' }],
    ['slower please @previz!', { kind: 'mention', text: 'slower please !' }],
    ['me@previz.example', { kind: 'chat' }],
    ['@previzual', { kind: 'chat' }],
  ])('%j', (text, read) => {
    expect(readSaid(text)).toEqual(read);
  });
});

/** The page's own routes answer what the tests expect of them, or the test fails. */
const read = async (answer: Response) => JSON.parse(await answer.text());
