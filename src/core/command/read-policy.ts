import { findName } from './options.ts';
import { toUnknown } from './problem.ts';
import type { Vocabulary } from './read.ts';
import type { PolicyCommand } from './sub-command.ts';
import { type Argument, keywordOf, misread, NONE, type SubReading, sure, wordOf } from './sub-reading.ts';
import { readWhole } from './values.ts';

const MAX_QUORUM = 20;
const MAX_EMOJI = 12;
const MAX_APPROVERS = 50;
const MAX_WORDS = 200;
const MAX_WORD = 80;

/**
 * `policy [show | approve-quorum N | reject-quorum N | strict on|off | external on|off|default | slate on|off | approvers @a @b |
 * emoji approve|reject :a: :b:|none | providers a,b|any | draft-model X|default | final-model X|default |
 * stop-words|warn-words|allow-words a, b c|none]`.
 */
export function readPolicy(args: readonly Argument[], words: Vocabulary): SubReading {
  const rest = args.slice(1);
  const keyword = keywordOf(args);
  switch (keyword) {
    case '':
      return policy({ kind: 'show' });
    case 'show':
      return rest.length === 0 ? policy({ kind: 'show' }) : NONE;
    case 'approve-quorum':
    case 'reject-quorum':
      return readQuorum(keyword, rest);
    case 'external':
      return isDefault(rest) ? policy({ kind: 'external', on: null }) : readSwitch(keyword, rest);
    case 'strict':
    case 'slate':
      return readSwitch(keyword, rest);
    case 'approvers':
      return readApprovers(rest);
    case 'emoji':
      return readEmoji(rest);
    case 'providers':
      return readProviders(rest);
    case 'draft-model':
    case 'final-model':
      return readModel(keyword, rest, words);
    case 'stop-words':
    case 'warn-words':
    case 'allow-words':
      return readWords(LISTS[keyword], rest);
    default:
      return NONE;
  }
}

const policy = (change: PolicyCommand): SubReading => sure({ kind: 'policy', change });

function readQuorum(kind: 'approve-quorum' | 'reject-quorum', rest: readonly Argument[]): SubReading {
  const count = readWhole(wordOf(rest, 0), 1, MAX_QUORUM);
  return count === null || rest.length > 1 ? misread('policy', `${kind} 2`, rest, 1) : policy({ kind, count });
}

function readSwitch(kind: 'strict' | 'external' | 'slate', rest: readonly Argument[]): SubReading {
  const word = wordOf(rest, 0).toLowerCase();
  if (rest.length > 1 || (word !== 'on' && word !== 'off')) return misread('policy', `${kind} on (or off)`, rest, 1);
  return policy({ kind, on: word === 'on' });
}

const isDefault = (rest: readonly Argument[]): boolean => rest.length === 1 && /^default$/i.test(wordOf(rest, 0));

function readApprovers(rest: readonly Argument[]): SubReading {
  const who = rest.flatMap(({ text }) => text.split(',')).filter((word) => word !== '');
  if (who.length === 1 && who[0]?.toLowerCase() === 'everyone') return policy({ kind: 'approvers', who: [] });
  const fits = who.length > 0 && who.length <= MAX_APPROVERS && who.every((word) => /^(?:@|<[@!])\S+$/.test(word));
  return fits ? policy({ kind: 'approvers', who }) : misread('policy', 'approvers @ana @ben (or everyone)', rest, 1);
}

function readEmoji(rest: readonly Argument[]): SubReading {
  const vote = wordOf(rest, 0).toLowerCase();
  const named = rest.slice(1).map(({ text }) => text);
  const isNone = named.length === 1 && named[0]?.toLowerCase() === 'none';
  const emoji = isNone ? [] : named;
  const fits = isNone || (emoji.length > 0 && emoji.length <= MAX_EMOJI && emoji.every(isEmoji));
  if ((vote !== 'approve' && vote !== 'reject') || !fits) {
    return misread('policy', 'emoji approve :white_check_mark: :tada:', rest, 2);
  }
  return policy({ kind: 'emoji', vote, emoji });
}

/** Slack's `:name:`, Discord's `<:name:id>`, or the character itself. */
const isEmoji = (word: string): boolean =>
  /^:[\p{L}\p{N}_+'-]{1,100}:(?::skin-tone-[2-6]:)?$/u.test(word) ||
  /^<a?:\w{1,32}:\d{1,20}>$/.test(word) ||
  (word.length <= 32 && /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3)/u.test(word));

function readProviders(rest: readonly Argument[]): SubReading {
  const names = rest.flatMap(({ text }) => text.toLowerCase().split(',')).filter((name) => name !== '');
  if (names.length === 1 && names[0] === 'any') return policy({ kind: 'providers', allowed: null });
  // With spaces and no comma it reads like prose: "policy providers gather around a table".
  const listed = rest.every(({ text }, index) => index === rest.length - 1 || text.endsWith(','));
  const fits =
    names.length > 0 && names.length <= 20 && names.every((name) => /^[a-z0-9][a-z0-9_.-]{0,39}$/.test(name));
  return fits && listed
    ? policy({ kind: 'providers', allowed: [...new Set(names)] })
    : misread('policy', 'providers runway,google (or any)', rest, 2);
}

const LISTS = { 'stop-words': 'stop', 'warn-words': 'warn', 'allow-words': 'allow' } as const;

/** Between commas, so that a name of two words is one: `stop-words jane doe, acme`; what is quoted is a phrase, too. */
function readWords(list: 'stop' | 'warn' | 'allow', rest: readonly Argument[]): SubReading {
  const phrases = rest
    // A comma parts phrases wherever they are shown again, so none can be within one.
    .map(({ text, quoted }) => (quoted ? `,${text},` : text))
    .join(' ')
    .split(',')
    .map((phrase) => phrase.trim().replace(/^['‘‚‛](.+)['’‛]$/, '$1'))
    .filter((phrase) => phrase !== '');
  if (phrases.length === 1 && phrases[0]?.toLowerCase() === 'none') return policy({ kind: 'words', list, words: [] });
  const fits =
    !rest.some(({ text, quoted }) => quoted && text.includes(',')) &&
    phrases.length > 0 &&
    phrases.length <= MAX_WORDS &&
    phrases.every(({ length }) => length <= MAX_WORD);
  return fits
    ? policy({ kind: 'words', list, words: [...new Set(phrases)] })
    : misread('policy', `${list}-words jane doe, acme (or none)`, rest, Number.MAX_SAFE_INTEGER);
}

function readModel(kind: 'draft-model' | 'final-model', rest: readonly Argument[], words: Vocabulary): SubReading {
  const word = wordOf(rest, 0);
  if (word === '' || rest.length > 1) return misread('policy', `${kind} <model> (or default)`, rest, 1);
  if (word.toLowerCase() === 'default') return policy({ kind, model: null });
  const model = findName(word, words.models);
  return model === null ? toUnknown('unknown_model', 'model', word, words.models) : policy({ kind, model });
}
