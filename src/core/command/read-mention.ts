import { cleanText } from './clean-text.ts';

/** What a mention in a shot's thread says. A change may be empty: "again" is the same once more. */
export type ReadMention =
  | { readonly kind: 'change'; readonly parentTake: number | null; readonly change: string }
  /** `about` is set where an answer is known: what another take would cost. */
  | { readonly kind: 'question'; readonly about?: 'price'; readonly parentTake?: number | null }
  | { readonly kind: 'nothing' };

/**
 * Reads the text of a mention, without the mention itself. Thanks, agreement and emoji are nothing; a question is
 * never a change, but a request in a question's clothes is one ("can we go wider?"). Total and linear.
 */
export function readMention(text: string): ReadMention {
  const cleaned = cleanText(text);
  if (isSmallTalk(cleaned)) return { kind: 'nothing' };
  const { parentTake, rest } = readParent(cleaned);
  const request = readRequest(rest);
  if (request === null)
    return PRICE_WORD.test(rest) ? { kind: 'question', about: 'price', parentTake } : { kind: 'question' };
  return { kind: 'change', parentTake, change: AGAIN.test(request) ? '' : request };
}

/** `take 2: wider`, `take 2 but wider`, `t02 wider`, `like take 2, wider`. */
function readParent(text: string): { readonly parentTake: number | null; readonly rest: string } {
  const match =
    /^(?:(?:like|from|as|on) )?(?:take ?#?|t(?=\d))0{0,3}([1-9]\d{0,3})(?![\p{L}\p{N}])[ ,:;.–—-]*(?:but )?/iu.exec(
      text,
    );
  if (match === null) return { parentTake: null, rest: text };
  return { parentTake: Number(match[1]), rest: text.slice(match[0].length) };
}

/** The change that is asked for, without "please" and "can you"; null for a question. */
function readRequest(text: string): string | null {
  const polite = /^(?:please |pls )?(?:can|could|would|will|shall) (?:you|we|it|i)(?: please)? (?:try |have )?/i.exec(
    text,
  );
  const bare = (polite === null ? text : text.slice(polite[0].length)).replace(/^(?:please|pls)[, ]+/i, '');
  const asks = /[?？؟][\s"'”’)]*$/u.test(bare);
  if (polite !== null && CHANGE_WORD.test(bare)) return trimEnd(bare);
  if (asks || polite !== null || QUESTION_WORD.test(bare)) return null;
  return trimEnd(bare);
}

const QUESTION_WORD =
  /^(?:what|whats|why|when|who|whom|whose|where|which|how|is|are|was|were|do|does|did|has|have|can|could|should|would|help)(?![\p{L}\p{N}-])/iu;

const PRICE_WORD =
  /(?<![\p{L}\p{N}])(?:costs?|prices?|priced|how much(?= ?(?:[?？]|$| (?:is|are|for|would|will|does|money)))|expensive|pricey|cheap(?:er)?)(?![\p{L}\p{N}])/iu;

const CHANGE_WORD =
  /^(?:make|go|be|move|push|pull|pan|tilt|track|zoom|slow|speed|add|remove|lose|drop|cut|change|turn|put|use|keep|give|see|get|do it|redo|retry|again|another|more|less|less|wider|closer|tighter|slower|faster|darker|brighter|at night|at dawn|at dusk)(?![\p{L}\p{N}])/iu;

const AGAIN =
  /^(?:(?:do|try|run|make|render) (?:it|that|this) )?(?:again|redo|retry|re-?take|re-?roll|once more|one more|another(?: one| take| try)?|new take|same again)(?: one| take)?$/i;

/** Without stops, spaces and "please" at its end; from the end, so that it stays linear. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' .!?？؟'.includes(text[end - 1] ?? '')) end -= 1;
  return text
    .slice(0, end)
    .replace(/,? (?:please|pls)$/i, '')
    .trim();
}

function isSmallTalk(text: string): boolean {
  if (/[?？؟]/u.test(text)) return false;
  const words = text
    .toLowerCase()
    .replace(/[’']/g, '')
    .match(/[\p{L}\p{N}]+|--/gu);
  return words === null || words.every((word) => SMALL_TALK.has(word));
}

const SMALL_TALK: ReadonlySet<string> = new Set(
  (
    'thanks thank you thx ty cheers merci danke gracias ok okay k kk great nice cool neat sweet love loving it this that thats ' +
    'these its is perfect awesome good fine job work works well done lovely amazing beautiful gorgeous brilliant excellent ' +
    'fantastic wonderful super wow yes yep yeah yup no nope sure got understood noted lgtm approved haha lol hi hello hey ' +
    'morning team all everyone so very much a lot the one best better than before previz bot man guys folks im we i ' +
    'happy with will wait for now looks look looking really pretty exactly what wanted right'
  ).split(' '),
);
