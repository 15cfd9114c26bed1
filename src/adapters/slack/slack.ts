import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Receiver } from '@slack/bolt';
import {
  messageId,
  type OutboxId,
  type PersonId,
  type ThreadRef,
  type WorkspaceId,
  workspaceId,
} from '../../core/ids.ts';
import type { ChannelNames } from '../../core/ports/channel-names.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import type { Roster } from '../../core/ports/roster.ts';
import { type Call, makeCall, type SlackLogger } from './calls.ts';
import { makeChannelNames } from './channel-names.ts';
import { explainToken } from './explain-token.ts';
import { makeOrigins } from './form-origin.ts';
import { type SlackTiming, TIMING } from './limits.ts';
import { addListeners, type InboundDeps } from './listeners.ts';
import { makePace, type SharedBucket } from './pace.ts';
import { makePatientCall, patiently } from './patient-call.ts';
import { makePeople, type People } from './people.ts';
import { makePictures } from './pictures.ts';
import { makeHttpTransport, makeSocketTransport } from './receivers.ts';
import { makeRoster } from './roster.ts';
import { makeSlackFiles } from './slack-files.ts';
import type { KindsOf, SlackPictures } from './store.ts';
import { makeSlackSurface } from './surface.ts';
import type { Installed } from './tokens.ts';
import { type MediaReader, readShare } from './upload.ts';
import type { SlackViews } from './views.ts';

export interface SlackDeps extends Omit<InboundDeps, 'onShared' | 'onJoined' | 'origins'> {
  /** People from outside read along in a channel: what stands there is drawn anew. */
  readonly redraw: (place: ThreadRef) => Promise<void>;
  /** A message may go now that what it waited for is there. */
  readonly ring: (message: OutboxId) => Promise<void>;
  /** The pages of an installation, where many workspaces install the app. */
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly installed: Installed;
  readonly media: MediaReader;
  readonly pictures: SlackPictures;
  readonly kindsOf: KindsOf;
  /** Seals what forms bring back; the same in every process. */
  readonly formSecret: string;
  /** What all processes together may edit in a workspace. */
  readonly edits: SharedBucket;
  /** null: Slack itself. */
  readonly apiUrl: string | null;
  readonly transport:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  readonly linkTo: (media: string, fileName: string) => string | null;
  readonly logger: SlackLogger;
  readonly timing?: Partial<SlackTiming>;
}

export interface Slack {
  readonly surface: ChatSurface;
  readonly roster: Roster;
  readonly names: ChannelNames;
  /** Where a picture of a message is fetched; null for what is none of Slack's. */
  readonly openFile: ReturnType<typeof makeSlackFiles>;
  /** Begins to hear what people do. Throws UserError where Slack lets nobody listen. */
  start(): Promise<void>;
  /** In words, what keeps the bot from speaking; null where nothing does, as far as Slack tells now. */
  problem(): Promise<string | null>;
  stop(): Promise<void>;
  /** For the app's own server, with HTTP as the transport; false where the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Slack with the core behind it: what people do there becomes acts, and what the core shows goes there. */
export function makeSlack(deps: SlackDeps): Slack {
  const { installed, clock } = deps;
  const call = makeCall({ ...deps, tokens: installed, pace: makePace(clock, deps.edits) });
  const people = makePeople({ call, clock });
  const surface = makeSlackSurface({
    ...deps,
    call,
    timing: { ...TIMING, ...deps.timing },
    async names(place, ids) {
      const names = new Map<PersonId, string>();
      for (const id of new Set(ids)) names.set(id, (await people.find(place.workspace, id))?.name ?? 'somebody');
      return (person) => names.get(person) ?? 'somebody';
    },
    pictures: makePictures({ ...deps, call }),
    forgetPicture: (place, media) => deps.pictures.forget(place.workspace, media),
    people: {
      kindOf: async (place, person) => (await people.find(place.workspace, person))?.kind ?? 'external',
      botUser: async (place: ThreadRef) => (await installed.find(place.workspace)).botUserId,
    },
  });
  const roster = makeRoster({
    call,
    people,
    clock,
    kindsOf: deps.kindsOf,
  });
  const inbound = openTransport(deps);
  const app = makeApp(deps, inbound.receiver);
  addListeners(app, {
    ...deps,
    call: makePatientCall(call),
    views: makePatientViews(deps.views),
    origins: makeOrigins(deps.formSecret),
    onJoined(place, person) {
      roster.changed(place);
      redrawForOutsiders(deps, people, { place, person }).catch(deps.report);
    },
    onShared: (workspace, fileId) => findShared({ ...deps, call }, workspaceId(workspace), fileId),
  });
  return {
    surface,
    roster,
    names: makeChannelNames(call),
    openFile: makeSlackFiles({ call, tokens: installed, apiUrl: deps.apiUrl }),
    start: async () => {
      await inbound.receiver.start();
      deps.onGap();
    },
    async problem() {
      const error = (await installed.warm?.()) ?? null;
      return error === null ? null : explainToken('SLACK_BOT_TOKEN', error, deps.apiUrl);
    },
    stop: async () => {
      await inbound.receiver.stop();
    },
    handle: (request, response) =>
      inbound.handle?.(request, response) === true || deps.pages?.(request, response) === true,
  };
}

/** A colleague who joins may see what stands there. */
async function redrawForOutsiders(
  { redraw }: Pick<SlackDeps, 'redraw'>,
  people: People,
  { place, person }: { readonly place: ThreadRef; readonly person: PersonId | null },
): Promise<void> {
  // Whoever can't be looked up is taken for an outsider.
  const joined = person === null ? null : await people.find(place.workspace, person).catch(() => null);
  if (joined?.kind === 'member' || joined?.kind === 'bot') return;
  await redraw(place);
}

/** What is drawn for somebody who waits asks Slack who they are. */
const makePatientViews = (views: SlackViews): SlackViews => ({
  ...views,
  brief: (...asked) => patiently(() => views.brief(...asked)),
  price: (...asked) => patiently(() => views.price(...asked)),
  settings: (...asked) => patiently(() => views.settings(...asked)),
  home: (...asked) => patiently(() => views.home(...asked)),
});

/** The event names the file alone; where it was shared is asked. Whoever delivers it looks into the row. */
async function findShared(
  { posts, call, ring }: Pick<SlackDeps, 'posts' | 'ring'> & { readonly call: Call },
  workspace: WorkspaceId,
  fileId: string,
): Promise<void> {
  const file = await posts.findFile(workspace, fileId);
  const ts = file === null ? null : await readShare(call, file.place, fileId);
  if (file === null || ts === null) return;
  await posts.sent(file.key, messageId(ts));
  await ring(file.key);
}

function openTransport(deps: SlackDeps): {
  readonly receiver: Receiver;
  readonly handle?: (request: IncomingMessage, response: ServerResponse) => boolean;
} {
  const { transport } = deps;
  if (transport.kind === 'http') return makeHttpTransport({ ...deps, signingSecret: transport.signingSecret });
  return makeSocketTransport({ ...deps, appToken: transport.appToken, onConnected: deps.onGap });
}

function makeApp({ installed, logger }: SlackDeps, receiver: Receiver): App {
  return new App({
    receiver,
    ...(logger === undefined ? {} : { logger }),
    authorize: async ({ teamId, enterpriseId }) => {
      const { botToken, botUserId, botId } = await installed.authorize({
        team: teamId ?? null,
        enterprise: enterpriseId ?? null,
      });
      return { botToken, botUserId, botId };
    },
  });
}
