import type { Brief } from './brief.ts';
import { cleanText, countChars } from './clean-text.ts';
import { toProblem } from './problem.ts';
import type { Problem, ReadCommand, Vocabulary } from './read.ts';
import { readParts } from './read-parts.ts';
import { readSub } from './read-sub.ts';
import { AS_SCENE } from './sub-reading.ts';

export const MAX_SCENE_CHARS = 4000;

/**
 * Reads what stands after `/previz`. Total, and linear in the text's length.
 *
 * The rule where a scene begins with a sub-command's name: the sub-command is meant when the whole rest is of its
 * arguments' closed form — nothing, a slug, a number, a known name, a keyword, a quoted query (`status`,
 * `show PV-0042`, `budget channel 50`, `log "cabin at dusk"`). It is a scene when the rest can't be its arguments
 * (`log cabin at dusk`, `show the horse`, `models walking a runway`). Where the only argument is one free word
 * (`log cabin`), or a single word is one slip from a sub-command (`stats`), both readings fit: `ambiguous`. A command
 * that breaks off or goes wrong in its own keywords (`budget channel`, `settings zone Mars`), or is followed by figures
 * alone that it doesn't take (`budget 2`), is a problem, and its hint is the command that may be meant. A scene
 * in quotes is always a scene: `"help"`.
 */
export function readCommand(text: string, words: Vocabulary): ReadCommand {
  const cleaned = cleanText(text);
  if (cleaned === '') return { kind: 'form' };
  const sub = readSub(cleaned, words);
  if (sub.kind === 'sure') return { kind: 'sub', command: sub.command };
  if (sub.kind === 'problem') return sub;
  const brief = readBrief(cleaned, words);
  if (sub.kind === 'none') return 'kind' in brief ? brief : { kind: 'brief', brief };
  return 'kind' in brief ? { kind: 'sub', command: sub.command } : { kind: 'ambiguous', brief, command: sub.command };
}

export type ReadAs = 'scene' | 'brief' | 'command';

/**
 * Reads text of which the platform says what it is (Discord's two commands): never a question which one is meant. Of a
 * `brief`, whose scene is surely a command's words, a problem is made: whoever types a command wants nothing rendered.
 */
export function readAs(as: ReadAs, text: string, words: Vocabulary): ReadCommand {
  const cleaned = cleanText(text);
  if (cleaned === '') return { kind: 'form' };
  if (as !== 'command') {
    const brief = readBrief(cleaned, words);
    if ('kind' in brief) return brief;
    return (as === 'brief' ? readMisplaced(brief.scene, words) : null) ?? { kind: 'brief', brief };
  }
  const sub = readSub(cleaned, words);
  if (sub.kind === 'problem') return sub;
  if (sub.kind === 'none')
    return toProblem('bad_argument', cleaned, 'These words don’t fit that command; its help says which do.');
  return { kind: 'sub', command: sub.command };
}

/** A command that was typed where scenes go. */
function readMisplaced(scene: string, words: Vocabulary): Problem | null {
  const sub = readSub(scene, words);
  if (sub.kind === 'problem') return sub;
  if (sub.kind !== 'sure') return null;
  const written = scene.replace(/^\S+/, (name) => name.toLowerCase());
  return toProblem('bad_argument', scene, `That is a command: /previz ${written}.${AS_SCENE}`);
}

function readBrief(cleaned: string, words: Vocabulary): Brief | Problem {
  const brief = readParts(cleaned, words);
  if ('kind' in brief) return brief;
  if (!isToBeSeen(brief.scene)) {
    const hint = 'The scene is empty. Say what is to be seen before the options: /previz a horse at dawn --seconds 6.';
    return toProblem('no_scene', brief.scene, hint);
  }
  const chars = countChars(brief.scene);
  if (chars > MAX_SCENE_CHARS) {
    const hint = `The scene has ${chars} characters; at most ${MAX_SCENE_CHARS} fit: shorten it by ${chars - MAX_SCENE_CHARS}.`;
    return toProblem('scene_too_long', brief.scene, hint);
  }
  return brief;
}

/** Marks alone (`""`, `--`, `.`) show nothing; an emoji does. */
const isToBeSeen = (scene: string): boolean =>
  /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(scene);
