import { describe, expect, it } from 'vitest';
import { channelId, workspaceId } from '../../../src/core/ids.ts';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('a question in a thread', () => {
  const paid = withPaidApp();

  it('about the price is answered with what another take would cost, and runs nothing', async () => {
    await paid.client.say('jonas', '/previz a priced thing --model paid --seconds 1');
    const clip = await until('the clip', async () =>
      (await paid.client.everything('jonas')).find(({ kind }) => kind === 'clip'),
    );

    await paid.client.say('jonas', '@previz what would this cost?', clip.thread);

    const answer = await paid.seen('jonas', /Another take like PV-0001 take 1/);
    expect(answer.kind).toBe('private');
    expect(answer.text).toMatch(/paid · 1 s[^\n]*\$0\.20/);
    expect(answer.text).toMatch(/\$49\.80 of \$50\.00 this month/);
    expect(paid.provider.accepted).toHaveLength(1);
  });

  it('about anything else gets the help, and so does a guest who asks for prices', async () => {
    const clip = await until('the clip', async () =>
      (await paid.client.everything('dana')).find(({ kind }) => kind === 'clip'),
    );
    await paid.client.say('aiko', '@previz who made this?', clip.thread);
    await paid.client.say('dana', '@previz how much?', clip.thread);

    await paid.seen('aiko', /Describe a scene, get a clip/);
    await paid.seen('dana', /Describe a scene, get a clip/);
  });
});

describe('a change in a thread that is all options', () => {
  const paid = withPaidApp();

  it('keeps the words, and the new shape takes the size along without a note', async () => {
    const { studio } = paid.app.composed;
    await paid.client.say('jonas', '/previz a log cabin at dusk --model paid --seconds 1 --size 320x180');
    const clip = await until('the clip', async () =>
      (await paid.client.everything('jonas')).find(({ kind }) => kind === 'clip'),
    );

    await paid.client.say('jonas', '@previz make it --seconds 1 --ratio 9:16', clip.thread);
    const asks = await paid.seen('jonas', /Run for \$0\.20/);
    await paid.client.press('jonas', asks, 'run');

    const [second, first] = await until('the second take', async () => {
      const takes = await studio.show.recentTakes(workspaceId('playground:main'), channelId('previz-lab'), 5);
      return takes.length === 2 ? takes : undefined;
    });
    expect(second?.prompt).toBe(first?.prompt);
    expect(second?.params).toMatchObject({ ratio: '9:16', seconds: 1 });
    expect(second?.notes.filter((note) => /is not 9:16/.test(note))).toEqual([]);
    expect(asks.text).not.toMatch(/is not 9:16/);
  }, 60_000);
});
