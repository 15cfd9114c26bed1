import type { App, RespondFn, SlackEventMiddlewareArgs } from '@slack/bolt';
import { toDirectId } from '../../core/direct-message.ts';
import { PermanentError } from '../../core/errors.ts';
import { channelId, messageId, type PersonId, personId, type ThreadRef, workspaceId } from '../../core/ids.ts';
import { offerMessage } from '../../core/studio/ring.ts';
import { within } from '../../core/within.ts';
import { actingTeam } from './acting-team.ts';
import { CARD_ACTION, type Press, readPress } from './action-id.ts';
import type { Call } from './calls.ts';
import type { Origins } from './form-origin.ts';
import { addFormListeners, type Forms, makeForms, readShortcut } from './forms.ts';
import { HOME_SETTINGS, toHome } from './home.ts';
import { type Memberships, makeMemberships } from './memberships.ts';
import {
  placeOfPress,
  type ReadDeps,
  readCommandAct,
  readMentionAct,
  readPressAct,
  readQuoteAct,
  readReactionAct,
  type SlackPressed,
  teamOf,
} from './read-acts.ts';
import { addSettingsListeners } from './settings-forms.ts';
import type { SlackPosts } from './store.ts';
import { BOT_EVENTS, COMMAND, type EventName, SHORTCUT } from './subscriptions.ts';
import { makeTake, NOT_TAKEN, type Take, type TakeDeps } from './take.ts';
import type { SlackViews } from './views.ts';

export interface InboundDeps extends TakeDeps {
  readonly clock: { now(): Date };
  readonly origins: Origins;
  readonly newId: () => string;
  readonly views: SlackViews;
  readonly posts: SlackPosts;
  /** Deliveries may have been missed: a start, a new connection, or Slack said that it held some back. */
  readonly onGap: () => void;
  /** The app was removed from a workspace or an organisation, or its tokens were. */
  readonly onRemoved: (id: { readonly team: string | null; readonly enterprise: string | null }) => Promise<void>;
  /** A file that this app uploaded was shared: whoever waits for it is rung. */
  readonly onShared: (workspace: string, fileId: string) => Promise<void>;
  /** Others read along in a channel from now on: this person, or another company (null). */
  readonly onJoined: (place: ThreadRef, person: PersonId | null) => void;
}

const CHOOSE_CHANNEL = 'Choose a channel: a shot belongs to a team, its budget and its votes. Ask there with /previz.';
/** A form for nothing is not opened; where that is not known so soon it is, since a trigger lives for three seconds. */
const ROOM_LIMIT_MS = 1_000;
const FORM_EXPIRED = 'The form could not be opened in time. Please press or type it again.';

/** The same listeners for both transports: each reads its payload, records the act, and decides nothing. */
export function addListeners(app: App, deps: InboundDeps & { readonly call: Call }): void {
  const reading: ReadDeps = { newId: deps.newId, now: () => deps.clock.now() };
  const take = makeTake(deps);
  const formDeps = { ...deps, take, reading };
  const forms = makeForms(formDeps);
  addCommand(app, { ...deps, take, reading, forms });
  const memberships = makeMemberships(deps);
  addPresses(app, { ...deps, take, reading, forms, memberships });
  addEvents(app, { ...deps, take, reading, memberships });
  addFormListeners(app, formDeps);
  addSettingsListeners(app, formDeps);
}

interface Listening extends InboundDeps {
  readonly call: Call;
  readonly take: Take;
  readonly reading: ReadDeps;
}

/** A trigger lives for three seconds. What came of it is said where the person is, by the way that is still open. */
const sayExpired =
  (
    { report, call }: Listening,
    { place, person, respond }: { readonly place: ThreadRef; readonly person: string; readonly respond: RespondFn },
  ) =>
  async (error: unknown): Promise<void> => {
    report(error);
    try {
      await respond({ response_type: 'ephemeral', replace_original: false, text: FORM_EXPIRED });
    } catch {
      const send = (method: 'chat.postEphemeral' | 'chat.postMessage', to: object) =>
        call(place.workspace, method, { ...to, text: FORM_EXPIRED });
      try {
        await send('chat.postEphemeral', { channel: place.channel, user: person });
      } catch (refused) {
        // Where the bot may not speak there is still the person's own conversation with it.
        if (!(refused instanceof PermanentError)) return report(refused);
        await send('chat.postMessage', { channel: person }).catch(report);
      }
    }
  };

function addCommand(app: App, deps: Listening & { readonly forms: Forms }): void {
  const { take, reading, forms, report } = deps;
  app.command(COMMAND, async ({ command, ack, respond }) => {
    const text = (command.text ?? '').trim();
    const place = toPlace(command.team_id, command.channel_id, null);
    const user = { id: command.user_id, name: command.user_name };
    const opening = { place, trigger: command.trigger_id, user };
    // A form is the first answer itself; nothing is recorded before it is sent.
    if (text === '' || text === 'settings') {
      if (command.channel_id.startsWith('D')) return ack({ response_type: 'ephemeral', text: CHOOSE_CHANNEL });
      const closed = await within(ROOM_LIMIT_MS, deps.views.closed(place)).catch(() => null);
      if (closed !== null) return ack({ response_type: 'ephemeral', text: closed });
      const opened = text === '' ? forms.request(opening, null) : forms.settings(opening);
      opened.catch(sayExpired(deps, { place, person: command.user_id, respond }));
      return ack();
    }
    try {
      await take(readCommandAct(reading, command));
    } catch (error) {
      report(error);
      return ack({ response_type: 'ephemeral', text: NOT_TAKEN });
    }
    await ack();
  });
}

