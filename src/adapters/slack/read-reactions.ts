import { PermanentError } from '../../core/errors.ts';
import { type MessageId, personId, type ThreadRef } from '../../core/ids.ts';
import type { StandingReaction } from '../../core/ports/chat-surface.ts';
import { toEmoji } from './emoji.ts';
import { patiently, TURN_MS } from './patient-call.ts';
import type { SurfaceDeps } from './surface.ts';

interface Reacted {
  readonly message?: {
    readonly reactions?: readonly {
      readonly name?: string;
      readonly users?: readonly string[];
      readonly count?: number;
    }[];
  };
}

/** What stands on a message, but for the bot's own seeds. Throws PermanentError where not everybody is named. */
export async function readReactions(
  deps: Pick<SurfaceDeps, 'call' | 'people'>,
  place: ThreadRef,
  message: MessageId,
): Promise<readonly StandingReaction[]> {
  const args = { channel: place.channel, timestamp: message, full: true };
  // Many are read in a row before a digest: the next turn is waited for here, or it would be told without them.
  const found = await patiently(() => deps.call<Reacted>(place.workspace, 'reactions.get', args), TURN_MS);
  const bot = await deps.people.botUser(place);
  const standing: StandingReaction[] = [];
  for (const { name, users, count = 0 } of found.message?.reactions ?? []) {
    // Without `full` Slack names some of a crowd. Whoever is left out of a list took nothing back.
    if (count > (users?.length ?? 0))
      throw new PermanentError('reactions_cut', 'Slack named only some of those who reacted');
    for (const user of users ?? []) {
      if (user === bot || name === undefined) continue;
      const person = personId(user);
      standing.push({ person, personKind: await deps.people.kindOf(place, person), emoji: toEmoji(name) });
    }
  }
  return standing;
}
