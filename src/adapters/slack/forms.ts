import type { App, BlockAction, MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Act } from '../../core/act/act.ts';
import { type Brief, type BriefReference, toBrief } from '../../core/command/brief.ts';
import { printBrief } from '../../core/command/print-brief.ts';
import type { FilledBrief, FormViewer } from '../../core/form/request-form.ts';
import { personId, type ThreadRef } from '../../core/ids.ts';
import { KEPT } from '../../core/request/keep-references.ts';
import { actingTeam } from './acting-team.ts';
import type { Call } from './calls.ts';
import { NOT_OURS, type Origin, type Origins } from './form-origin.ts';
import { FORMS, PRICE_ACTION, toLoadingForm, toReasonForm, toRequestForm } from './form-view.ts';
import { type ReadDeps, readFormAct } from './read-acts.ts';
import { type FormValues, readFormImages, readReasonForm, readRequestForm } from './read-forms.ts';
import { makeSettingsForms } from './settings-forms.ts';
import { toSlackFile } from './slack-files.ts';
import { NOT_TAKEN, type Take } from './take.ts';
import type { SlackViews } from './views.ts';

export interface FormDeps {
  readonly call: Call;
  readonly views: SlackViews;
  readonly take: Take;
  readonly reading: ReadDeps;
  readonly origins: Origins;
  readonly report: (error: unknown) => void;
}

export interface Opening {
  readonly place: ThreadRef;
  readonly trigger: string;
  readonly user: { readonly id: string; readonly name?: string };
}

/** Forms are the surface's own first answer; what is sent from one is an act. */
export function makeForms(deps: FormDeps) {
  const { call, views } = deps;
  const show = async ({ place, trigger }: Opening, view: ModalView): Promise<string> => {
    const opened = await call<Opened>(place.workspace, 'views.open', { trigger_id: trigger, view });
    return opened.view?.id ?? '';
  };
  const fill = (place: ThreadRef, id: string, view: ModalView) =>
    call(place.workspace, 'views.update', { view_id: id, view });

  return {
    /** Opened with a word first, then filled: a trigger is good for three seconds, whatever the database does. */
    async request(opening: Opening, target: string | null): Promise<void> {
      const { place } = opening;
      const id = await show(opening, toLoadingForm(target === null ? 'Pre-viz a shot' : 'Remix a take'));
      const filled = target === null ? null : await views.brief(viewerOf(opening), target);
      await fill(place, id, await drawRequest(deps, opening, { filled, target }));
    },
    reason: (opening: Opening, take: string) =>
      show(opening, toReasonForm(deps.origins.write(opening.place, opening.user.id, { target: take }))),
    settings: makeSettingsForms(deps).open,
  };
}

export type Forms = ReturnType<typeof makeForms>;

interface Opened {
  readonly view?: { readonly id?: string };
}

async function drawRequest(
  { views, origins }: FormDeps,
  opening: Pick<Opening, 'place' | 'user'>,
  { filled, target }: { readonly filled: FilledBrief | null; readonly target: string | null },
): Promise<ModalView> {
  const rest = filled === null ? '' : restOf(filled.brief);
  return toRequestForm({
    catalog: views.catalog(),
    filled,
    kept: keptOf(filled),
    price: await views.price(viewerOf(opening), filled?.brief ?? readRequestForm({})),
    metadata: origins.write(opening.place, opening.user.id, { target, rest }),
  });
}

const viewerOf = ({ place, user }: Pick<Opening, 'place' | 'user'>): FormViewer => ({
  platform: place.platform,
  workspace: place.workspace,
  channel: place.channel,
  person: personId(user.id),
});

const isKept = ({ url }: BriefReference): boolean => url.startsWith(KEPT);

const keptOf = (filled: FilledBrief | null): readonly BriefReference[] => filled?.brief.refs.filter(isKept) ?? [];

/** What the form has no field for goes along unseen, as it would have been typed. A size belongs to its ratio, which has one. */
function restOf({ size, seed, shot, tier, ratio, refs }: Brief): string {
  const rest = { size: ratio === null ? size : null, seed, shot, tier, refs: refs.filter((ref) => !isKept(ref)) };
  return printBrief({ ...toBrief(''), ...rest }).replace(/^""\s*/, '');
}

