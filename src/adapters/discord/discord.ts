import type { ActEnvelope } from '../../core/act/act.ts';
import type { ActId } from '../../core/ids.ts';
import type { ChannelNames } from '../../core/ports/channel-names.ts';
import type { ChatSurface } from '../../core/ports/chat-surface.ts';
import type { Directory } from '../../core/ports/directory.ts';
import type { Roster } from '../../core/ports/roster.ts';
import { beginListening, type StartProblem } from './begin-listening.ts';
import { makeChannelBrake } from './channel-brake.ts';
import { makeChannels } from './channels.ts';
import type { ClipFiles } from './clip-file.ts';
import { makeCloser } from './closer.ts';
import { type EventDeps, makeEvents } from './events.ts';
import { makeGateway } from './gateway.ts';
import { type InboundDeps, makeInbound } from './inbound.ts';
import { makeMentionProblem } from './mention-problem.ts';
import { makeReadAnew } from './read-anew.ts';
import { makeApi } from './rest.ts';
import { makeRoster } from './roster.ts';
import { makeSeal } from './seal.ts';
import type { DiscordStore } from './store.ts';
import { makeDiscordSurface } from './surface.ts';

export interface DiscordDeps {
  readonly token: string;
  /** null: Discord itself. */
  readonly apiUrl: string | null;
  readonly store: DiscordStore;
  readonly media: ClipFiles;
  readonly record: (act: ActEnvelope) => Promise<'recorded' | 'known'>;
  readonly withdraw: InboundDeps['withdraw'];
  readonly wake: (act: ActId) => Promise<void>;
  readonly loadPerson: Directory['loadPerson'];
  readonly briefOf: InboundDeps['briefOf'];
  readonly complete: InboundDeps['complete'];
  /** Tells the database what may be named in a request: suggestions are read from there. */
  readonly publish: () => Promise<void>;
  /** Reads the reactions of every take anew: nobody told what happened meanwhile. */
  readonly reconcile: (listening: Listening) => Promise<unknown>;
  readonly clock: { now(): Date };
  readonly newId: () => string;
  readonly report: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

export interface Listening {
  /** Resolves when all that was heard before is recorded. */
  readonly recorded: Promise<void>;
  readonly stopped: AbortSignal;
}

export interface Shard {
  readonly id: number;
  readonly of: number;
}

export interface Discord {
  readonly surface: ChatSurface;
  readonly roster: Roster;
  readonly names: ChannelNames;
  /**
   * Listens to the gateway until stopped; sending needs no gateway. `problem`: why nothing is heard yet; it is tried on.
   */
  listen(shard: Shard | null): Promise<{ readonly problem: StartProblem | null; stop(): Promise<void> }>;
}

/** Discord behind the surface's port and the inbox: it reads, records, draws and sends, and decides nothing. */
export function makeDiscord(deps: DiscordDeps): Discord {
  const api = makeApi({ ...deps, now: () => deps.clock.now().getTime() });
  const seal = makeSeal(deps.token);
  const channels = makeChannels(api, deps.clock);
  const brake = makeChannelBrake(deps.clock);
  const shared = { ...deps, api, seal, channels, brake };
  return {
    surface: makeDiscordSurface(shared),
    roster: makeRoster(shared),
    names: { nameOf: async (_workspace, channel) => (await channels.info(channel)).name },
    async listen(shard) {
      const stopping = new AbortController();
      const votes = makeReadAnew({
        read: () => deps.reconcile({ recorded: events.recorded(), stopped: stopping.signal }),
        stopped: stopping.signal,
        report: deps.report,
      });
      const works = (channel: string) => {
        if (brake.lift(channel)) votes.ask();
      };
      const inbound = makeInbound({ ...shared, works });
      const isAdmin: EventDeps['isAdmin'] = (...of) => gateway.isAdmin(...of);
      const mentions = makeMentionProblem({ ...shared, rightsIn: (...of) => gateway.rightsIn(...of) });
      const events = makeEvents({
        ...{ ...shared, ...mentions, isAdmin },
        ...{ missed: votes.ask, works, stopped: stopping.signal },
      });
      const closer = makeCloser(shared);
      const gateway = makeGateway({
        ...shared,
        shard,
        onInteraction: (raw) => inbound.interaction(raw),
        onDispatch: (dispatch) => events.hear(dispatch),
        onIdentified: votes.ask,
        onGuildBack: votes.ask,
      });
      await deps.publish();
      const problem = await beginListening(gateway, { ...deps, stopped: stopping.signal });
      closer.start();
      return {
        problem,
        async stop() {
          stopping.abort();
          await gateway.stop();
          await events.idle();
          await votes.idle();
          await closer.stop();
        },
      };
    },
  };
}
