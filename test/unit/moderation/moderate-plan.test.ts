import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../src/core/moderation/flags.ts';
import { moderatePlan } from '../../../src/core/moderation/moderate-plan.ts';
import type { RequestPlan } from '../../../src/core/ports/request-store.ts';
import type { Asked } from '../../../src/core/studio/asked.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';

/** A host that finds what is in a picture by its name. */
const studio = (pictures: Readonly<Record<string, readonly Flag[]>>, looked: string[] = []) =>
  ({
    catalog: {
      models: new Map([
        ['storyboard', { ai: true }],
        ['gen4.5', { ai: true }],
      ]),
    },
    references: { lend: async ({ media }: { media: string }) => media },
    moderator: {
      judge: async (what: { readonly pictures: readonly { readonly path: string }[] }) => {
        looked.push(...what.pictures.map(({ path }) => path));
        return { kind: 'judged', flags: what.pictures.flatMap(({ path }) => pictures[path] ?? []) };
      },
    },
    // Only what the check reads.
  }) as unknown as Studio;

const asked = { workspace: { settings: {} } } as unknown as Asked;
const picture = (media: string) => ({ role: 'first', sha256: media, mime: 'image/png', media });
const planOf = (...takes: readonly { readonly model: string; readonly references: readonly object[] }[]) =>
  ({
    takes: takes.map(({ model, references }) => ({ model, prompt: 'a fox', params: { references } })),
  }) as unknown as RequestPlan;

describe('what is looked at before money', () => {
  it('is the pictures of every model, also where the first takes none', async () => {
    const plan = planOf({ model: 'storyboard', references: [] }, { model: 'gen4.5', references: [picture('bad.png')] });

    const decision = await moderatePlan(studio({ 'bad.png': ['sexual'] }), asked, plan);

    expect(decision).toEqual({ kind: 'stop', flags: ['sexual'] });
  });

  it('is each picture once', async () => {
    const looked: string[] = [];
    const references = [picture('a.png'), picture('b.png')];
    const plan = planOf({ model: 'storyboard', references }, { model: 'gen4.5', references });

    await moderatePlan(studio({}, looked), asked, plan);

    expect(looked).toEqual(['a.png', 'b.png']);
  });
});
