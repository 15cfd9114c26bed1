import { type ChannelPolicy, DEFAULT_POLICY, readPolicy } from '../../../src/core/channel/policy.ts';
import { readSettings } from '../../../src/core/channel/settings.ts';
import { readCommand } from '../../../src/core/command/read-command.ts';
import { actId, channelId, messageId, personId, workspaceId } from '../../../src/core/ids.ts';
import type { PersonRecord } from '../../../src/core/ports/directory.ts';
import type { LogLine } from '../../../src/core/ports/log-store.ts';
import type { ShotView } from '../../../src/core/ports/show-store.ts';
import type { VideoProvider } from '../../../src/core/ports/video-provider.ts';
import type { Asked } from '../../../src/core/studio/asked.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { runSubCommand } from '../../../src/core/sub/run-sub-command.ts';
import type { SubAnswer } from '../../../src/core/sub/sub-answer.ts';
import { channelRecord, makeMemoryStudio } from '../../support/memory-studio.ts';
import { ana, ben, NOW } from '../card/views.ts';
import { freeModel, paidModel } from '../model/models.ts';

export const olga = personId('U-olga');
export const gus = personId('U-gus');
const workspace = workspaceId('W');
const here = channelId('C');

const person = (id: PersonRecord['id'], name: string, more: Partial<PersonRecord> = {}): PersonRecord => {
  return { id, name, kind: 'member', isAdmin: false, timeZone: null, ...more };
};

const PEOPLE = [
  person(ana, 'Ana'),
  person(ben, 'Ben'),
  person(olga, 'Olga', { isAdmin: true }),
  person(gus, 'Gus', { kind: 'guest' }),
];

export interface Place {
  readonly studio: Studio;
  /** Types `/previz …` as somebody, and answers with what comes of it. Reads the channel's policy and settings anew. */
  readonly type: (text: string, as?: PersonRecord['id'], thread?: string) => Promise<SubAnswer>;
  readonly policy: () => Promise<ChannelPolicy>;
}

/** A channel with three members, one of them an admin, and a guest. */
export function makePlace(
  start: { readonly shots?: readonly ShotView[]; readonly log?: readonly LogLine[] } = {},
): Place {
  const record = {
    id: workspace,
    platform: 'playground',
    timeZone: 'Europe/Berlin',
    settings: {},
    stoppedAt: null,
    changes: 0,
  } as const;
  const models = [
    paidModel(),
    freeModel({ name: 'animatic', provider: 'animatic' }),
    paidModel({ name: 'old-1', retiredOn: '2026-01-01', successor: 'paid-1' }),
    paidModel({ name: 'runway-1', provider: 'runway', prices: [] }),
    paidModel({ name: 'unset-1', provider: 'nobody' }),
  ];
  const neutral = { name: 'neutral', title: 'Neutral', description: 'Anything', defaults: { style: 'plain' } };
  const memory = makeMemoryStudio({
    ...start,
    workspace: record,
    channels: [channelRecord(workspace, here, 'previz')],
    people: PEOPLE,
    catalog: {
      models: new Map(models.map((model) => [model.name, model])),
      templates: new Map([['neutral', { template: neutral, version: 'abcdef123456' }]]),
    },
    house: { draftModel: 'animatic', finalModel: 'paid-1', template: 'neutral', dailyFuse: 100_000_000n, owners: [] },
    now: NOW,
  });
  // Who can be listed has somebody to render it.
  const provider = {} as VideoProvider;
  const names = ['animatic', 'somebody', 'runway'];
  const studio: Studio = { ...memory, providers: new Map(names.map((name) => [name, provider])) };
  return {
    studio,
    type: async (text, as = ana, thread) => {
      const read = readCommand(text, { templates: ['neutral'], models: models.map(({ name }) => name) });
      if (read.kind !== 'sub') throw new Error(`${text} reads as ${read.kind}`);
      return runSubCommand(studio, await toAsked(studio, as, thread ?? null), read.command);
    },
    policy: async () =>
      readPolicy((await studio.directory.loadChannel(workspace, here))?.channel.policy ?? DEFAULT_POLICY),
  };
}

/** The plain text of a card; for other answers their kind and what they are about. */
export function textOf(answer: SubAnswer): string {
  if (answer.kind === 'card') return answer.card.text;
  if (answer.kind === 'shown') return 'shown';
  return answer.kind === 'cancel' ? `cancel ${answer.takeIds.join(' ')}` : `${answer.kind} ${answer.takeId}`;
}

export async function toAsked(studio: Studio, id: PersonRecord['id'], thread: string | null): Promise<Asked> {
  const found = await studio.directory.loadChannel(workspace, here);
  const who = await studio.directory.loadPerson(workspace, id);
  if (found === null || who === null) throw new Error('nobody is there');
  const { channel } = found;
  const stored = typeof channel.settings === 'object' ? channel.settings : {};
  return {
    envelope: {
      id: actId('act-1'),
      place: { platform: 'playground', workspace, channel: here, thread: thread === null ? null : messageId(thread) },
      actor: who,
      deliveryKey: 'delivery-1',
      domainKey: null,
      at: NOW,
      act: { kind: 'command', text: '' },
    },
    ...found,
    person: who,
    policy: readPolicy(channel.policy),
    settings: readSettings({ ...stored, timeZone: channel.timeZone }),
    isOwner: who.isAdmin,
  };
}

export const logLine = (patch: Partial<LogLine> = {}): LogLine => ({
  take_id: 'take-1',
  shot: 'PV-0001',
  take: 1,
  parent_take_id: null,
  platform: 'playground',
  workspace: 'W',
  channel: 'C',
  thread: null,
  requested_by: ben,
  requested_at: '2026-11-20T23:30:00.000Z',
  brief: 'a lighthouse in a storm, seen from a very small boat',
  template: 'neutral',
  template_version: 'abc',
  prompt: 'SECRET',
  provider: 'somebody',
  model: 'paid-1',
  params: {},
  status: 'delivered',
  failure: null,
  estimate_micros: '600000',
  cost_micros: '500000',
  sha256: null,
  media: null,
  message_id: null,
  decision: { state: 'approved', final_at: null, self_approved: false },
  votes: [],
  disposition: null,
  tier: null,
  credentials: null,
  strip: null,
  let_through_by: null,
  ...patch,
});
