import type { SlackServer } from './slack-server/slack-server.ts';
import type { FakeView } from './slack-server/state.ts';
import { until } from './until.ts';

type Values = Readonly<Record<string, unknown>>;

/** What people do in Slack's modals. */
export function makeForms(slack: Pick<SlackServer, 'state' | 'delivery'>) {
  const shown = (view: FakeView, values: Values) => ({
    ...view.view,
    ...{ id: view.id, hash: view.hash, state: { values } },
  });
  return {
    /** The nth form of its kind that this person has open. */
    view: (user: string, callback: string, nth = 0): Promise<FakeView> =>
      until(`view ${callback}`, async () =>
        [...slack.state.views.values()]
          .filter((view) => view.user === user && view.view['callback_id'] === callback)
          .at(nth),
      ),
    submit: (user: string, view: FakeView, values: Values) =>
      slack.delivery.interactive(user, { type: 'view_submission', view: shown(view, values) }),
    change: (user: string, view: FakeView, name: string, values: Values) =>
      slack.delivery.interactive(user, {
        type: 'block_actions',
        container: { type: 'view', view_id: view.id },
        view: shown(view, values),
        actions: [{ type: 'static_select', action_id: `price:${name}`, block_id: name, action_ts: slack.state.ts() }],
      }),
    /** Turns to another page of the settings. */
    async turn(user: string, view: FakeView, page: string): Promise<void> {
      const action = {
        type: 'button',
        action_id: `settings:page:${page}`,
        block_id: 'tabs',
        action_ts: slack.state.ts(),
      };
      const container = { type: 'view', view_id: view.id };
      await slack.delivery.interactive(user, {
        type: 'block_actions',
        container,
        view: shown(view, {}),
        actions: [action],
      });
      await until(`page ${page}`, async () => view.view['private_metadata']?.toString().includes(`"target":"${page}"`));
    },
    typed: (name: string, value: string): Values => ({ [name]: { [name]: { type: 'plain_text_input', value } } }),
    number: (name: string, value: string): Values => ({
      [name]: { [`price:${name}`]: { type: 'number_input', value } },
    }),
    chosen: (name: string, value: string): Values => ({
      [name]: { [`price:${name}`]: { type: 'static_select', selected_option: { value } } },
    }),
    /** What is put into a field that stands for itself. */
    put: (name: string, said: Values): Values => ({ [name]: { [name]: said } }),
    one: (name: string, value: string): Values => ({ [name]: { [name]: { selected_option: { value } } } }),
    many: (name: string, ...values: readonly string[]): Values => ({
      [name]: { [name]: { selected_options: values.map((value) => ({ value })) } },
    }),
    /** What is ticked in a block of checkboxes; null while the block isn't there. */
    ticked(view: FakeView, block: string): readonly string[] | null {
      const blocks = view.view['blocks'] as readonly {
        readonly block_id?: string;
        readonly element?: { readonly initial_options?: readonly { readonly value: string }[] };
      }[];
      const found = blocks.find(({ block_id }) => block_id === block);
      return found === undefined ? null : (found.element?.initial_options ?? []).map(({ value }) => value);
    },
  };
}
