import { describe, expect, it } from 'vitest';
import { channelId, workspaceId } from '../../../src/core/ids.ts';
import { readWordPolicy } from '../../../src/core/moderation/word-policy.ts';
import { runSubCommand } from '../../../src/core/sub/run-sub-command.ts';
import { makeMemoryBudgets } from '../../support/memory-studio.ts';
import { ana, ben } from '../card/views.ts';
import { gus, makePlace, olga, textOf, toAsked } from './place.ts';

describe('budget', () => {
  it('shows every purse that a paid take must fit into', async () => {
    const text = textOf(await makePlace().type('budget'));

    expect(text).toContain('This channel, this month | $0.00 | $0.00 | $50.00 | $50.00');
    expect(text).toContain('You, today | $0.00 | $0.00 | $15.00 | $15.00');
    expect(text).toContain('The workspace, this month | $0.00 | $0.00 | $200.00 | $200.00');
    expect(text).toContain('The workspace’s fuse, today | $0.00 | $0.00 | $40.00 | $40.00');
    expect(text).toContain('The installation’s fuse, today | $0.00 | $0.00 | $100.00 | $100.00');
  });

  it('is no business of a guest', async () => {
    expect(textOf(await makePlace().type('budget', gus))).not.toContain('$');
    expect(textOf(await makePlace().type('status', gus))).not.toContain('$');
    expect(textOf(await makePlace().type('models', gus))).not.toContain('$');
    expect(textOf(await makePlace().type('policy', gus))).not.toContain('$');
  });

  it.each(['channel 80', 'job 26-114 800', 'workspace 300', 'fuse 60', 'person 20', 'grant 5'])(
    'is not changed by somebody who is no owner: %s',
    async (words) => {
      const place = makePlace();

      expect(textOf(await place.type(`budget ${words}`))).toBe('Changing a budget is for budget owners: U-olga.');
      expect(textOf(await place.type('budget'))).toContain('$50.00 | $50.00');
    },
  );

  it.each([
    ['channel 80', 'This channel may spend $80.00 a month.', 'This channel, this month | $0.00 | $0.00 | $80.00'],
    [
      'workspace 300',
      'The workspace may spend $300.00 a month.',
      'The workspace, this month | $0.00 | $0.00 | $300.00',
    ],
    ['fuse 60', 'The workspace stops at $60.00 a day.', 'The workspace’s fuse, today | $0.00 | $0.00 | $60.00'],
    ['person 20', 'Each person may spend $20.00 a day.', 'You, today | $0.00 | $0.00 | $20.00'],
  ])('set by an owner counts at once: %s', async (words, answer, row) => {
    const { type } = makePlace();

    expect(textOf(await type(`budget ${words}`, olga))).toContain(answer);
    expect(textOf(await type('budget', ben))).toContain(row);
  });

  it('counts by job until its last day, and by month again', async () => {
    const { type } = makePlace();

    const set = textOf(await type('budget job 26-114 800 until 2026-12-18', olga));
    const job = textOf(await type('budget'));
    await type('budget channel 50', olga);

    expect(set).toBe('This channel may spend $800.00 for job 26-114, until 2026-12-18.');
    expect(job).toContain('This channel, for job 26-114 | $0.00 | $0.00 | $800.00');
    expect(job).toContain('Job 26-114, until 2026-12-18.');
    expect(textOf(await type('budget'))).toContain('This channel, this month | $0.00 | $0.00 | $50.00');
  });

  it('takes no job that is over or that no settings could hold', async () => {
    const { studio, type } = makePlace();

    expect(textOf(await type('budget job 26-114 800 until 2026-11-20', olga))).toContain('2026-11-20 is over already');
    const change = { kind: 'job', number: '26 114', micros: 1n, until: null } as const;
    const spaced = await runSubCommand(studio, await toAsked(studio, olga, null), { kind: 'budget', change });
    expect(textOf(spaced)).toContain('can’t be a job number');
    expect(textOf(await type('budget'))).toContain('This channel, this month');
  });

  it('says that a cap below what is committed puts paid takes on hold', async () => {
    const place = makePlace();
    const row = { scope: 'ch/W/C', period: '2026-11', cap: 50_000_000n, granted: 0n, held: 0n };
    const budgets = makeMemoryBudgets([{ ...row, settled: 30_000_000n, overage: 0n, frozen: false }]);
    const studio = { ...place.studio, budgets };
    const change = { kind: 'channel', micros: 20_000_000n, period: 'month' } as const;

    const answer = await runSubCommand(studio, await toAsked(studio, olga, null), { kind: 'budget', change });
    const shown = await runSubCommand(studio, await toAsked(studio, ana, null), {
      kind: 'budget',
      change: { kind: 'show' },
    });

    expect(textOf(answer)).toContain('paid takes are on hold');
    expect(textOf(shown)).toContain('This channel: on hold');
  });

  it('explains that a grant is given where the request is', async () => {
    expect(textOf(await makePlace().type('budget grant 5 @ana', olga))).toContain('A grant covers one request');
  });
});