/** Verbs whose first answer is a form. */
const FORM_VERBS: readonly string[] = ['edit', 'remix', 'reason', 'zone'];

function addPresses(app: App, deps: Hearing & { readonly forms: Forms }): void {
  const { take, reading, forms, report, posts, memberships } = deps;
  app.action(CARD_ACTION, async ({ body, action, ack, respond }) => {
    if (action.type !== 'button' || !('action_id' in action)) return ack();
    const pressed = body as SlackPressed; // Bolt's action bodies are a union of which cards use one
    const press = readPress(action.action_id, action.value);
    const at = placeOfPress(pressed);
    if (press === null || at === null) return ack();
    const place = await originOf(posts, toPlace(at.team, at.channel, at.thread), { pressed, press });
    if (FORM_VERBS.includes(press.verb)) {
      const opening = { place, trigger: pressed.trigger_id ?? '', user: pressed.user };
      const opened = openForm(forms, opening, press);
      opened.catch(sayExpired(deps, { place, person: pressed.user.id, respond }));
      return ack();
    }
    try {
      await take(readPressAct(reading, pressed, { action, place }));
    } catch (error) {
      report(error);
      await respond({ response_type: 'ephemeral', replace_original: false, text: NOT_TAKEN }).catch(report);
    }
    await ack();
  });
  app.action(HOME_SETTINGS, async ({ body, action, ack }) => {
    await ack();
    const { user, trigger_id: trigger = '' } = body as SlackPressed; // as above
    const team = actingTeam(body as SlackPressed);
    if (team === null || action.type !== 'button' || action.value === undefined) return;
    const place = toPlace(team, action.value, null);
    const isThere = async () => (await memberships(place.workspace, personId(user.id))).has(place.channel);
    forms.settings({ place, trigger, user }, isThere).catch(report);
  });
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT }, async ({ shortcut, ack, respond }) => {
    try {
      if (shortcut.type === 'message_action') await take(readQuoteAct(reading, readShortcut(shortcut)));
    } catch (error) {
      report(error);
      await respond({ response_type: 'ephemeral', text: NOT_TAKEN }).catch(report);
    }
    await ack();
  });
}

function openForm(
  forms: Forms,
  opening: Parameters<Forms['request']>[0],
  { verb, target }: { readonly verb: string; readonly target: string },
): Promise<unknown> {
  if (verb === 'reason') return forms.reason(opening, target);
  return verb === 'zone' ? forms.settings(opening) : forms.request(opening, target);
}

/** What is pressed in somebody's direct messages counts where the card came from. */
async function originOf(
  posts: SlackPosts,
  place: ThreadRef,
  { pressed, press }: { readonly pressed: SlackPressed; readonly press: Press },
): Promise<ThreadRef> {
  const ts = pressed.container?.message_ts;
  if (!place.channel.startsWith('D') || ts === undefined) return place;
  // Where Slack's answer to an owner's offer was lost, nobody knows its message; the button says which offer it is.
  const isOffer = press.verb === 'grant' || press.verb === 'decline';
  const lost = isOffer ? offerMessage(press.target, pressed.user.id) : null;
  return (await posts.findOrigin(place.workspace, toDirectId(place.channel, ts), lost)) ?? place;
}

interface Hearing extends Listening {
  readonly memberships: Memberships;
}

type Listeners = { readonly [Name in EventName]: (heard: SlackEventMiddlewareArgs<Name>) => Promise<unknown> };

/** One for each event of the list that the manifest is made from. */
function eventListeners(deps: Hearing): Listeners {
  const { take, reading } = deps;
  // Where the insert fails these throw: Slack hears no acknowledgement and sends the event again.
  return {
    app_mention: ({ body, event }) => take(readMentionAct(reading, body, event)),
    reaction_added: ({ body, event }) => take(readReactionAct(reading, body, { event, op: 'add' })),
    reaction_removed: ({ body, event }) => take(readReactionAct(reading, body, { event, op: 'remove' })),
    channel_shared: async ({ body, event }) => deps.onJoined(toPlace(teamOf(body), event.channel, null), null),
    member_joined_channel: async ({ body, event }) =>
      deps.onJoined(toPlace(teamOf(body), event.channel, null), personId(event.user)),
    file_shared: ({ body, event }) => deps.onShared(teamOf(body), event.file_id),
    app_home_opened: async ({ body, event }) => {
      if (event.tab !== 'home') return;
      const [workspace, person] = [workspaceId(teamOf(body)), personId(event.user)];
      const channels = await deps.memberships(workspace, person);
      const view = toHome(await deps.views.home({ platform: 'slack', workspace, person, channels }));
      await deps.call(workspace, 'views.publish', { user_id: person, view });
    },
    app_uninstalled: ({ body }) => deps.onRemoved(removedFrom(body)),
    tokens_revoked: async ({ body, event }) => {
      if ((event.tokens.bot ?? []).length > 0) await deps.onRemoved(removedFrom(body));
    },
  };
}

function addEvents(app: App, deps: Hearing): void {
  const listeners = eventListeners(deps);
  for (const name of BOT_EVENTS) app.event(name, listeners[name] as never); // the typings can't follow the loop; `Listeners` has checked each
  // Comes without a subscription, and is missing in Slack's typings.
  app.event('app_rate_limited' as 'app_mention', async () => deps.onGap());
}

const removedFrom = (body: { readonly team_id?: string; readonly enterprise_id?: string }) => ({
  team: body.team_id ?? null,
  enterprise: body.enterprise_id ?? null,
});

const toPlace = (team: string, channel: string, thread: string | null): ThreadRef => ({
  platform: 'slack',
  workspace: workspaceId(team),
  channel: channelId(channel),
  thread: thread === null ? null : messageId(thread),
});
