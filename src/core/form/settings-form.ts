import { toText } from '../card/to-card.ts';
import type { PersonId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseNonOwner } from '../sub/owners.ts';
import { budgetFields } from './budget-page.ts';
import { defaultFields } from './defaults-page.ts';
import { digestFields } from './digest-page.ts';
import { type Field, type FieldRule, PAGE_NAMES, type PageName } from './form.ts';
import { reviewFields } from './review-page.ts';
import { ruleFields } from './rules-page.ts';
import { workspaceFields } from './workspace-page.ts';

/** A page as a surface shows it. */
export interface SettingsPage {
  readonly name: PageName;
  readonly about: string;
  readonly fields: readonly Field[];
  readonly pages: readonly { readonly name: PageName; readonly title: string }[];
  /** Why the asker may only look, in words; null for who may save. Without fields it is all there is to see. */
  readonly refusal: string | null;
}

const PAGES: Readonly<
  Record<
    PageName,
    {
      readonly title: string;
      readonly about: string;
      readonly fields: (studio: Studio, asked: Asked) => readonly FieldRule[] | Promise<readonly FieldRule[]>;
    }
  >
> = {
  defaults: { title: 'Defaults', about: 'What a request gets that doesn’t say.', fields: defaultFields },
  review: {
    title: 'Review',
    about: 'Who decides which take is good, and by which emoji.',
    fields: (_, asked) => reviewFields(asked),
  },
  rules: { title: 'Agreements', about: 'What may be used and shown in this channel.', fields: ruleFields },
  budget: { title: 'Budget', about: 'What this channel may spend, from now on.', fields: budgetFields },
  digest: { title: 'Digest', about: 'When this channel hears its week.', fields: (_, asked) => digestFields(asked) },
  workspace: { title: 'Workspace', about: 'What holds in every channel.', fields: workspaceFields },
};

/** The page as this person may see it: members look, budget owners change, and guests see nothing of money. */
export async function openSettings(studio: Studio, asked: Asked, wanted: PageName): Promise<SettingsPage> {
  if (!asked.isOwner && !seesMoney(asked))
    return { name: wanted, about: '', fields: [], pages: [], refusal: 'Settings are for members of this workspace.' };
  const names = PAGE_NAMES.filter((page) => asked.isOwner || page !== 'workspace');
  const name = names.find((page) => page === wanted) ?? 'defaults';
  return {
    name,
    about: PAGES[name].about,
    fields: await fieldsOf(studio, asked, name),
    pages: names.map((page) => ({ name: page, title: PAGES[page].title })),
    refusal: asked.isOwner ? null : await refusalOf(studio, asked),
  };
}

export const fieldsOf = (studio: Studio, asked: Asked, page: PageName) => PAGES[page].fields(studio, asked);

async function refusalOf(studio: Studio, asked: Asked): Promise<string> {
  const answer = await refuseNonOwner(studio, asked, 'Changing settings');
  return answer.kind === 'card' ? toText(answer.card, await loadNames(studio, asked)) : '';
}

/** Names for what is told in plain text. */
export async function loadNames({ directory }: Pick<Studio, 'directory'>, { workspace }: Asked) {
  const people = await directory.loadPeople(workspace.id);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (person: PersonId): string => names.get(person) ?? 'somebody';
}
