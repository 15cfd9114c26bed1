import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../support/invariants.ts';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('a paid request', () => {
  const paid = withPaidApp();

  it('under the threshold runs at once, and is settled as quoted', async () => {
    await paid.client.say('jonas', '/previz a small thing --model paid --seconds 1');

    const line = await until('a delivered take', async () =>
      (await paid.lines()).find(({ brief, status }) => brief === 'a small thing' && status === 'delivered'),
    );
    expect(line).toMatchObject({ estimate_micros: '200000', cost_micros: '200000' });
    expect(paid.provider.accepted).toHaveLength(1);
  });

  it('at the threshold shows price and what is left, and runs once however often it is pressed', async () => {
    await paid.client.say('jonas', '/previz a dear thing --model paid --seconds 5 --takes 1');
    const card = await paid.seen('jonas', /Run for \$1\.00/);
    expect(card.kind).toBe('private');
    expect(card.text).toMatch(/Left to spend: \$/);
    expect((await paid.client.everything('aiko')).some(({ text }) => /a dear thing/.test(text))).toBe(false);
    expect(paid.provider.accepted).toHaveLength(1);

    await paid.client.press('aiko', card, 'run').catch(() => {});
    await paid.client.press('jonas', card, 'run');
    await paid.client.press('jonas', card, 'run');

    // The clip is a second long where five were asked for: it is proved, not trusted, and what was billed stays billed.
    await until(
      'an ended take',
      async () => (await paid.lines()).find(({ brief, status }) => brief === 'a dear thing' && status === 'failed'),
      60_000,
    );
    expect(paid.provider.accepted).toHaveLength(2);
    expect((await paid.lines()).find(({ brief }) => brief === 'a dear thing')).toMatchObject({
      failure: 'corrupt',
      cost_micros: '1000000',
    });
  }, 90_000);

  it('asks again when the same is asked twice within half a minute', async () => {
    await paid.client.say('aiko', '/previz twice --model paid --seconds 1');
    await until('the first one', async () => (await paid.lines()).find(({ brief }) => brief === 'twice'));

    await paid.client.say('aiko', '/previz twice --model paid --seconds 1');

    await paid.seen('aiko', /asked for the same a moment ago/);
    expect((await paid.lines()).filter(({ brief }) => brief === 'twice')).toHaveLength(1);
  });

  it('over the cap is refused before anything runs, with what is left and what would fit', async () => {
    await paid.client.say('mira', '/previz budget channel 2');
    await paid.seen('mira', /may spend \$2\.00/);
    const before = paid.provider.accepted.length;

    await paid.client.say('rafael', '/previz a costly thing --model paid --seconds 20');

    const card = await paid.seen('rafael', /more than what is left/);
    expect(card.text).toMatch(/What would fit: /);
    expect(paid.provider.accepted).toHaveLength(before);
    const line = await until('a refused request in the log', async () =>
      (await paid.lines()).find(({ brief }) => brief === 'a costly thing'),
    );
    expect(line).toMatchObject({ status: 'refused_budget', take: 0 });
  });

  it('waits for an owner, who alone may approve it, and the grant covers this request only', async () => {
    const refused = await paid.seen('rafael', /more than what is left/);
    await paid.client.press('rafael', refused, 'ask');
    const asked = await paid.seen('mira', /needs a budget owner/);
    expect((await paid.client.everything('jonas')).some(({ text }) => /needs a budget owner/.test(text))).toBe(false);

    await paid.client.press('mira', asked, 'grant');

    await until('the granted take', async () =>
      (await paid.lines()).find(({ brief, take }) => brief === 'a costly thing' && take === 1),
    );
    await paid.client.say('rafael', '/previz one more --model paid --seconds 4');
    await until('a second refusal', async () =>
      (await paid.lines()).find(({ brief, status }) => brief === 'one more' && status === 'refused_budget'),
    );
  }, 60_000);

  it('is held by the kill switch, and free ones go on', async () => {
    const { budgets, clock } = paid.app.composed.studio;
    await budgets.stopSpending('a test', clock.now());

    await paid.client.say('mira', '/previz a stopped thing --model paid --seconds 1');
    await paid.seen('mira', /Paid takes are stopped/);
    await budgets.resumeSpending();

    expect((await paid.lines()).some(({ brief, take }) => brief === 'a stopped thing' && take > 0)).toBe(false);
  });

  it('over what one person may order alone names that line, and what it offers runs', async () => {
    await paid.client.say('mira', '/previz budget channel 90');
    await paid.seen('mira', /may spend \$90\.00/);
    await paid.client.say('aiko', '/previz a grand thing --model paid --seconds 30');
    const card = await paid.seen('aiko', /more than one person may order alone \(\$5\.00 at most\)/);
    expect(card.text).toMatch(/What would fit: 25 s · \$5\.00;/);

    await paid.client.press('aiko', card, 'fit');
    await paid.client.press('aiko', await paid.seen('aiko', /Run for \$5\.00/), 'run');

    await until('the take that was offered', async () =>
      (await paid.lines()).find(
        ({ brief, take, estimate_micros }) => brief === 'a grand thing' && take === 1 && estimate_micros === '5000000',
      ),
    );
  }, 60_000);

  it('leaves the books in order', async () => {
    await until(
      'ended takes',
      async () => (await paid.lines()).every(({ status }) => /delivered|failed|refused/.test(status)),
      60_000,
    );
    const bill = paid.provider.accepted.reduce((sum, { request }) => sum + BigInt(request.seconds) * 200_000n, 0n);
    const accepted = paid.provider.accepted.map(({ clientRef }) => clientRef);

    expect(await checkInvariants(paid.databaseUrl, { bill: new Map([['paid', bill]]), accepted })).toEqual([]);
  }, 90_000);
});
