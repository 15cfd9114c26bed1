import { isProviderAllowed } from '../budget/brakes.ts';
import { toDuration } from '../card/duration.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { toBrief } from '../command/brief.ts';
import { isRetired, isUnsure, type Model, usualMs } from '../model/model.ts';
import { toPriceWords } from '../model/quote.ts';
import { resolveBrief } from '../model/resolve-brief.ts';
import type { Asked } from '../studio/asked.ts';
import { seesMoney } from '../studio/sees-money.ts';
import type { Studio } from '../studio/studio.ts';
import { type SubAnswer, withCard } from './sub-answer.ts';

const SECONDS = 5;

/** Who can render here, what a 5-second shot costs, and how long it takes; cheapest first. */
export async function listModels(
  studio: Pick<Studio, 'catalog' | 'house' | 'clock' | 'providers'>,
  asked: Asked,
): Promise<SubAnswer> {
  const at = studio.clock.now();
  const { policy } = asked;
  const alive = [...studio.catalog.models.values()].filter(
    (model) => !isRetired(model, at) && isProviderAllowed(policy.providers, model.provider),
  );
  const missing = alive.filter(({ provider }) => !studio.providers.has(provider)).map(({ name }) => name);
  const models = alive
    .filter(({ provider }) => studio.providers.has(provider))
    .map((model) => toOffer(model, at))
    .toSorted(compareOffers);
  const isPriced = seesMoney(asked);
  const draft = policy.draftModel ?? studio.house.draftModel;
  const final = policy.finalModel ?? studio.house.finalModel;
  return withCard(
    toCard({
      tone: 'plain',
      title: [bold('Models')],
      body: [
        {
          kind: 'table',
          caption: isPriced ? `What ${SECONDS} seconds cost and how long they take` : 'Who can render here',
          columns: ['Model', 'By', ...(isPriced ? ['A 5-second shot'] : []), 'Usually'],
          rows: models.map((offer) => [
            `${offer.model.name} (${offer.model.title})${toNeeds(offer.model)}`,
            offer.model.provider,
            ...(isPriced ? [toPriceCell(offer)] : []),
            toDuration(usualMs(offer.model, offer.seconds)),
          ]),
        },
        line('Drafts use ', code(draft), ...(final === null ? ['.'] : [', finals ', code(final), '.'])),
        ...(missing.length === 0 ? [] : [quiet(`Known, but not set up here: ${missing.join(', ')}.`)]),
        quiet(
          'Take another one with ',
          code('--model'),
          '. Prices are the most that a take can cost; ~ marks those that no vendor’s own page confirms.',
        ),
      ],
    }),
  );
}

interface Offer {
  readonly model: Model;
  /** What the model makes of five. */
  readonly seconds: number;
  readonly price: ReturnType<typeof resolveBrief>['perTake'];
}

function toOffer(model: Model, at: Date): Offer {
  const { params, perTake } = resolveBrief({ ...toBrief(''), seconds: SECONDS }, { model, at });
  return { model, seconds: params.seconds, price: perTake };
}

function toPriceCell({ model, seconds, price }: Offer): string {
  const words = `${isUnsure(model) && price.kind === 'priced' ? '~' : ''}${toPriceWords(price)}`;
  return seconds === SECONDS || price.kind === 'unpriced' ? words : `${words} for ${seconds} s`;
}

const toNeeds = ({ needsReference = null }: Model): string =>
  needsReference === null ? '' : `, with a ${needsReference} picture`;

/** What has no known price comes last. */
function compareOffers(a: Offer, b: Offer): number {
  if (a.price.kind === 'unpriced' || b.price.kind === 'unpriced')
    return Number(a.price.kind === 'unpriced') - Number(b.price.kind === 'unpriced');
  if (a.price.micros !== b.price.micros) return a.price.micros < b.price.micros ? -1 : 1;
  return a.model.name < b.model.name ? -1 : 1;
}
