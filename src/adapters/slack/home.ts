import type { HomeView, KnownBlock } from '@slack/types';
import type { HomeFacts } from '../../core/home/read-home.ts';
import { plain } from './form-view.ts';
import { cut, LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';

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
    ...(facts.budgets.length === 0
      ? list([], 'None of your channels has asked for a take yet.')
      : facts.budgets.map(toBudget)),
  ];
  return { type: 'home', blocks: blocks.slice(0, LIMITS.homeBlocks) };
}

const toBudget = ({ channel, words }: HomeFacts['budgets'][number], index: number): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `<#${channel}>: ${escapeText(words)}` },
  accessory: { type: 'button', action_id: `home:settings:${index}`, text: plain('Settings'), value: channel },
});

export const HOME_SETTINGS = /^home:settings:/;

function list(lines: readonly string[], empty: string): KnownBlock[] {
  const shown = lines.length === 0 ? [empty] : lines;
  return [{ type: 'section', text: { type: 'mrkdwn', text: shown.join('\n') } }];
}
