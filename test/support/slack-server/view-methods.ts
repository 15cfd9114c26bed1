import { type Args, type Methods, Refused, text } from './call.ts';
import { isView } from './check-view.ts';

export const VIEWS: Methods = {
  'views.open': (args, { state }) => {
    const trigger = text(args, 'trigger_id');
    if (!state.triggers.delete(trigger)) throw new Refused('expired_trigger_id');
    checkView(args);
    const id = state.id('V');
    const view = {
      id,
      user: trigger.split('.')[1] ?? '',
      hash: state.ts(),
      view: args['view'] as Record<string, unknown>,
    };
    state.views.set(id, view);
    return { view: { ...view.view, id, hash: view.hash } };
  },

  'views.update': (args, { state }) => {
    const found = state.views.get(text(args, 'view_id'));
    if (found === undefined) throw new Refused('not_found');
    if (typeof args['hash'] === 'string' && args['hash'] !== found.hash) throw new Refused('hash_conflict');
    checkView(args);
    found.view = args['view'] as Record<string, unknown>;
    found.hash = state.ts();
    return { view: { ...found.view, id: found.id, hash: found.hash } };
  },

  'views.publish': (args, { state }) => {
    checkView(args);
    state.homes.set(text(args, 'user_id'), args['view'] as Record<string, unknown>);
    return {};
  },
};

function checkView({ view }: Args): void {
  if (!isView(view as Parameters<typeof isView>[0])) throw new Refused('invalid_arguments'); // it reads only what is there
}
