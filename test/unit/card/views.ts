import fc from 'fast-check';
import type { Card } from '../../../src/core/card/card.ts';
import type { CardContext } from '../../../src/core/card/context.ts';
import { DEFAULT_POLICY } from '../../../src/core/channel/policy.ts';
import { toBrief } from '../../../src/core/command/brief.ts';
import {
  actId,
  channelId,
  messageId,
  personId,
  requestId,
  shotId,
  takeId,
  workspaceId,
} from '../../../src/core/ids.ts';
import type { Request, RequestPlan } from '../../../src/core/ports/request-store.ts';
import type { ShotView, TakeView } from '../../../src/core/ports/show-store.ts';
import { FAILURE_CODES } from '../../../src/core/take/failure.ts';
import { TAKE_STATES } from '../../../src/core/take/state.ts';
import { paidModel } from '../model/models.ts';

export const NOW = new Date('2026-11-21T10:00:00Z');
export const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

export const ana = personId('U-ana');
export const ben = personId('U-ben');

export const takeView = (patch: Partial<TakeView> = {}): TakeView => ({
  id: takeId('take-1'),
  platform: 'playground',
  workspace: workspaceId('W'),
  channel: channelId('C'),
  shotId: shotId('shot-1'),
  slug: 'SEQ010_SH0040',
  thread: messageId('1'),
  requestId: requestId('request-1'),
  number: 3,
  parentNumber: null,
  askedBy: ana,
  scene: 'a lighthouse in a storm',
  template: 'neutral',
  slots: { subject: 'a lighthouse', lighting: 'lightning only' },
  prompt: 'SECRET PROMPT of a lighthouse',
  provider: 'somebody',
  model: 'paid-1',
  params: {
    seconds: 6,
    ratio: '16:9',
    renderRatio: '16:9',
    width: 1280,
    height: 720,
    fps: 24,
    seed: 42,
    audio: true,
  },
  tier: 'draft',
  notes: [],
  estimate: 600_000n,
  cost: null,
  state: 'rendering',
  stateAt: minutesAgo(1),
  createdAt: minutesAgo(2),
  progress: null,
  failure: null,
  detail: null,
  cancelBy: null,
  sha256: null,
  media: null,
  bytes: null,
  poster: null,
  decision: { state: 'open', since: null, finalAt: null, selfApproved: false },
  ballots: [],
  disposition: null,
  ...patch,
});

/** A take whose clip is there. */
export const deliveredView = (patch: Partial<TakeView> = {}): TakeView =>
  takeView({
    state: 'delivered',
    cost: 600_000n,
    sha256: 'a'.repeat(64),
    media: 'W/clip.mp4',
    bytes: 1_234_567n,
    poster: 'W/clip.jpg',
    ...patch,
  });

export const approved = (finalAt: Date | null): TakeView['decision'] => ({
  state: 'approved',
  since: minutesAgo(4),
  finalAt,
  selfApproved: false,
});

export const shotView = (takes: readonly TakeView[], patch: Partial<ShotView> = {}): ShotView => ({
  id: shotId('shot-1'),
  platform: 'playground',
  workspace: workspaceId('W'),
  channel: channelId('C'),
  slug: 'SEQ010_SH0040',
  scene: 'a lighthouse in a storm',
  thread: messageId('1'),
  askedBy: ana,
  pick: null,
  takes,
  ...patch,
});

export const cardContext = (patch: Partial<CardContext> = {}): CardContext => ({
  now: NOW,
  external: false,
  model: paidModel(),
  finalModel: paidModel({ name: 'final-1', title: 'Final One' }),
  purse: {
    scope: 'ch/W/C',
    period: '2026-11',
    cap: 50_000_000n,
    granted: 0n,
    held: 600_000n,
    settled: 1_200_000n,
    overage: 0n,
    frozen: false,
  },
  policy: DEFAULT_POLICY,
  voters: 2,
  ...patch,
});

