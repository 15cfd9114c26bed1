import { code } from '../card/to-card.ts';
import type { DigestCommand } from '../command/sub-command.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** Says plainly what this version doesn't do, and what does the work meanwhile. */
export function runDigest(change: DigestCommand): SubAnswer {
  const set = change.kind === 'weekly' || change.kind === 'off' ? ' Nothing was set.' : '';
  return say(
    'plain',
    `The weekly digest isn’t built in this version.${set} The same facts are in `,
    code('/previz log --since 7d'),
    ' and ',
    code('/previz budget'),
    '.',
  );
}
