import type { ClosedRoom } from '../ports/roster.ts';
import type { Card } from './card.ts';
import { toNote } from './notes.ts';
import { bold, code } from './to-card.ts';

/** Why nothing can be posted where somebody asked, and what to do about it. Nothing was spent. */
export function closedRoomCard(why: ClosedRoom): Card {
  switch (why) {
    case 'not-invited':
      return toNote('warning', [
        [bold('I’m not in this channel.'), ' Invite me with ', code('/invite @previz'), ' and ask again.'],
        ['A shot lives in a thread here, and people vote in it. Nothing was spent.'],
      ]);
    case 'archived':
      return toNote('warning', [
        [
          bold('This channel is archived,'),
          ' so nothing can be posted in it. Unarchive it, or ask in another one. Nothing was spent.',
        ],
      ]);
    case 'direct-message':
      return toNote('plain', [
        [
          bold('Choose a channel:'),
          ' a shot belongs to a team, its budget and its votes. Ask there with ',
          code('/previz <scene>'),
          '.',
        ],
      ]);
    case 'missing-permission':
      return toNote('warning', [
        [
          bold('The app lacks a permission'),
          ' that it needs in this channel. Whoever runs Previz sees which one with ',
          code('previz doctor'),
          '. Nothing was spent.',
        ],
      ]);
    case 'thread-locked':
      return toNote('warning', [
        [
          bold('The thread of this shot is locked,'),
          ' so nothing can be posted into it. A moderator can unlock it. Nothing was spent.',
        ],
      ]);
    case 'thread-gone':
      return toNote('warning', [
        [
          bold('The thread of this shot was deleted.'),
          ' Ask for the scene as a shot of its own, in the channel. Nothing was spent.',
        ],
      ]);
    case 'uninstalled':
      return toNote('warning', [
        [
          bold('The app was removed from this workspace,'),
          ' or its token was revoked. An admin can install it again. Nothing was spent.',
        ],
      ]);
  }
}

/** To somebody of another company, in a channel that two share: votes and words are welcome, the money is the home team's. */
export const strangerCard = (): Card =>
  toNote('warning', [
    [
      bold('You’re here from another company,'),
      ' and takes are paid by the team at home in this workspace. Ask one of its members to send the request. Nothing was spent.',
    ],
  ]);
