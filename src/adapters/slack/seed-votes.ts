import { PermanentError } from '../../core/errors.ts';
import type { MessageId, ThreadRef } from '../../core/ids.ts';
import type { Call } from './calls.ts';
import { patiently, TURN_MS } from './patient-call.ts';

/** Seeded on every clip, so that a vote is one press. */
const SEEDS = ['white_check_mark', 'x'] as const;

/**
 * Presses both. Throws TransientError where one has to wait; what was pressed before is not pressed again then, or a
 * busy minute would be spent on pressing the first ones over and over.
 */
export function makeSeedVotes({ call }: { readonly call: Call }) {
  const pressed = new Set<string>();
  return async (place: ThreadRef, message: MessageId): Promise<void> => {
    const keyOf = (name: string) => `${place.workspace} ${place.channel} ${message} ${name}`;
    for (const name of SEEDS) {
      if (pressed.has(keyOf(name))) continue;
      await seed(call, place, { message, name });
      pressed.add(keyOf(name));
    }
    for (const name of SEEDS) pressed.delete(keyOf(name));
  };
}

/** Pressed once already is as good as pressed. A clip without its seeds is still a clip. */
async function seed(
  call: Call,
  place: ThreadRef,
  { message, name }: { readonly message: MessageId; readonly name: string },
): Promise<void> {
  const args = { channel: place.channel, timestamp: message, name };
  try {
    await patiently(() => call(place.workspace, 'reactions.add', args), TURN_MS);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
  }
}
