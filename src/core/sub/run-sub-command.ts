import { helpCard } from '../card/notes.ts';
import type { SubCommand } from '../command/sub-command.ts';
import type { Asked } from '../studio/asked.ts';
import { onFresh } from '../studio/on-fresh.ts';
import type { Studio } from '../studio/studio.ts';
import { runBudget } from './budget.ts';
import { pickCancel } from './cancel.ts';
import { runDigest } from './digest.ts';
import { showLog } from './log.ts';
import { listModels } from './models.ts';
import { runPolicy } from './policy.ts';
import { renameShot } from './rename.ts';
import { pickReopen } from './reopen.ts';
import { runSettings } from './settings.ts';
import { showShot } from './show.ts';
import { showStatus } from './status.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';
import { showTemplates } from './templates.ts';

/**
 * Answers a sub-command for whoever asked it, in the channel where they asked. Who may is decided here; what is not
 * allowed or not there is an answer, never a throw. May be repeated: a change made twice is the same change.
 */
export function runSubCommand(studio: Studio, asked: Asked, command: SubCommand): Promise<SubAnswer> {
  return onFresh(studio, asked, (now) => trySubCommand(studio, now, command));
}

/** Once, on what was read: throws TransientError `settings_moved` when somebody else saved since. */
export async function trySubCommand(studio: Studio, asked: Asked, command: SubCommand): Promise<SubAnswer> {
  switch (command.kind) {
    case 'help':
      return withCard(helpCard(command.topic));
    case 'status':
      return showStatus(studio, asked);
    case 'show':
      return showShot(studio, asked, command.slug);
    case 'cancel':
      return pickCancel(studio, asked, command);
    case 'rename':
      return renameShot(studio, asked, command);
    case 'reopen':
      return pickReopen(studio, asked, command);
    case 'templates':
      return showTemplates(studio, asked, command.name);
    case 'models':
      return listModels(studio, asked);
    case 'budget':
      return runBudget(studio, asked, command.change);
    case 'policy':
      return runPolicy(studio, asked, command.change);
    case 'log':
      return showLog(studio, asked, command);
    case 'digest':
      return runDigest(studio, asked, command.change);
    case 'settings':
      return runSettings(studio, asked, command.change);
  }
}