describe('policy', () => {
  it('is shown to anybody and changed by owners alone', async () => {
    const { type, policy } = makePlace();

    expect(textOf(await type('policy', ben))).toContain('Approve: 1 of ✅ 👍');
    expect(textOf(await type('policy strict on', ben))).toBe('Changing a policy is for budget owners: U-olga.');
    expect((await policy()).strict).toBe(false);
  });

  it.each([
    ['approve-quorum 2', { approveQuorum: 2 }],
    ['reject-quorum 3', { rejectQuorum: 3 }],
    ['strict on', { strict: true }],
    ['external on', { external: true }],
    ['providers somebody', { providers: ['somebody'] }],
    ['providers any', { providers: null }],
    ['draft-model paid-1', { draftModel: 'paid-1' }],
    ['final-model default', { finalModel: null }],
    ['approvers @Ben <@U-ana>', { approvers: { role: null, people: [ben, ana] } }],
    ['approvers <@&777> @ana', { approvers: { role: '777', people: [ana] } }],
    ['approvers everyone', { approvers: { role: null, people: [] } }],
  ])('is saved as it was said: %s', async (words, expected) => {
    const { type, policy } = makePlace();

    expect(textOf(await type(`policy ${words}`, olga))).toContain('Saved');

    expect(await policy()).toMatchObject(expected);
  });

  it.each([
    ['providers somebdy', 'Nearest: somebody'],
    ['draft-model old-1', 'old-1 is retired; its successor is paid-1'],
    ['approvers @bem', 'Nearest: Ben'],
    ['approvers @gus', 'no full member'],
    ['approvers <@&1> <@&2>', 'One role'],
  ])('is left alone where the change can’t be: %s', async (words, hint) => {
    const { type, policy } = makePlace();
    const before = await policy();

    expect(textOf(await type(`policy ${words}`, olga))).toContain(hint);

    expect(await policy()).toEqual(before);
  });

  it('takes no model of a provider that the channel’s agreements bar', async () => {
    const { type, policy } = makePlace();
    await type('policy providers runway', olga);

    expect(textOf(await type('policy final-model paid-1', olga))).toContain('don’t allow');
    expect((await policy()).finalModel).toBeNull();
  });

  it('lets an emoji mean one thing', async () => {
    const { type, policy } = makePlace();
    await type('policy emoji approve :tada: :fire:', olga);
    await type('policy emoji reject :fire:', olga);

    expect((await policy()).emoji).toEqual({ approve: ['🎉'], reject: ['🔥'] });
    await type('policy emoji approve :fire:', olga);
    expect((await policy()).emoji).toEqual({ approve: ['🔥'], reject: [] });
  });

  it('knows an emoji by its other names, too, and shows it as itself', async () => {
    const { type, policy } = makePlace();
    await type('policy emoji approve :tada: 🎉 :ship-it: :thumbsup:', olga);
    await type('policy emoji reject 🎉', olga);

    expect((await policy()).emoji).toEqual({ approve: [':ship-it:', '👍'], reject: ['🎉'] });
    expect(textOf(await type('policy'))).toMatch(/✅ 👍 :ship-it:\n.*❌ 👎 🎉\n/);
  });

  it.each([
    ['approve :x:', '❌ rejects already, and an emoji means one thing. Choose another one to approve.'],
    ['reject :tada: :heavy_check_mark:', '✔️ approves already'],
    ['approve :thumbsdown:', '👎 rejects already, and an emoji means one thing. Choose another one to approve, or let'],
  ])('lets no emoji that counts everywhere mean the other vote: %s', async (words, hint) => {
    const { type, policy } = makePlace();

    expect(textOf(await type(`policy emoji ${words}`, olga))).toContain(hint);
    expect((await policy()).emoji).toEqual({ approve: [], reject: [] });
  });

  it('lets a thumb mean what the channel says where thumbs count for nothing', async () => {
    const { type } = makePlace();
    await type('policy strict on', olga);
    await type('policy emoji approve :-1:', olga);

    expect(textOf(await type('policy'))).toContain('✅ 👎\n');
  });
});