/** What people change and send in forms. */
export function addFormListeners(app: App, deps: FormDeps): void {
  app.action(PRICE_ACTION, async ({ body, ack }) => {
    await ack();
    updatePrice(deps, body as BlockAction).catch(deps.report); // only blocks of a form have this action
  });
  const submitted = (name: string, read: (sent: Sent) => readonly Act[]) =>
    app.view(name, async ({ body, ack }) => {
      const { view } = body;
      const refuse = (why: string) => ack({ response_action: 'errors', errors: { [firstInput(view.blocks)]: why } });
      const origin = deps.origins.read(view.private_metadata, body.user.id);
      if (origin === null) return refuse(NOT_OURS);
      const { place } = origin;
      const sent = { team: place.workspace, origin, values: view.state.values as FormValues };
      try {
        for (const [index, act] of read(sent).entries())
          await deps.take(
            readFormAct(deps.reading, { viewId: `${view.id}:${index}`, hash: view.hash, place, user: body.user, act }),
          );
      } catch (error) {
        deps.report(error);
        return refuse(NOT_TAKEN);
      }
      await ack();
    });
  submitted(FORMS.request, ({ origin, values, team }) => {
    const images = readFormImages(values).map((id) => toSlackFile(team, id));
    const text = `${printBrief(readRequestForm(values))} ${origin.rest}`.trim();
    return [{ kind: 'form', text, parentTake: origin.target, images }];
  });
  submitted(FORMS.reason, ({ origin, values }) =>
    origin.target === null ? [] : [{ kind: 'reason', take: origin.target, text: readReasonForm(values) }],
  );
}

interface Sent {
  readonly team: string;
  readonly origin: Origin;
  readonly values: FormValues;
}

async function updatePrice(deps: FormDeps, body: BlockAction): Promise<void> {
  const { view } = body;
  const origin = view === undefined ? null : deps.origins.read(view.private_metadata, body.user.id);
  if (view === undefined || origin === null) return;
  const { place } = origin;
  const brief = readRequestForm(view.state.values as FormValues);
  const viewer = viewerOf({ place, user: body.user });
  const price = await deps.views.price(viewer, brief);
  const from = origin.target === null ? null : await deps.views.brief(viewer, origin.target);
  const form = toRequestForm({
    catalog: deps.views.catalog(),
    filled: { brief, parentTake: origin.target },
    kept: keptOf(from),
    price,
    metadata: view.private_metadata,
  });
  // With the hash, so that a slow answer never overwrites a newer one.
  await deps.call(place.workspace, 'views.update', { view_id: view.id, hash: view.hash, view: form });
}

const firstInput = (blocks: readonly { readonly type: string; readonly block_id?: string }[]): string =>
  blocks.find(({ type }) => type === 'input')?.block_id ?? '';

interface SharedFile {
  readonly id?: string;
  readonly mimetype?: string;
  readonly file_access?: string;
}

/** Of another company's file the message says nothing but that it has to be asked for. */
const mayBePicture = ({ mimetype, file_access }: SharedFile): boolean =>
  mimetype === undefined ? file_access === 'check_file_info' : mimetype.startsWith('image/');

/** "Pre-viz this": the message's text and images, in the thread that it has or begins. */
export function readShortcut({ channel, user, message, trigger_id, response_url, ...from }: MessageShortcut) {
  const team = actingTeam({ team: from.team, user });
  if (team === null) return null;
  const { thread_ts: thread = message.ts, files } = message as {
    readonly thread_ts?: string;
    readonly files?: readonly SharedFile[];
  };
  const images = (files ?? []).flatMap((file) =>
    file.id !== undefined && mayBePicture(file) ? [toSlackFile(team, file.id)] : [],
  );
  return {
    team,
    channel: channel.id,
    thread,
    user,
    text: message.text ?? '',
    images,
    trigger_id,
    response_url,
  };
}
