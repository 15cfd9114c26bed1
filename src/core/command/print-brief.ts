import { SLOT_NAMES } from '../template/slots.ts';
import type { Brief } from './brief.ts';
import { toQuoted } from './quotes.ts';
import { startsLikeSub } from './read-sub.ts';

/**
 * The brief as a command's text, such that readCommand gives the same brief back. Plain scenes stay as they are; one
 * that could be read otherwise is quoted.
 */
export function printBrief(brief: Brief): string {
  const { size } = brief;
  const parts: readonly (string | null)[] = [
    isPlain(brief.scene) ? brief.scene : toQuoted(brief.scene),
    option('template', brief.template === null ? null : toWord(brief.template)),
    option('model', brief.models.length === 0 ? null : toWord(brief.models.join(','))),
    option('seconds', brief.seconds),
    option('ratio', brief.ratio),
    option('size', size === null ? null : size.lines === undefined ? `${size.width}x${size.height}` : `${size.lines}p`),
    option('takes', brief.takes),
    option('seed', brief.seed),
    option('shot', brief.shot),
    ...brief.refs.map(({ role, url }) => option('ref', `${role}:${url}`)),
    brief.tier === null ? null : `--${brief.tier}`,
    ...SLOT_NAMES.map((name) => option(name, toText(brief.slots[name]))),
  ];
  return parts.filter((part) => part !== null).join(' ');
}

const option = (name: string, value: string | number | null): string | null =>
  value === null ? null : `--${name} ${value}`;

const toText = (text: string | undefined): string | null => (text === undefined ? null : toQuoted(text));
const toWord = (name: string): string => (/^[\p{L}\p{N}][\p{L}\p{N}_.,/-]*$/u.test(name) ? name : toQuoted(name));

/** Words that all begin with a letter or a digit, one space between them, and no sub-command's name in front. */
const isPlain = (scene: string): boolean =>
  !startsLikeSub(scene) && scene.split(' ').every((word) => /^[\p{L}\p{N}]/u.test(word));