describe('settings', () => {
  it.each([
    ['zone America/New_York', 'Time zone: America/New_York'],
    ['zone default', 'Time zone: Europe/Berlin'],
    ['ratio 2.35', 'Ratio: 2.39'],
    ['seconds 8', 'Seconds: 8'],
    ['template neutral', 'Template: neutral'],
    ['model paid-1', 'Model: paid-1'],
  ])('are saved and shown: %s', async (words, line) => {
    const { type } = makePlace();

    expect(textOf(await type(`settings ${words}`, olga))).toContain(line);
    expect(textOf(await type('settings', ben))).toContain(line);
  });

  it('keep what the last change set', async () => {
    const { type } = makePlace();
    await type('settings seconds 8', olga);
    await type('settings ratio 1:1', olga);
    await type('settings ratio default', olga);

    expect(textOf(await type('settings'))).toContain('Seconds: 8\nRatio: 16:9');
  });

  it('name the zones nearest to one that isn’t', async () => {
    const { studio } = makePlace();
    const change = { kind: 'zone', zone: 'Europe/Berln' } as const;

    const answer = await runSubCommand(studio, await toAsked(studio, olga, null), { kind: 'settings', change });

    expect(textOf(answer)).toContain('There is no time zone “Europe/Berln”. Nearest: Europe/Berlin');
  });

  it('hold whole seconds only', async () => {
    expect(textOf(await makePlace().type('settings seconds 6.5', olga))).toContain('whole number of seconds');
  });

  it('are changed by owners alone', async () => {
    const { type } = makePlace();

    expect(textOf(await type('settings seconds 8', ben))).toBe('Changing settings is for budget owners: U-olga.');
    expect(textOf(await type('settings'))).toContain('Seconds: 5');
  });
});

describe('words that stop, warn, or are let be', () => {
  it('are the workspace’s, set by an owner and shown to owners alone', async () => {
    const { type, studio } = makePlace();

    expect(textOf(await type('policy stop-words jane doe, acme'))).toContain('for budget owners');
    const saved = textOf(await type('policy stop-words jane doe, acme', olga));
    await type('policy allow-words naked gun', olga);

    const settings = (await studio.directory.loadChannel(workspaceId('W'), channelId('C')))?.workspace.settings;
    expect(readWordPolicy(settings)).toEqual({ stop: ['jane doe', 'acme'], warn: [], allow: ['naked gun'] });
    expect(saved).toContain('The words hold in every channel');
    expect(textOf(await type('policy', olga))).toContain('stop: jane doe, acme · allow: naked gun');
    expect(textOf(await type('policy', ben))).toContain('stop: 2 · allow: 1');
    expect(textOf(await type('policy stop-words none', olga))).not.toContain('jane');
  });
});