const plan = (): RequestPlan => ({
  shot: { id: shotId('shot-1'), slug: 'SH0040', scene: 'a lighthouse in a storm', thread: null },
  takes: [1, 2].map((number) => ({
    id: takeId(`take-${number}`),
    estimate: 600_000n,
    template: 'neutral',
    templateVersion: 'abc',
    slots: { lighting: 'lightning only' },
    prompt: 'SECRET PROMPT',
    provider: 'somebody',
    model: 'paid-1',
    params: takeView().params,
    tier: 'draft',
  })),
  notes: ['7 s became 6 s.'],
});

export const request = (patch: Partial<Request> = {}): Request => ({
  id: requestId('request-1'),
  workspace: workspaceId('W'),
  channel: channelId('C'),
  thread: null,
  person: ana,
  actId: actId('act-1'),
  state: 'read',
  brief: {
    ...toBrief('the lighthouse, closer'),
    seconds: 7,
    slots: { lighting: 'lightning only' },
    tier: 'draft',
  },
  plan: plan(),
  estimate: 1_200_000n,
  parentTake: null,
  expiresAt: null,
  createdAt: NOW,
  refusal: null,
  ...patch,
});

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const money = fc.bigInt({ min: 0n, max: 20_000_000n });
const when = fc.integer({ min: 0, max: 3000 }).map(minutesAgo);

/** Any take that the database could hold, and some that it would not. */
export const anyTake: fc.Arbitrary<TakeView> = fc
  .record({
    number: fc.integer({ min: 1, max: 99 }),
    parentNumber: maybe(fc.integer({ min: 1, max: 98 })),
    tier: fc.constantFrom('draft', 'final', null),
    notes: fc.array(fc.constantFrom('7 s became 6 s.', '8 s would cost $0.80.')),
    estimate: fc.oneof(fc.constant(0n), money),
    cost: maybe(money),
    state: fc.constantFrom(...TAKE_STATES),
    stateAt: when,
    createdAt: when,
    progress: maybe(fc.double({ min: -1, max: 2, noNaN: true })),
    failure: maybe(fc.constantFrom(...FAILURE_CODES)),
    detail: maybe(fc.constantFrom('', 'upstream said no', 'it costs $3.00')),
    cancelBy: maybe(fc.constant(ben)),
    media: maybe(fc.constant('W/clip.mp4')),
    decision: fc.record({
      state: fc.constantFrom('open', 'split', 'approved', 'rejected', 'superseded'),
      since: maybe(when),
      finalAt: maybe(when),
      selfApproved: fc.boolean(),
    }),
    ballots: fc.uniqueArray(
      fc.record({
        person: fc.constantFrom(ana, ben, personId('U-chloe')),
        vote: fc.constantFrom('approve', 'reject'),
        counted: fc.boolean(),
      }),
      { selector: ({ person }) => person },
    ),
    disposition: maybe(fc.constantFrom('boarded', 'client-deck', 'cut', 'reference', 'something else')),
  })
  .map((patch) => takeView(patch));

export const anyContext: fc.Arbitrary<CardContext> = fc
  .record({
    external: fc.boolean(),
    model: fc.constantFrom(paidModel(), null),
    finalModel: fc.constantFrom(paidModel({ name: 'final-1' }), paidModel({ prices: [] }), null),
    purse: fc.constantFrom(cardContext().purse, null),
    voters: fc.integer({ min: 0, max: 9 }),
  })
  .map((patch) => cardContext(patch));

/** Everything that a card shows outside its plain text: each piece a person reads. */
export function piecesOf(card: Card): readonly string[] {
  const line = (spans: Card['title']) =>
    (spans ?? []).flatMap((span) => {
      if (typeof span === 'string') return [span];
      if ('bold' in span) return [span.bold];
      if ('code' in span) return [span.code];
      return 'person' in span ? [span.person] : [span.at.toISOString().slice(0, 10)];
    });
  const blocks = card.body.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'line':
        return line(block.line);
      case 'fields':
        return block.fields.flatMap(({ label, value }) => [label, ...line(value)]);
      case 'table':
        return [block.caption, ...block.columns, ...block.rows.flat()];
      case 'image':
        return [block.alt];
      case 'folded':
        return [block.label, block.text];
      default:
        return [block.label];
    }
  });
  return [...line(card.title), ...blocks, ...card.buttons.map(({ label }) => label)];
}

export const verbsOf = (card: Card): readonly string[] => card.buttons.map(({ verb }) => verb);
