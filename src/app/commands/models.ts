import type { Command } from 'commander';
import { toBrief } from '../../core/command/brief.ts';
import { isRetired, isUnsure, type Model } from '../../core/model/model.ts';
import { toPriceWords } from '../../core/model/quote.ts';
import { resolveBrief } from '../../core/model/resolve-brief.ts';
import type { Terminal } from '../cli.ts';
import type { Composed } from '../compose.ts';
import { PROVIDER_KEYS } from '../config-providers.ts';
import { withStudio } from '../open-studio.ts';
import { toTable } from './table.ts';

const SECONDS = 5;

export function addModels(program: Command, terminal: Terminal): void {
  program
    .command('models')
    .description('the models, with what a 5-second shot costs')
    .action(() =>
      withStudio(terminal, async ({ studio }) => {
        const rows = [...studio.catalog.models.values()].map((model) => toRow(model, studio));
        terminal.out(
          toTable(['Model', 'By', 'A 5-second shot', 'Price read', 'Works in', 'Trains on input', 'Now'], rows),
        );
        terminal.out(
          'A price is the most that a shot is held for; what the provider bills is what is settled. Unsure: no page of the vendor’s own confirms it.\n',
        );
      }),
    );
}

function toRow(model: Model, studio: Composed['studio']): readonly string[] {
  const at = studio.clock.now();
  const { params, perTake } = resolveBrief({ ...toBrief(''), seconds: SECONDS }, { model, at });
  const price = toPriceWords(perTake);
  return [
    model.name,
    model.provider,
    params.seconds === SECONDS || perTake.kind === 'unpriced' ? price : `${price} for ${params.seconds} s`,
    toReadOn(model),
    model.terms?.processedIn ?? '?',
    toYesNo(model.terms?.trainsOnInputs ?? null),
    toState(model, studio, at),
  ];
}

function toReadOn(model: Model): string {
  const day = model.prices
    .map(({ readOn }) => readOn ?? '')
    .toSorted()
    .at(-1);
  return `${day ?? ''}${isUnsure(model) ? ' (unsure)' : ''}`;
}

const toYesNo = (told: boolean | null): string => (told === null ? '?' : told ? 'yes' : 'no');

function toState(model: Model, { providers }: Composed['studio'], at: Date): string {
  if (isRetired(model, at))
    return `retired ${model.retiredOn}${model.successor === null ? '' : `: use ${model.successor}`}`;
  if (!providers.has(model.provider)) return `set ${PROVIDER_KEYS[model.provider] ?? `a provider ${model.provider}`}`;
  const needs = model.needsReference ?? null;
  return needs === null ? 'ready' : `ready, with --ref ${needs}:URL`;
}
