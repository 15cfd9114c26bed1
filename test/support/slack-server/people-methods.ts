import { type Methods, Refused, text } from './call.ts';
import { toPage } from './shown.ts';

/** Who is there, and as whom the app is there. */
export const PEOPLE: Methods = {
  'auth.test': (_args, { state }) => ({
    team_id: state.team,
    user: 'previz',
    user_id: state.bot,
    bot_id: 'BBOT',
    team: 'Studio',
    url: 'https://studio.slack.com/',
  }),

  'users.info': (args, { state }) => {
    const user = state.users.get(text(args, 'user'));
    if (user === undefined) throw new Refused('user_not_found');
    return { user };
  },

  'users.list': (args, { state }) => toPage(args, 'members', [...state.users.values()]),

  'oauth.v2.access': (args, { state }) => {
    if (args['grant_type'] === 'refresh_token') {
      if (state.usedRefreshTokens.has(args['refresh_token'])) throw new Refused('invalid_refresh_token');
      state.usedRefreshTokens.add(args['refresh_token']);
      const token = `xoxb-renewed-${state.id('')}`;
      return { access_token: token, refresh_token: `xoxe-${state.id('')}`, expires_in: 43_200, token_type: 'bot' };
    }
    return {
      access_token: `xoxb-installed-${text(args, 'code')}`,
      ...{ token_type: 'bot', scope: 'commands', bot_user_id: state.bot, app_id: 'A1' },
      ...{ team: { id: state.team, name: 'Studio' }, enterprise: null, is_enterprise_install: false },
      authed_user: { id: 'U1' },
    };
  },

  'apps.connections.open': (_args, { url }) => ({ url: `${url.replace(/^http/, 'ws')}socket` }),
};
