import type { BudgetCommand } from '../command/sub-command.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { changeBudget } from './budget-change.ts';
import { showBudget } from './budget-show.ts';
import { refuseNonOwner } from './owners.ts';
import { type SubAnswer, say } from './sub-answer.ts';

/** Members look; budget owners change. */
export async function runBudget(studio: Studio, asked: Asked, change: BudgetCommand): Promise<SubAnswer> {
  if (change.kind === 'show') {
    return seesMoney(asked)
      ? showBudget(studio, asked)
      : say('plain', 'Budgets are for full members of this workspace.');
  }
  return asked.isOwner ? changeBudget(studio, asked, change) : refuseNonOwner(studio, asked, 'Changing a budget');
}
