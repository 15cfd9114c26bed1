import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCustomId, toCustomId } from '../../../src/adapters/discord/custom-id.ts';
import { BUTTON_VERBS } from '../../../src/core/card/card.ts';
import { outboxId } from '../../../src/core/ids.ts';

const CARD = outboxId('answer-0f1e2d3c-0000-4000-8000-000000000001');
const verb = fc.constantFrom(...BUTTON_VERBS);

it('reads back what was pressed, or where it stands, in a hundred characters', () => {
  fc.assert(
    fc.property(
      verb,
      fc.uuid(),
      fc.option(fc.string({ minLength: 1, maxLength: 300 })),
      fc.nat(9),
      (name, target, argument, index) => {
        const id = toCustomId({ verb: name, target, argument }, { card: CARD, index });

        expect(id).not.toBeNull();
        expect(id?.length).toBeLessThanOrEqual(100);
        const read = readCustomId(id ?? '');
        if (read?.kind === 'stored') expect(read).toEqual({ kind: 'stored', verb: name, card: CARD, index });
        else expect(read).toEqual({ kind: 'whole', verb: name, target, argument });
      },
    ),
  );
});

it('shows no button whose words fit nowhere', () => {
  const id = toCustomId({ verb: 'fit', target: 'r', argument: 'x'.repeat(200) }, { card: null, index: 0 });

  expect(id).toBeNull();
});

it.each(['', 'v0|run|1|', 'v1|fly|1|', 'v1|run', 'v1|fit|#card|x', 'something else'])('reads %j as not ours', (id) => {
  expect(readCustomId(id)).toBeNull();
});
