import { describe, expect, it } from 'vitest';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('a private question that was answered', () => {
  const paid = withPaidApp();

  it('has no presses left after Run, and says that it runs', async () => {
    await paid.client.say('jonas', '/previz a dear thing --model paid --seconds 5');
    const card = await paid.seen('jonas', /Run for \$1\.00/);

    await paid.client.press('jonas', card, 'run');

    expect(await closed('jonas', card.id)).toMatch(/a dear thing[\s\S]*It runs\./);
  });

  it('has none after No', async () => {
    await paid.client.say('aiko', '/previz another dear thing --model paid --seconds 5');
    const card = await paid.seen('aiko', /Run for \$1\.00/);

    await paid.client.press('aiko', card, 'drop');

    expect(await closed('aiko', card.id)).toMatch(/Dropped/);
  });

  it('keeps them when somebody else presses', async () => {
    await paid.client.say('aiko', '/previz a guarded thing --model paid --seconds 5');
    const card = await paid.seen('aiko', /a guarded thing/);

    await paid.client.press('jonas', card, 'run').catch(() => {});
    await paid.client.say('jonas', '/previz help status');
    await paid.seen('jonas', /What is running in this channel/);

    expect((await messageOf('aiko', card.id)).card?.buttons.map(({ verb }) => verb)).toContain('run');
  });

  it('has none after the requester asked, nor the owner’s after Decline; the log says declined', async () => {
    await paid.client.say('mira', '/previz budget channel 3');
    await paid.seen('mira', /may spend \$3\.00/);
    await paid.client.say('rafael', '/previz a costly thing --model paid --seconds 20');
    const refused = await paid.seen('rafael', /more than what is left/);

    await paid.client.press('rafael', refused, 'ask');
    expect(await closed('rafael', refused.id)).toMatch(/owners are asked/);
    const asked = await paid.seen('mira', /needs a budget owner/);
    await paid.client.press('mira', asked, 'decline');

    expect(await closed('mira', asked.id)).toMatch(/Declined/);
    const line = (await paid.lines()).find(({ brief }) => brief === 'a costly thing');
    expect(line).toMatchObject({ status: 'declined', take: 0 });
  });

  it('has none after the time for an answer is over', async () => {
    await paid.client.say('mira', '/previz a forgotten thing --model paid --seconds 5');
    const card = await paid.seen('mira', /a forgotten thing/);
    expect(card.card?.buttons.length).toBeGreaterThan(0);

    paid.forward(16 * 60_000);

    expect(await closed('mira', card.id)).toMatch(/Nobody answered in time/);
  });

  it('renders once, however often the reading as a scene is chosen', async () => {
    await paid.client.say('jonas', '/previz log cabin');
    const card = await paid.seen('jonas', /can be a scene or a command/);

    await paid.client.press('jonas', card, 'scene');
    await paid.client.press('jonas', card, 'scene');

    expect(await closed('jonas', card.id)).toMatch(/Read as a scene/);
    await until('a take', async () => (await paid.lines()).find(({ brief }) => brief === 'log cabin'));
    expect((await paid.lines()).filter(({ brief }) => brief === 'log cabin')).toHaveLength(1);
  });

  async function messageOf(as: string, id: string) {
    return until('the message', async () => (await paid.client.everything(as)).find((message) => message.id === id));
  }

  async function closed(as: string, id: string): Promise<string> {
    const found = await until('a message without presses', async () => {
      const message = await messageOf(as, id);
      return message.card?.buttons.length === 0 ? message : undefined;
    });
    return found.text;
  }
});
