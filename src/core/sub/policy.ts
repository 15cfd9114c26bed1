import type { Line } from '../card/card.ts';
import { bold, peopleLine, quiet, toCard } from '../card/to-card.ts';
import { type ChannelPolicy, toPolicyJson } from '../channel/policy.ts';
import type { PolicyCommand } from '../command/sub-command.ts';
import { readWordPolicy, withWords } from '../moderation/word-policy.ts';
import { toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { shownEmoji } from '../vote/emoji.ts';
import { votersRule } from '../vote/voters-rule.ts';
import { refuseNonOwner } from './owners.ts';
import { changePolicy } from './policy-change.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';

/** How this channel reviews and spends: anybody looks, budget owners change. */
export async function runPolicy(studio: Studio, asked: Asked, change: PolicyCommand): Promise<SubAnswer> {
  if (change.kind === 'show') return showPolicy(studio, asked, 'Policy of this channel');
  if (!asked.isOwner) return refuseNonOwner(studio, asked, 'Changing a policy');
  if (change.kind === 'words') return changeWords(studio, asked, change);
  const changed = await changePolicy(studio, asked, change);
  if (changed.kind === 'answer') return changed.answer;
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, {
    policy: toPolicyJson(changed.policy),
    onto: asked.channel.changes,
  });
  return showPolicy(studio, { ...asked, policy: changed.policy }, 'Saved. The policy of this channel is now');
}

/** Words are the workspace's, as its agreements are: they hold in every channel. */
async function changeWords(
  studio: Studio,
  asked: Asked,
  { list, words }: Extract<PolicyCommand, { kind: 'words' }>,
): Promise<SubAnswer> {
  const settings = withWords(asked.workspace.settings, list, words);
  await studio.directory.saveWorkspace(asked.workspace.id, settings, asked.workspace.changes);
  const workspace = { ...asked.workspace, settings };
  return showPolicy(studio, { ...asked, workspace }, 'Saved. The words hold in every channel. The policy here is now');
}

function showPolicy({ house }: Pick<Studio, 'house'>, asked: Asked, title: string): SubAnswer {
  const { policy } = asked;
  const { finalQuorum } = policy;
  const fields: readonly { readonly label: string; readonly value: Line }[] = [
    { label: 'Approve', value: [`${policy.approveQuorum} of ${shownEmoji(policy, 'approve').join(' ')}`] },
    { label: 'Reject', value: [`${policy.rejectQuorum} of ${shownEmoji(policy, 'reject').join(' ')}`] },
    { label: 'Finals', value: [`${finalQuorum.quorum} of each where ${finalQuorum.fromVoters} or more can vote`] },
    { label: 'Who votes', value: toVoters(asked) },
    { label: 'Strict', value: [policy.strict ? 'on' : 'off'] },
    { label: 'Slate in the picture', value: [policy.slate ? 'on' : 'off'] },
    { label: 'Providers', value: [policy.providers === null ? 'any' : [...policy.providers, 'animatic'].join(', ')] },
    { label: 'Draft model', value: [policy.draftModel ?? `${house.draftModel} (default)`] },
    { label: 'Final model', value: [policy.finalModel ?? `${house.finalModel ?? 'none'} (default)`] },
    { label: 'Words of its own', value: [toWords(asked)] },
    { label: 'People from outside', value: [toExternal(policy.external)] },
    ...(seesMoney(asked) ? [{ label: 'Asks before', value: [toThresholds(policy)] }] : []),
  ];
  return withCard(
    toCard({
      tone: title.startsWith('Saved') ? 'good' : 'plain',
      title: [bold(title)],
      body: [{ kind: 'fields', fields }, quiet('Free animatics are always allowed: they send nothing to anybody.')],
    }),
  );
}

/** Names of clients are nobody's matter but the owners'. */
function toWords({ workspace, isOwner }: Asked): string {
  const lists = Object.entries(readWordPolicy(workspace.settings)).filter(([, words]) => words.length > 0);
  if (lists.length === 0) return 'none';
  const told = lists.map(([list, words]) => `${list}: ${isOwner ? words.join(', ') : String(words.length)}`);
  return told.join(' · ');
}

const toThresholds = ({ confirmThreshold, askThreshold }: ChannelPolicy): string =>
  `${toDollars(confirmThreshold)}; over ${toDollars(askThreshold)} a budget owner`;

function toVoters({ envelope, policy, workspace }: Asked): Line {
  const rule = votersRule(envelope.place.platform, policy, workspace.settings);
  switch (rule.kind) {
    case 'members':
      return ['every full member but the requester'];
    case 'lately':
      return ['whoever asked or voted in this channel within 30 days, but the requester'];
    case 'people':
      return peopleLine(rule.people);
    case 'role': {
      const more: Line = rule.people.length === 0 ? [] : [', and ', ...peopleLine(rule.people)];
      return ['whoever has the role ', { code: rule.role, role: rule.role }, ...more];
    }
  }
}

function toExternal(external: boolean | null): string {
  if (external === null) return 'as the platform says';
  return external ? 'on: money and prompts are hidden' : 'off: money and prompts are shown';
}
