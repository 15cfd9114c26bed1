import type { Line } from '../card/card.ts';
import { bold, peopleLine, quiet, toCard } from '../card/to-card.ts';
import { type ChannelPolicy, toPolicyJson } from '../channel/policy.ts';
import type { PolicyCommand } from '../command/sub-command.ts';
import { readWordPolicy, withWords } from '../moderation/word-policy.ts';
import { toDollars } from '../money/micros.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
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
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, { policy: toPolicyJson(changed.policy) });
  return showPolicy(studio, { ...asked, policy: changed.policy }, 'Saved. The policy of this channel is now');
}

/** Words are the workspace's, as its agreements are: they hold in every channel. */
async function changeWords(
  studio: Studio,
  asked: Asked,
  { list, words }: Extract<PolicyCommand, { kind: 'words' }>,
): Promise<SubAnswer> {
  const settings = withWords(asked.workspace.settings, list, words);
  await studio.directory.saveWorkspace(asked.workspace.id, settings);
  const workspace = { ...asked.workspace, settings };
  return showPolicy(studio, { ...asked, workspace }, 'Saved. The words hold in every channel. The policy here is now');
}

function showPolicy({ house }: Pick<Studio, 'house'>, asked: Asked, title: string): SubAnswer {
  const { policy } = asked;
  const { finalQuorum, emoji } = policy;
  const usual = policy.strict ? ['✅', '❌'] : ['✅ 👍', '❌ 👎'];
  const fields: readonly { readonly label: string; readonly value: Line }[] = [
    { label: 'Approve', value: [`${policy.approveQuorum} of ${[usual[0], ...emoji.approve].join(' ')}`] },
    { label: 'Reject', value: [`${policy.rejectQuorum} of ${[usual[1], ...emoji.reject].join(' ')}`] },
    { label: 'Finals', value: [`${finalQuorum.quorum} of each where ${finalQuorum.fromVoters} or more can vote`] },
    { label: 'Who votes', value: toApprovers(policy) },
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

function toApprovers({ approvers }: ChannelPolicy): Line {
  const { role, people } = approvers;
  const named: Line = people.length === 0 ? [] : peopleLine(people);
  if (role === null) return people.length === 0 ? ['every full member but the requester'] : named;
  return ['whoever has the role ', { code: role, role }, ...(people.length === 0 ? [] : [', and ', ...named])];
}

function toExternal(external: boolean | null): string {
  if (external === null) return 'as the platform says';
  return external ? 'on: money and prompts are hidden' : 'off: money and prompts are shown';
}
