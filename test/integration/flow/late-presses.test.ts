import { describe, expect, it } from 'vitest';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('a press that comes too late, or twice', () => {
  const paid = withPaidApp();
  const lines = (brief: string) => paid.lines().then((all) => all.filter((line) => line.brief === brief));
  const heard = async (who: string, words: RegExp) =>
    (await paid.client.everything(who)).filter(({ text }) => words.test(text)).length;

  /** The newest message that this person can press `verb` on. */
  const offered = (who: string, verb: string) =>
    until(`${verb} for ${who}`, async () =>
      (await paid.client.everything(who)).findLast(({ card }) => card?.buttons.some((button) => button.verb === verb)),
    );

  it('No after Run says that it runs, and spends no word about nothing spent', async () => {
    await paid.client.say('jonas', '/previz a quick dear thing --model paid --seconds 5');
    const card = await paid.seen('jonas', /a quick dear thing/);
    await paid.client.press('jonas', card, 'run');
    await until('a take', async () => (await lines('a quick dear thing')).length === 1);

    await paid.client.press('jonas', card, 'drop');

    await paid.seen('jonas', /runs already/);
    expect(await heard('jonas', /Dropped\. Nothing was spent/)).toBe(0);
  });

  it('Run after No says that it was dropped', async () => {
    await paid.client.say('aiko', '/previz a dropped dear thing --model paid --seconds 5');
    const card = await paid.seen('aiko', /a dropped dear thing/);
    await paid.client.press('aiko', card, 'drop');
    await paid.seen('aiko', /Dropped\. Nothing was spent/);

    await paid.client.press('aiko', card, 'run');

    await paid.seen('aiko', /was dropped or declined/);
  });

  it('Retake twice at once is one take, and again later another', async () => {
    await paid.client.say('rafael', '/previz a free thing --model free --seconds 1');
    await until('a clip', async () => (await lines('a free thing'))[0]?.status === 'delivered');
    const card = await offered('rafael', 'retake');

    await Promise.all([paid.client.press('rafael', card, 'retake'), paid.client.press('rafael', card, 'retake')]);
    await until('the second take', async () => (await lines('a free thing'))[1]?.status === 'delivered');
    expect(await lines('a free thing')).toHaveLength(2);

    paid.forward(10_000);
    await paid.client.press('rafael', card, 'retake');
    await until('the third take', async () => (await lines('a free thing')).length === 3);
  });
});
