import { describe, expect, it } from 'vitest';
import { type Spender, scopesOf } from '../../../src/core/budget/scopes.ts';
import { channelId, personId, workspaceId } from '../../../src/core/ids.ts';

const settings: Spender['settings'] = {
  channelZone: 'America/New_York',
  workspaceZone: 'Asia/Tokyo',
  budget: { kind: 'month' },
  caps: new Map(),
  dailyFuse: null,
};
const at = new Date('2026-11-30T22:00:00Z');

const scopes = (over: Partial<Spender['settings']> = {}) =>
  scopesOf({
    workspace: workspaceId('T1'),
    channel: channelId('C1'),
    person: personId('U1'),
    settings: { ...settings, ...over },
    at,
  });

const capOf = (scope: string, over: Partial<Spender['settings']>) =>
  scopes(over).find((one) => one.scope === scope)?.cap;

describe('the scopes of a request', () => {
  it('are sorted, each with the period of its own zone and the default cap', () => {
    expect(scopes().map(({ scope, period, cap }) => [scope, period, cap])).toEqual([
      ['all', '2026-11-30', 100_000_000n],
      ['ch/T1/C1', '2026-11', 50_000_000n],
      ['fuse/T1', '2026-12-01', 40_000_000n],
      ['us/T1/U1', '2026-12-01', 15_000_000n],
      ['ws/T1', '2026-12', 200_000_000n],
    ]);
  });

  it('take the caps that somebody set, zero too', () => {
    const caps = new Map([
      ['ch/T1/C1', 7n],
      ['ws/T1', 8n],
      ['fuse/T1', 0n],
      ['us/T1/U1', 10n],
      ['all', 11n],
    ]);

    expect(scopes({ caps }).map(({ cap }) => cap)).toEqual([11n, 7n, 0n, 10n, 8n]);
  });

  it('are not touched by the caps of others', () => {
    const caps = new Map([
      ['ch/T1/C2', 1n],
      ['ch/T2/C1', 1n],
      ['us/T1/U2', 1n],
      ['ws/T2', 1n],
    ]);

    expect(scopes({ caps })).toEqual(scopes());
  });

  it('let a cap for everybody hold for a person who has none', () => {
    const everybody = new Map([['us/T1', 3n]]);

    expect(capOf('us/T1/U1', { caps: everybody })).toBe(3n);
    expect(capOf('us/T1/U1', { caps: new Map([...everybody, ['us/T1/U1', 4n]]) })).toBe(4n);
  });

  it('let the fuse of the installation go before everything', () => {
    expect(capOf('all', { dailyFuse: 5n, caps: new Map([['all', 9n]]) })).toBe(5n);
  });

  it('count a job by its number and its total', () => {
    const budget = { kind: 'job', job: '24-113', cap: 77n, endsOn: null } as const;

    expect(scopes({ budget, caps: new Map([['ch/T1/C1', 1n]]) })[1]).toMatchObject({
      period: 'job:24-113',
      periodKind: 'job',
      cap: 77n,
    });
  });
});
