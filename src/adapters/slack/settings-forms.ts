import type { App, BlockAction } from '@slack/bolt';
import type { ActEnvelope } from '../../core/act/act.ts';
import { PAGE_NAMES, type PageName, type Values } from '../../core/form/form.ts';
import type { ThreadRef } from '../../core/ids.ts';
import { within } from '../../core/within.ts';
import { NOT_OURS } from './form-origin.ts';
import { FORMS, toLoadingForm, toSaidForm } from './form-view.ts';
import type { FormDeps, Opening } from './forms.ts';
import { readFormAct } from './read-acts.ts';
import type { FormValues } from './read-forms.ts';
import { PAGE_ACTION, readPageAction, readSettingsForm, toSettingsForm } from './settings-view.ts';
import { NOT_TAKEN } from './take.ts';

interface SlackUser {
  readonly id: string;
  readonly name?: string;
}

/** The checks are looked up before the acknowledgement; with the insert after them, they fit into Slack's three seconds. */
const CHECK_LIMIT_MS = 1_300;

const TITLE = 'Channel settings';
const NOT_THERE =
  'Slack does not show you in that channel now, so its settings stay shut here. Whoever is in it can use /previz settings there.';

export function makeSettingsForms(deps: FormDeps) {
  const { call, views } = deps;
  return {
    /** `isThere`: whether the person is in the channel, where it was not Slack that named it. */
    async open({ place, trigger, user }: Opening, isThere = async (): Promise<boolean> => true): Promise<void> {
      const view = toLoadingForm(TITLE);
      const opened = await call<Opened>(place.workspace, 'views.open', { trigger_id: trigger, view });
      const view_id = opened.view?.id ?? '';
      // Whatever keeps the question from being answered, the form stays shut.
      if (!(await isThere().catch((error: unknown) => deps.report(error)))) {
        await call(place.workspace, 'views.update', { view_id, view: toSaidForm(TITLE, NOT_THERE) });
        return;
      }
      const page = await views.settings(toAct(deps, { place, user, page: 'defaults', values: {} }));
      const args = {
        view_id,
        view: toSettingsForm(page, deps.origins.write(place, user.id, { target: page.name })),
      };
      await call(place.workspace, 'views.update', args);
    },
  };
}

interface Opened {
  readonly view?: { readonly id?: string };
}

export function addSettingsListeners(app: App, deps: FormDeps): void {
  app.action(PAGE_ACTION, async ({ body, action, ack }) => {
    await ack();
    const page = readPageAction('action_id' in action ? action.action_id : '');
    if (page !== null) turnPage(deps, body as BlockAction, page).catch(deps.report); // only forms have this action
  });
  app.view(FORMS.settings, async ({ body, ack }) => {
    const { view, user } = body;
    const origin = deps.origins.read(view.private_metadata, user.id);
    const values = readSettingsForm(view.state.values as FormValues, view.blocks);
    if (Object.keys(values).length === 0) return ack();
    const refuse = (why: string) => ack({ response_action: 'errors', errors: { [Object.keys(values)[0] ?? '']: why } });
    if (origin === null) return refuse(NOT_OURS);
    const { place, target } = origin;
    const page = PAGE_NAMES.find((name) => name === target) ?? 'defaults';
    const act = toAct(deps, { place, user, page, values, view });
    try {
      const problems = await within(CHECK_LIMIT_MS, deps.views.checkSettings(act));
      if (Object.keys(problems).length > 0) return ack({ response_action: 'errors', errors: { ...problems } });
      await deps.take(act);
    } catch (error) {
      deps.report(error);
      return refuse(NOT_TAKEN);
    }
    await ack();
  });
}

async function turnPage({ call, views, origins, ...deps }: FormDeps, body: BlockAction, page: PageName): Promise<void> {
  const { view, user } = body;
  const origin = view === undefined ? null : origins.read(view.private_metadata, user.id);
  if (view === undefined || origin === null) return;
  const { place } = origin;
  const shown = await views.settings(toAct(deps, { place, user, page, values: {} }));
  const form = toSettingsForm(shown, origins.write(place, user.id, { target: shown.name }));
  await call(place.workspace, 'views.update', { view_id: view.id, hash: view.hash, view: form });
}

function toAct(
  { reading }: Pick<FormDeps, 'reading'>,
  sent: {
    readonly place: ThreadRef;
    readonly user: SlackUser;
    readonly page: PageName;
    readonly values: Values;
    readonly view?: { readonly id: string; readonly hash: string };
  },
): ActEnvelope {
  const { place, user, page, values, view } = sent;
  const act = { kind: 'settings', page, values } as const;
  return readFormAct(reading, { viewId: view?.id ?? '', hash: view?.hash ?? '', place, user, act });
}
