import { SUB_NAMES } from '../../core/command/sub-command.ts';
import { COMMAND } from './command-names.ts';

const NAMED = new RegExp(`/${COMMAND.previz} (${SUB_NAMES.join('|')})(?![\\p{L}\\p{N}_-])`, 'gu');
/** Groups, which Discord runs only with one of theirs behind them. */
const BARE_GROUP = new RegExp(`(/${COMMAND.team} (?:budget|policy|digest|settings))(?=$|[.,;:?!)\`])`, 'gu');
const WEEK = new RegExp(`(/${COMMAND.team} digest) (?=(?:\\d{4}-?)?W\\d)`, 'gu');

/**
 * The core writes `/previz show PV-0042`, as it is typed elsewhere; here it is `/previz-team show`, for `/previz` takes all
 * its words for a scene. A scene that begins with such a word stays as it is: the core writes it in quotes.
 */
export const toOwnCommands = (text: string): string =>
  text.replace(NAMED, `/${COMMAND.team} $1`).replace(BARE_GROUP, '$1 show').replace(WEEK, '$1 week ');
