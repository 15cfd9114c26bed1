import { toBrief } from '../command/brief.ts';
import type { Model } from '../model/model.ts';
import { quote, toPriceWords } from '../model/quote.ts';
import { resolveBrief } from '../model/resolve-brief.ts';
import type { BudgetRow } from '../ports/budget-store.ts';
import type { TakeView } from '../ports/show-store.ts';
import type { Card } from './card.ts';
import { toLeftWords } from './money-words.ts';
import { bold, code, line, quiet, toCard } from './to-card.ts';

/** What another take like this one would cost, with its own model and as a final, and what is left for it. Runs nothing. */
export function priceCard(
  view: TakeView,
  look: {
    readonly model: Model | null;
    readonly finalModel: Model | null;
    readonly purse: BudgetRow;
    readonly now: Date;
  },
): Card {
  const { model, finalModel, purse, now } = look;
  const { seconds, ratio, width, height, audio } = view.params;
  const same = model === null ? null : quote(model, { seconds, width, height, audio }, now);
  const asked = { ...toBrief(view.scene), seconds, ratio, size: { width, height } };
  const final = finalModel === null ? null : resolveBrief(asked, { model: finalModel, at: now });
  return toCard({
    tone: 'plain',
    title: [bold(`Another take like ${view.slug} take ${view.number}`)],
    body: [
      {
        kind: 'fields',
        fields: [
          {
            label: `${view.model} · ${seconds} s · ${width}×${height}`,
            value: [same === null ? 'not in the catalogue any more' : toPriceWords(same)],
          },
          ...(final === null || finalModel === null
            ? []
            : [
                {
                  label: `Final: ${finalModel.name} · ${final.params.seconds} s`,
                  value: [toPriceWords(final.perTake)],
                },
              ]),
          { label: 'Left', value: [toLeftWords(purse)] },
        ],
      },
      line('What is free runs as soon as you ask; what costs something shows its price first.'),
      quiet('All models with their prices: ', code('/previz models'), '.'),
    ],
  });
}
