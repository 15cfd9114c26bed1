import { expect, it } from 'vitest';
import { textOf } from '../../support/discord-chat.ts';
import { labelsOf } from '../../support/discord-server/people.ts';
import { itFitsDiscord } from '../../support/discord-server/spec.ts';
import { DEAR, QUICK, sub, text, withDiscord } from '../../support/discord-story.ts';
import { until } from '../../support/until.ts';

const { chat, eyes, channel, ask } = withDiscord();

it('opens the form where nothing was filled in, and takes what comes back', async () => {
  const { server, mira } = chat;

  const blank = server.slash(mira.id, channel.id, 'previz');
  const form = await eyes.answered(blank);
  expect(form).toMatchObject({ type: 9, data: { title: 'A new shot' } });
  server.submit(mira.id, channel.id, blank, {
    scene: 'a fox crosses a frozen lake',
    slots: 'camera: slow push in',
    options: '--model quick --seconds 5',
  });

  const thread = await eyes.thread(channel.id, 'a fox crosses');
  await eyes.clip(thread.id);
  const line = (await chat.lines()).find(({ brief }) => brief.includes('a fox'));
  expect(line?.prompt).toContain('slow push in');
});

it('reads a scene that begins with a command’s name as a scene', async () => {
  const { thread } = await ask('log cabin at dusk');

  expect(thread.name).toContain('log cabin at dusk');
});

it('renders no command that was typed where scenes go: it says where it is, and how to render the words', async () => {
  const { server, mira } = chat;
  const room = server.addChannel(chat.guild);

  for (const scene of ['show PV-0001', 'status', 'digest now']) {
    const told = textOf(
      await eyes.reply(server.slash(mira.id, room.id, 'previz', [text('scene', scene), QUICK]), 'in quotes'),
    );
    expect(told).toContain(`/previz-team ${scene}.`);
  }

  expect((await chat.lines()).filter(({ channel: in_ }) => in_ === room.id)).toEqual([]);
  expect(eyes.threads(room.id)).toEqual([]);
  server.slash(mira.id, room.id, 'previz', [text('scene', '"status"'), QUICK]);
  await eyes.thread(room.id, 'status');
});

it('answers a sub-command privately, and never takes its words for a scene', async () => {
  const { server, mira } = chat;

  const status = server.slash(mira.id, channel.id, 'previz-team', [sub('status')]);
  const log = server.slash(mira.id, channel.id, 'previz-team', [sub('log', [text('query', 'cabin at dusk')])]);

  expect(await eyes.answered(status)).toMatchObject({ type: 5, data: { flags: 64 } });
  await eyes.reply(status, 'running here');
  expect(textOf(await eyes.reply(log, 'PV-'))).toContain('quick');
});

it('hints at the nearest model privately, and spends nothing', async () => {
  const { server, mira } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [text('scene', 'a dog'), text('model', 'quik')]);

  expect(textOf(await eyes.reply(asked, 'quik'))).toContain('quick');
});

it('shows a price privately, and runs on a click, once', async () => {
  const { server, mira } = chat;

  const asked = server.slash(mira.id, channel.id, 'previz', [text('scene', 'a dear ship in a storm'), DEAR]);
  await eyes.reply(asked, '$2.50');
  const run = server.press(mira.id, asked, 'Run');
  const again = server.press(mira.id, asked, 'Run');

  const thread = await eyes.thread(channel.id, 'a dear ship');
  await eyes.clip(thread.id);
  expect(await eyes.answered(run)).toMatchObject({ type: 6 });
  await eyes.answered(again);
  expect((await chat.lines()).filter(({ model }) => model === 'dear')).toHaveLength(1);
});

it('makes the next take from a mention in the thread', async () => {
  const { server, jonas } = chat;
  const { thread } = await ask('a tram climbs a hill');

  server.say(jonas.id, thread.id, `<@${server.world.me.id}> slower, at night`);

  const second = await eyes.clip(thread.id, 1);
  expect(second.attachments[0]?.filename).toMatch(/_t02\.mp4$/);
  expect(second.notified).toEqual([jonas.id]);
});

it('says the price of a paid change by direct message, where a press counts in the thread', async () => {
  const { server, mira } = chat;
  const asked = server.slash(mira.id, channel.id, 'previz', [text('scene', 'a costly parade'), DEAR]);
  await eyes.reply(asked, '$2.50');
  server.press(mira.id, asked, 'Run');
  const thread = await eyes.thread(channel.id, 'a costly parade');
  await eyes.clip(thread.id);

  server.say(mira.id, thread.id, `<@${server.world.me.id}> at night`);
  const offer = await eyes.direct(mira.id, 'night');
  expect(labelsOf(offer.components)).toContain('No');
  server.press(mira.id, offer, 'Run');

  await eyes.clip(thread.id, 1);
});

it('acts on the shot of the thread it is used in, and adds a take by button', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a lamp swings in a corridor');
  const card = await until('a finished card', async () => {
    const found = await eyes.message(thread.id, 'Asked by');
    return labelsOf(found.components).includes('Retake') ? found : null;
  });

  const retake = server.press(mira.id, card, 'Retake');
  await eyes.clip(thread.id, 1);
  expect(await eyes.answered(retake)).toMatchObject({ type: 5 });
  server.slash(mira.id, thread.id, 'previz', [text('scene', 'the lamp goes out'), QUICK]);

  const third = await eyes.clip(thread.id, 2);
  expect(third.attachments[0]?.filename).toMatch(/_t03\.mp4$/);
});

it('opens a remix filled in with the take', async () => {
  const { server, mira } = chat;
  const { thread } = await ask('a kite over a quarry', channel, [QUICK, text('camera', 'crane up')]);
  const card = await until('a finished card', async () => {
    const found = await eyes.message(thread.id, 'Asked by');
    return labelsOf(found.components).includes('Remix') ? found : null;
  });

  const remix = server.press(mira.id, card, 'Remix');

  const form = await eyes.answered(remix);
  expect(JSON.stringify(form)).toContain('crane up');
  server.submit(mira.id, thread.id, remix, { slots: 'camera: dolly left' });
  const second = await eyes.clip(thread.id, 1);
  expect(textOf(second)).toContain('dolly left');
});

it('opens no remix of a take of another channel', async () => {
  const { server, mira } = chat;
  const card = await until('a finished card', async () => {
    const [thread] = eyes.threads(channel.id).filter(({ name }) => name.includes('kite'));
    const found = thread === undefined ? null : await eyes.message(thread.id, 'Asked by');
    return found !== null && labelsOf(found.components).includes('Remix') ? found : null;
  });
  const elsewhere = server.addChannel(chat.guild);

  const remix = server.press(mira.id, { ...card, channel: elsewhere.id }, 'Remix');

  expect(JSON.stringify(await eyes.answered(remix))).not.toContain('crane up');
});

it('fills the form from a message that it was called on', async () => {
  const { server, jonas } = chat;

  const called = server.onMessage(jonas.id, channel.id, 'Pre-viz this', 'what if the train never stops?');

  expect(JSON.stringify(await eyes.answered(called))).toContain('what if the train never stops?');
});

itFitsDiscord('the conversation', () => chat.server);
