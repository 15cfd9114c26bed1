import { shorten } from '../command/clean-text.ts';
import { FLAG_WORDS, type Flag } from '../moderation/flags.ts';
import type { Request } from '../ports/request-store.ts';
import type { Card } from './card.ts';
import { bold, button, line, quiet, toCard } from './to-card.ts';

/** Nothing was sent: why, and who may let it through. */
export const moderationCard = (request: Request, flags: readonly Flag[]): Card =>
  toCard({
    tone: 'warning',
    title: [bold('Not sent')],
    body: [
      line(`This reads as ${toFlagWords(flags)}, so nothing was sent or spent.`),
      line('Say it in other words, or ask a budget owner to let it through under their name.'),
      quiet('The check is a machine’s and may be wrong.'),
    ],
    buttons: [button('ask', request.id, 'Ask an owner'), button('drop', request.id, 'Leave it')],
  });

/** What an owner sees who is asked to let it through. */
export const overrideCard = (request: Request, flags: readonly Flag[], channelName: string | null): Card =>
  toCard({
    tone: 'warning',
    title: [bold('Let this through?')],
    body: [
      line(
        { person: request.person },
        `${channelName === null ? '' : ` in #${channelName}`} asked for: ${shorten(request.brief.scene, 300)}`,
      ),
      line(`The check before spending reads it as ${toFlagWords(flags)}.`),
      quiet(
        'If you let it through, the request keeps your name. The provider may refuse it all the same, and may bill that.',
      ),
    ],
    buttons: [
      button('grant', request.id, 'Let it through', { style: 'danger' }),
      button('decline', request.id, 'Decline', { style: 'primary' }),
    ],
  });

/** A note on the request where it goes on. */
export const warningNote = (flags: readonly Flag[]): string =>
  `This reads as ${toFlagWords(flags)}: a provider may refuse it.`;

export function toFlagWords(flags: readonly Flag[]): string {
  const words = flags.map((flag) => FLAG_WORDS[flag]);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
