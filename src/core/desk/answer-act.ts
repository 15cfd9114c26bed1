import type { Act } from '../act/act.ts';
import type { Card } from '../card/card.ts';
import { saveSettings } from '../form/save-settings.ts';
import { castVote } from '../review/cast-vote.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { answerCommand } from './answer-command.ts';
import { answerMention, answerReason } from './answer-mention.ts';
import { answerQuote } from './answer-quote.ts';
import { pressButton } from './press-button.ts';

/** Does what an act asks for. Resolves to what only its author is told; null when what happened shows by itself. */
export function answerAct(studio: Studio, asked: Asked): Promise<Card | null> {
  return answer(studio, asked, asked.envelope.act);
}

function answer(studio: Studio, asked: Asked, act: Act): Promise<Card | null> {
  switch (act.kind) {
    case 'command':
      return answerCommand(studio, asked, act.text, {
        ...(act.as === undefined ? {} : { as: act.as }),
        recent: act.recent ?? null,
      });
    case 'form':
      return answerCommand(studio, asked, act.text, { parentTake: act.parentTake, images: act.images ?? [] });
    case 'mention':
      return answerMention(studio, asked, act.text);
    case 'quote':
      return answerQuote(studio, asked, act);
    case 'reaction':
      return castVote(studio, asked, act);
    case 'cleared':
      // A whole message's votes, and nobody's request: it is worked on in workAct.
      return Promise.resolve(null);
    case 'button':
      return pressButton(studio, asked, act);
    case 'reason':
      return answerReason(studio, asked, act);
    case 'settings':
      return saveSettings(studio, asked, act);
  }
}
