import { isProviderAllowed } from '../budget/brakes.ts';
import { code } from '../card/to-card.ts';
import type { ChannelPolicy } from '../channel/policy.ts';
import { nearest } from '../command/nearest.ts';
import type { PolicyCommand } from '../command/sub-command.ts';
import { isRetired } from '../model/model.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { isOneEmoji, readVoteEmoji, toShownEmoji } from '../vote/emoji.ts';
import { readApprovers } from './approvers.ts';
import { type SubAnswer, say } from './sub-answer.ts';

export type ChangedPolicy =
  | { readonly kind: 'policy'; readonly policy: ChannelPolicy }
  | { readonly kind: 'answer'; readonly answer: SubAnswer };

/** The policy with one change, or what is wrong with the change. Saves nothing. */
export async function changePolicy(
  studio: Pick<Studio, 'catalog' | 'directory' | 'clock'>,
  asked: Asked,
  change: Exclude<PolicyCommand, { kind: 'show' | 'words' }>,
): Promise<ChangedPolicy> {
  const { policy } = asked;
  switch (change.kind) {
    case 'approve-quorum':
      return changed({ ...policy, approveQuorum: change.count });
    case 'reject-quorum':
      return changed({ ...policy, rejectQuorum: change.count });
    case 'strict':
      return changed({ ...policy, strict: change.on });
    case 'external':
      return changed({ ...policy, external: change.on });
    case 'slate':
      return changed({ ...policy, slate: change.on });
    case 'approvers': {
      const approvers = readApprovers(change.who, await studio.directory.loadPeople(asked.workspace.id));
      return approvers.kind === 'approvers' ? changed({ ...policy, approvers }) : wrong(approvers.hint);
    }
    case 'emoji':
      return changeEmoji(policy, change);
    case 'providers':
      return changeProviders(studio, policy, change.allowed);
    case 'draft-model':
    case 'final-model':
      return changeModel(studio, policy, change);
  }
}

const changed = (policy: ChannelPolicy): ChangedPolicy => ({ kind: 'policy', policy });

const wrong = (hint: string): ChangedPolicy => ({ kind: 'answer', answer: say('warning', hint) });

/** An emoji means one thing: what approves from now on no longer rejects, and what always rejects can't be made to approve. */
function changeEmoji(policy: ChannelPolicy, { vote, emoji }: Extract<PolicyCommand, { kind: 'emoji' }>): ChangedPolicy {
  const named = emoji
    .map(toShownEmoji)
    .filter((one, at, all) => all.findIndex((other) => isOneEmoji(one, other)) === at);
  const other = vote === 'approve' ? 'reject' : 'approve';
  const means = (one: string, strict: boolean) =>
    readVoteEmoji(one, { strict, emoji: { approve: [], reject: [] } }) === other;
  const taken = named.find((one) => means(one, policy.strict));
  if (taken !== undefined) {
    const way = means(taken, true) ? '' : ', or let it count for nothing first: /previz policy strict on';
    return wrong(`${taken} ${other}s already, and an emoji means one thing. Choose another one to ${vote}${way}.`);
  }
  const rest = policy.emoji[other].filter((known) => !named.some((one) => isOneEmoji(one, known)));
  return changed({
    ...policy,
    emoji: vote === 'approve' ? { approve: named, reject: rest } : { approve: rest, reject: named },
  });
}

/** A misspelt provider in an allow-list would lock everybody out, so every name must be a real one. */
function changeProviders(
  { catalog }: Pick<Studio, 'catalog'>,
  policy: ChannelPolicy,
  allowed: readonly string[] | null,
): ChangedPolicy {
  const known = [...new Set([...catalog.models.values()].map(({ provider }) => provider))];
  const unknown = (allowed ?? []).find((name) => !known.includes(name));
  if (unknown === undefined) return changed({ ...policy, providers: allowed });
  return wrong(
    `There is no provider “${unknown}” here. Nearest: ${nearest(unknown, known).join(', ')}. All: ${known.join(', ')}.`,
  );
}

function changeModel(
  { catalog, clock }: Pick<Studio, 'catalog' | 'clock'>,
  policy: ChannelPolicy,
  { kind, model: name }: Extract<PolicyCommand, { kind: 'draft-model' | 'final-model' }>,
): ChangedPolicy {
  const field = kind === 'draft-model' ? 'draftModel' : 'finalModel';
  if (name === null) return changed({ ...policy, [field]: null });
  const model = catalog.models.get(name);
  if (model === undefined)
    return wrong(`There is no model “${name}” here. Nearest: ${nearest(name, [...catalog.models.keys()]).join(', ')}.`);
  if (isRetired(model, clock.now())) {
    return wrong(`${name} is retired${model.successor === null ? '' : `; its successor is ${model.successor}`}.`);
  }
  if (isProviderAllowed(policy.providers, model.provider)) return changed({ ...policy, [field]: name });
  const hint = [
    `${name} is by ${model.provider}, which this channel’s agreements don’t allow. First: `,
    code(`/previz policy providers ${[...(policy.providers ?? []), model.provider].join(',')}`),
    '.',
  ];
  return { kind: 'answer', answer: say('warning', ...hint) };
}
