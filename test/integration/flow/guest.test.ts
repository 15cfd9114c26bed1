import { describe, expect, it } from 'vitest';
import { withPaidApp } from '../../support/paid-app.ts';
import { until } from '../../support/until.ts';

describe('the page of the playground', () => {
  const paid = withPaidApp();

  it('shows members the budget, and what the log says of money, prompts and votes', async () => {
    await paid.client.say('jonas', '/previz a shown thing --model paid --seconds 1');
    const clip = await until('the clip', async () =>
      (await paid.client.everything('dana')).find(({ kind }) => kind === 'clip'),
    );
    await paid.client.react('dana', clip.id, '✅');
    await paid.client.react('aiko', clip.id, '✅');

    const row = await until('both votes', async () => (await rows('jonas')).find(({ votes }) => votes.length === 2));

    expect(await get('/channels/previz-lab/budget?as=jonas')).toMatchObject({ capMicros: '50000000' });
    expect(row).toMatchObject({ brief: 'a shown thing', cost: { micros: '200000', isHeld: false } });
    expect(row.votes).toContainEqual({ person: 'Aiko Tanaka', vote: 'approve', counted: true });
    expect(row.votes).toContainEqual({ person: 'Dana Whitfield', vote: 'approve', counted: false });
  });

  it('shows a guest, and whoever is not of the cast, neither', async () => {
    for (const viewer of ['dana', 'mallory', '']) {
      expect(await get(`/channels/previz-lab/budget?as=${viewer}`)).toBeNull();
      expect((await rows(viewer))[0]).toMatchObject({ model: 'paid', brief: null, cost: null });
    }
  });

  it('fills a remix for members with all of the prompt, and for a guest with the scene alone', async () => {
    await paid.client.say('jonas', '/previz a lit thing --model paid --seconds 1 --lighting "sodium haze"');
    const take = await until('the take', async () => {
      const shown = await paid.client.everything('jonas');
      const buttons = shown.flatMap(({ card }) => card?.buttons ?? []);
      for (const { verb, target } of buttons) {
        if (verb === 'remix' && (await brief(target, 'jonas'))?.includes('a lit thing') === true) return target;
      }
      return undefined;
    });

    expect(await brief(take, 'jonas')).toContain('sodium haze');
    expect(await brief(take, 'dana')).toContain('a lit thing');
    for (const viewer of ['dana', 'mallory']) expect(await brief(take, viewer)).not.toContain('sodium haze');
    expect(await brief(take, 'jonas', 'elsewhere')).toBeNull();
  });

  const brief = async (target: string, as: string, channel = 'previz-lab'): Promise<string | null> =>
    (await get<{ text: string | null }>(`/brief?${new URLSearchParams({ target, as, channel })}`)).text;

  interface Row {
    readonly brief: string | null;
    readonly cost: unknown;
    readonly votes: readonly unknown[];
  }

  const rows = async (as: string): Promise<readonly Row[]> =>
    (await get<{ rows: readonly Row[] }>(`/log?channel=previz-lab&q=&as=${as}`)).rows;

  async function get<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(`/api${path}`, paid.app.url ?? ''));
    return (await answer.json()) as T; // what the page reads
  }
});
