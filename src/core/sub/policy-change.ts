import { isProviderAllowed } from '../budget/brakes.ts';
import { code } from '../card/to-card.ts';
import type { ChannelPolicy } from '../channel/policy.ts';
import { nearest } from '../command/nearest.ts';
import type { PolicyCommand } from '../command/sub-command.ts';
import { isRetired } from '../model/model.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
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
      return changed({ ...policy, emoji: toEmoji(policy, change) });
    case 'providers':
      return changeProviders(studio, policy, change.allowed);
    case 'draft-model':
    case 'final-model':
      return changeModel(studio, policy, change);
  }
}

const changed = (policy: ChannelPolicy): ChangedPolicy => ({ kind: 'policy', policy });

const wrong = (hint: string): ChangedPolicy => ({ kind: 'answer', answer: say('warning', hint) });

/** An emoji means one thing: what approves from now on no longer rejects. */
function toEmoji({ emoji }: ChannelPolicy, { vote, emoji: named }: Extract<PolicyCommand, { kind: 'emoji' }>) {
  const without = (list: readonly string[]) => list.filter((known) => !named.includes(known));
  return vote === 'approve'
    ? { approve: named, reject: without(emoji.reject) }
    : { approve: without(emoji.approve), reject: named };
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
