import { describe, expect, it } from 'vitest';
import { channelId, messageId, shotId, takeId } from '../../../src/core/ids.ts';
import type { TakeView } from '../../../src/core/ports/show-store.ts';
import { ana, approved, ben, deliveredView, minutesAgo, NOW, shotView, takeView } from '../card/views.ts';
import { makePlace, olga, textOf } from './place.ts';

const running = (number: number, patch: Partial<TakeView> = {}) =>
  takeView({ id: takeId(`run-${number}`), number, slug: 'PV-0001', ...patch });

const done = (number: number, patch: Partial<TakeView> = {}) =>
  deliveredView({ id: takeId(`done-${number}`), number, slug: 'PV-0001', ...patch });

const shot = (takes: readonly TakeView[], patch: Parameters<typeof shotView>[1] = {}) =>
  shotView(takes, { slug: 'PV-0001', thread: messageId('t1'), ...patch });

const elsewhere = shotView([done(1)], { id: shotId('shot-2'), slug: 'PV-0002', channel: channelId('D') });

describe('show', () => {
  it('delivers the pick again, else the latest finished take', async () => {
    const takes = [done(1), done(2), running(3)];

    expect(textOf(await makePlace({ shots: [shot(takes)] }).type('show PV-0001'))).toBe('deliver-again done-2');
    const picked = makePlace({ shots: [shot(takes, { pick: takeId('done-1') })] });
    expect(textOf(await picked.type('show 1'))).toBe('deliver-again done-1');
  });

  it('says what state a shot without a clip is in', async () => {
    const { type } = makePlace({ shots: [shot([running(1)])] });

    expect(textOf(await type('show PV-0001'))).toBe('PV-0001 has no finished clip yet: take 1 is rendering.');
  });

  it('does not know a shot of another channel, and tells the nearest here', async () => {
    const { type } = makePlace({ shots: [shot([done(1)]), elsewhere] });

    expect(textOf(await type('show PV-0002'))).toBe('There is no shot PV-0002 in this channel. Nearest: PV-0001.');
  });
});

describe('cancel', () => {
  it('is about the takes of the thread’s shot, or else about the asker’s own', async () => {
    const other = shotView([running(9, { id: takeId('run-9'), slug: 'PV-0003' })], {
      id: shotId('shot-3'),
      slug: 'PV-0003',
      thread: messageId('t3'),
    });
    const { type } = makePlace({ shots: [shot([running(1), done(2)]), other] });

    expect(textOf(await type('cancel', ana, 't1'))).toBe('cancel run-1');
    expect(textOf(await type('cancel', ana))).toBe('cancel run-1 run-9');
    expect(textOf(await type('cancel', ben))).toContain('Nothing of yours is running');
  });

  it('can name one take', async () => {
    const { type } = makePlace({ shots: [shot([running(1), running(2)])] });

    expect(textOf(await type('cancel PV-0001 2'))).toBe('cancel run-2');
    expect(textOf(await type('cancel PV-0001 7'))).toBe('PV-0001 has no take 7; it has 2.');
  });

  it('is for whoever asked, and budget owners', async () => {
    const { type } = makePlace({ shots: [shot([running(1)])] });

    expect(textOf(await type('cancel PV-0001', ben))).toContain('Only whoever asked');
    expect(textOf(await type('cancel PV-0001', olga))).toBe('cancel run-1');
  });

  it('stops nothing twice, and nothing that is fetched or done', async () => {
    const { type } = makePlace({ shots: [shot([running(1, { cancelBy: ana })])] });
    const late = makePlace({ shots: [shot([running(1, { state: 'fetching' }), done(2)])] });

    expect(textOf(await type('cancel PV-0001'))).toBe('That is being stopped already.');
    expect(textOf(await late.type('cancel PV-0001'))).toContain('nothing to cancel');
  });
});

describe('rename', () => {
  it('gives a shot its team’s name, once', async () => {
    const { type } = makePlace({ shots: [shot([done(1)])] });

    expect(textOf(await type('rename PV-0001 SEQ010_SH0040'))).toBe('PV-0001 is now SEQ010_SH0040.');
    expect(textOf(await type('show SEQ010_SH0040'))).toBe('deliver-again done-1');
  });

  it('takes no name from another shot', async () => {
    const { type } = makePlace({ shots: [shot([done(1)]), elsewhere] });

    expect(textOf(await type('rename PV-0001 PV-0002'))).toContain('Another shot is called PV-0002');
  });

  it('is for whoever asked for the shot, and budget owners', async () => {
    const { type } = makePlace({ shots: [shot([done(1)])] });

    expect(textOf(await type('rename PV-0001 SH0040', ben))).toContain('was asked for by U-ana, who may rename it');
    expect(textOf(await type('rename PV-0001 SH0040', olga))).toBe('PV-0001 is now SH0040.');
  });
});

describe('reopen', () => {
  const decided = [done(1, { decision: approved(minutesAgo(9)) }), done(2, { decision: approved(NOW) }), done(3)];

  it('is about the pick, else the decision made last, else the take that is named', async () => {
    const { type } = makePlace({ shots: [shot(decided)] });
    const picked = makePlace({ shots: [shot(decided, { pick: takeId('done-1') })] });

    expect(textOf(await type('reopen PV-0001'))).toBe('reopen done-2');
    expect(textOf(await picked.type('reopen PV-0001'))).toBe('reopen done-1');
    expect(textOf(await type('reopen PV-0001 take 1'))).toBe('reopen done-1');
  });

  it('has nothing to do where the votes still count', async () => {
    const { type } = makePlace({ shots: [shot(decided)] });

    expect(textOf(await type('reopen PV-0001 3'))).toContain('take 3 is open already');
    expect(textOf(await makePlace({ shots: [shot([done(3)])] }).type('reopen PV-0001'))).toContain('no final decision');
  });

  it('is for whoever asked for the take, and budget owners', async () => {
    const { type } = makePlace({ shots: [shot(decided)] });

    expect(textOf(await type('reopen PV-0001', ben))).toContain('by budget owners, or by U-ana');
    expect(textOf(await type('reopen PV-0001', olga))).toBe('reopen done-2');
  });
});

describe('status', () => {
  it('lists what runs, what waits for votes, and what is left', async () => {
    const { type } = makePlace({
      shots: [shot([running(1), done(2), done(3, { decision: approved(NOW) }), done(4, { decision: approved(null) })])],
    });

    const text = textOf(await type('status'));

    expect(text).toContain('1 running here\nPV-0001 take 1 · rendering · U-ana · started 2026-11-21 09:58 UTC');
    expect(text).toContain('Waiting for votes: PV-0001 take 2.');
    expect(text).toContain('Left in this channel: $50.00 of $50.00 this month');
    expect(text).toContain('Left for you: $15.00 of $15.00 today');
  });

  it('says that paid takes are stopped', async () => {
    const { studio, type } = makePlace();
    await studio.budgets.stopSpending('ops', NOW);

    expect(textOf(await type('status'))).toContain('Nothing is running here');
    expect(textOf(await type('status'))).toContain('Paid takes are stopped');
  });
});
