import type { HomeView, KnownBlock } from '@slack/types';
import { plain } from './form-view.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';
import type { HomeFacts } from './views.ts';

/** A person's App Home: their shots, the votes that wait for them, what the channels have left. */
export function toHome(facts: HomeFacts): HomeView {
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain('Votes that wait for you') },
    ...list(
      facts.openVotes.map(({ slug, take, channel }) => `*${escapeText(slug)}* take ${take} in <#${channel}>`),
      'None. Well done.',
    ),
    { type: 'header', text: plain('Your shots') },
    ...list(
      facts.shots.map(
        ({ slug, scene, state, channel }) =>
          `*${escapeText(slug)}* ${escapeText(cut(scene, 120))} · ${escapeText(state)} · <#${channel}>`,
      ),
      'None yet. In a channel: `/previz a lighthouse keeper climbs a spiral stair`',
    ),
    { type: 'header', text: plain('Budgets') },
    ...list(
      facts.budgets.map(({ channel, words }) => `<#${channel}>: ${escapeText(words)}`),
      'Nothing was spent yet.',
    ),
    {
      type: 'actions',
      elements: facts.budgets.slice(0, 5).map(({ channel, words: _ }, index) => ({
        type: 'button',
        action_id: `home:settings:${index}`,
        text: plain(`Settings ${index + 1}`),
        value: channel,
      })),
    },
  ];
  return {
    type: 'home',
    blocks: blocks.filter((block) => block.type !== 'actions' || block.elements.length > 0).slice(0, LIMITS.homeBlocks),
  };
}

export const HOME_SETTINGS = /^home:settings:/;

const ROWS = 10;

function list(lines: readonly string[], empty: string): KnownBlock[] {
  const shown = lines.length === 0 ? [empty] : lines.slice(0, ROWS);
  return [{ type: 'section', text: { type: 'mrkdwn', text: shown.join('\n') } }];
}
