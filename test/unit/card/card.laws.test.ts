import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toClip } from '../../../src/core/card/clip-card.ts';
import { toShotCard } from '../../../src/core/card/shot-card.ts';
import { toTakeCard } from '../../../src/core/card/take-card.ts';
import { isCancelable } from '../../../src/core/take/state.ts';
import { anyContext, anyTake, deliveredView, piecesOf, shotView, verbsOf } from './views.ts';

const anyCard = fc
  .tuple(anyTake, anyContext)
  .map(([view, context]) => ({ view, context, card: toTakeCard(view, context) }));

describe('every card of a take', () => {
  it('says in its plain text all that its blocks and buttons say', () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        for (const piece of piecesOf(card)) expect(card.text).toContain(piece);
      }),
    );
  });

  it('names no value that is missing', () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        expect(card.text).not.toMatch(/undefined|null|NaN|\[object/);
      }),
    );
  });

  it('shows neither money nor prompt where people from outside read along', () => {
    fc.assert(
      fc.property(anyTake, anyContext, (view, some) => {
        const context = { ...some, external: true };
        const clip = toClip({ ...view, media: 'W/clip.mp4', bytes: 1n }, context);
        const shown = [toTakeCard(view, context), clip.card, toShotCard(shotView([view]), context)];
        for (const card of shown) expect([...piecesOf(card), card.text].join('\n')).not.toMatch(/\$|SECRET/);
        expect(clip.altText).not.toMatch(/\$|SECRET/);
      }),
    );
  });

  it('aims every press at its take', () => {
    fc.assert(
      fc.property(anyCard, ({ card, view }) => {
        for (const { target, label } of card.buttons) {
          expect(target).toBe(view.id);
          expect(label.length).toBeLessThanOrEqual(75);
        }
      }),
    );
  });

  it('offers Cancel exactly while it can be canceled and nobody asked for it', () => {
    fc.assert(
      fc.property(anyCard, ({ card, view }) => {
        expect(verbsOf(card).includes('cancel')).toBe(isCancelable(view.state) && view.cancelBy === null);
      }),
    );
  });

  it('offers no new take while the fate of its money is unknown, and only then asks about it', () => {
    fc.assert(
      fc.property(anyCard, ({ card, view }) => {
        const verbs = verbsOf(card);
        const settles = verbs.includes('charged') || verbs.includes('not-charged');
        if (view.state === 'unknown') expect(verbs).not.toContain('retake');
        else expect(settles).toBe(false);
      }),
    );
  });

  it('offers a disposition and a final only for an approved clip, and Reopen only for a final decision', () => {
    fc.assert(
      fc.property(anyCard, ({ card, view }) => {
        const verbs = verbsOf(card);
        const hasClip = view.state === 'delivered' || view.state === 'undeliverable';
        expect(verbs.includes('dispose')).toBe(hasClip && view.decision.state === 'approved');
        expect(verbs.includes('reopen')).toBe(hasClip && view.decision.finalAt !== null);
        if (verbs.includes('final')) expect([view.tier, view.decision.state]).not.toEqual(['final', 'approved']);
      }),
    );
  });

  it('keeps its progress between nothing and everything', () => {
    fc.assert(
      fc.property(anyCard, ({ card }) => {
        for (const block of card.body) {
          if (block.kind !== 'progress' || block.value === null) continue;
          expect(block.value).toBeGreaterThanOrEqual(0);
          expect(block.value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('every root message', () => {
  it('says in its plain text all that it shows', () => {
    fc.assert(
      fc.property(fc.array(anyTake, { maxLength: 12 }), anyContext, (takes, context) => {
        const card = toShotCard(shotView([...takes, deliveredView()]), context);
        for (const piece of piecesOf(card)) expect(card.text).toContain(piece);
      }),
    );
  });
});
