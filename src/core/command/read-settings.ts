import { IANAZone } from 'luxon';
import { RIGHTS } from '../channel/roles.ts';
import { nearestTimeZones } from '../channel/time-zone.ts';
import { RATIOS } from '../take/ratio.ts';
import { findName } from './options.ts';
import { toProblem, toUnknown } from './problem.ts';
import type { Vocabulary } from './read.ts';
import type { SettingsCommand } from './sub-command.ts';
import { type Argument, keywordOf, misread, NONE, type SubReading, sure, wordOf } from './sub-reading.ts';
import { readRatio, readSeconds } from './values.ts';

/** `settings [show | zone <IANA> | ratio R | seconds N | template T | model M | role <right> @role]`; `default` takes a setting back. */
export function readSettings(args: readonly Argument[], words: Vocabulary): SubReading {
  const keyword = keywordOf(args);
  const rest = args.slice(1);
  if (keyword === '' || (keyword === 'show' && rest.length === 0)) return settings({ kind: 'show' });
  if (keyword === 'role') return readRole(rest);
  const reader = Object.hasOwn(READERS, keyword) ? READERS[keyword] : undefined;
  if (reader === undefined) return NONE;
  const word = wordOf(rest, 0);
  const change = word === '' || rest.length > 1 ? null : reader.read(/^default$/i.test(word) ? null : word, words);
  if (change === null) return misread('settings', `${keyword} ${reader.example} (or default)`, rest, 1);
  return 'code' in change ? change : settings(change);
}

const settings = (change: SettingsCommand): SubReading => sure({ kind: 'settings', change });

/** `role approve <@&1234>`; without a role the usual rule is back. Only a platform with roles links one. */
function readRole(rest: readonly Argument[]): SubReading {
  const right = RIGHTS.find((known) => known === wordOf(rest, 0).toLowerCase());
  const word = wordOf(rest, 1);
  const role = /^<@&(\w+)>$/.exec(word)?.[1] ?? null;
  if (right === undefined || rest.length > 2 || (role === null && word !== '' && !/^default$/i.test(word)))
    return misread('settings', 'role approve @role (or default)', rest, 2);
  return settings({ kind: 'role', right, role });
}

interface Reader {
  readonly example: string;
  /** null: no value of this setting. */
  readonly read: (word: string | null, words: Vocabulary) => SettingsCommand | ReturnType<typeof toUnknown> | null;
}

const READERS: Readonly<Record<string, Reader>> = {
  zone: {
    example: 'Europe/Berlin',
    read: (word) => {
      if (word === null) return { kind: 'zone', zone: null };
      const zone = readZone(word);
      return zone === null ? unknownZone(word) : { kind: 'zone', zone };
    },
  },
  ratio: {
    example: RATIOS.join(', '),
    read: (word) => {
      const ratio = word === null ? null : readRatio(word);
      return word !== null && ratio === null ? null : { kind: 'ratio', ratio };
    },
  },
  seconds: {
    example: '6',
    read: (word) => {
      const seconds = word === null ? null : readSeconds(word);
      if (word !== null && (seconds === null || seconds <= 0 || seconds > 3600)) return null;
      return { kind: 'seconds', seconds };
    },
  },
  template: {
    example: 'neutral',
    read: (word, words) => {
      if (word === null) return { kind: 'template', template: null };
      const template = findName(word, words.templates);
      return template === null
        ? toUnknown('unknown_template', 'template', word, words.templates)
        : { kind: 'template', template };
    },
  },
  model: {
    example: 'animatic',
    read: (word, words) => {
      if (word === null) return { kind: 'model', model: null };
      const model = findName(word, words.models);
      return model === null ? toUnknown('unknown_model', 'model', word, words.models) : { kind: 'model', model };
    },
  },
};

function unknownZone(word: string): ReturnType<typeof toUnknown> {
  const near = nearestTimeZones(word);
  const hint = near.length === 0 ? 'Write it like Europe/Berlin.' : `The nearest is ${near.join(' or ')}.`;
  return { ...toProblem('bad_argument', word, `There is no time zone “${word}”. ${hint}`), nearest: near };
}

/** An IANA name in any case, in its usual spelling; plain offsets are refused, for they know no summer time. */
function readZone(word: string): string | null {
  if (!/^[a-z]/i.test(word) || !IANAZone.isValidZone(word)) return null;
  const usual = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === word.toLowerCase());
  return usual ?? (/^(?:utc|gmt|etc\/utc)$/i.test(word) ? 'UTC' : word);
}
