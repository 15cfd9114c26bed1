import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAltText, toClip } from '../../../src/core/card/clip-card.ts';
import { toDuration } from '../../../src/core/card/duration.ts';
import { toShotCard } from '../../../src/core/card/shot-card.ts';
import { takeId } from '../../../src/core/ids.ts';
import { freeModel, paidModel } from '../model/models.ts';
import { approved, cardContext, deliveredView, NOW, shotView, takeView } from './views.ts';

describe('the clip', () => {
  it('carries what it is: take, model, seconds, size, seed, cost, and the prompt behind a fold', () => {
    const clip = toClip(deliveredView(), cardContext({ model: { ...paidModel(), seed: true } }));

    expect(clip).toMatchObject({
      fileName: 'SEQ010_SH0040_t03.mp4',
      requester: 'U-ana',
      media: 'W/clip.mp4',
      poster: 'W/clip.jpg',
      bytes: 1_234_567,
      seconds: 6,
      width: 1280,
      height: 720,
    });
    expect(clip.card.text).toContain('Paid One · 6 s · 1280×720 · seed 42 · $0.60');
    expect(clip.card.body).toContainEqual({ kind: 'folded', label: 'Prompt', text: 'SECRET PROMPT of a lighthouse' });
  });

  it('tells no seed where the model takes none', () => {
    const model = { ...paidModel(), seed: false };

    expect(toClip(deliveredView(), cardContext({ model })).card.text).toContain('Paid One · 6 s · 1280×720 · $0.60');
  });

  it('says whether a model made it or a program drew it', () => {
    const saysBy = (model: ReturnType<typeof freeModel> | null) =>
      toClip(deliveredView(), cardContext({ model })).card.text;

    expect(saysBy(freeModel({ ai: true }))).toContain('AI-generated pre-viz');
    expect(saysBy(freeModel())).toContain('Animatic, drawn locally, no AI');
    expect(saysBy(null)).toContain('AI-generated pre-viz');
  });

  it('is not made of a take without one', () => {
    expect(() => toClip(takeView(), cardContext())).toThrow('take take-1 has no clip');
  });

  it('tells in words what is seen, without saying a thing twice', () => {
    expect(toAltText(deliveredView(), cardContext())).toBe(
      'AI-generated pre-viz, 6 seconds: a lighthouse in a storm. lighting: lightning only',
    );
  });

  it('tells people from outside the scene alone', () => {
    expect(toAltText(deliveredView(), cardContext({ external: true }))).toBe(
      'AI-generated pre-viz, 6 seconds: a lighthouse in a storm',
    );
  });

  it('keeps its alt text within what platforms take', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4000 }), (scene) => {
        expect([...toAltText(deliveredView({ scene }), cardContext())].length).toBeLessThanOrEqual(1000);
      }),
    );
  });
});

describe('the root message', () => {
  const first = deliveredView({ id: takeId('take-1'), number: 1, poster: 'W/1.jpg', decision: approved(NOW) });
  const second = deliveredView({ id: takeId('take-2'), number: 2, poster: 'W/2.jpg', cost: 100_000n });
  const third = takeView({ id: takeId('take-3'), number: 3 });

  it('shows the latest poster, the pick, the spend and each take', () => {
    const card = toShotCard(shotView([first, second, third], { pick: first.id }), { external: false });

    expect(card.body).toContainEqual({
      kind: 'image',
      media: 'W/2.jpg',
      alt: 'Still of take 2: a lighthouse in a storm',
    });
    expect(card.text).toContain('Pick: Take 1\nTakes: 3\nSpent: $0.70, $0.60 held');
    expect(card.text).toContain(
      '1 | paid-1 | delivered | approved\n2 | paid-1 | delivered | open\n3 | paid-1 | in work | –',
    );
  });

  it('holds nothing more once a take is settled, though its clip is still on its way', () => {
    const ready = deliveredView({ state: 'ready' });

    expect(toShotCard(shotView([ready]), { external: false }).text).toContain('Spent: $0.60\n');
  });

  it('holds nothing for what was canceled', () => {
    const canceled = takeView({ state: 'canceled', cost: 0n });

    expect(toShotCard(shotView([canceled]), { external: false }).text).toContain('Spent: $0.00\n');
  });

  it('cuts a long scene', () => {
    const card = toShotCard(shotView([], { scene: 'x'.repeat(900) }), { external: false });

    expect(card.text).toContain(`${'x'.repeat(299)}…`);
    expect(card.text).not.toContain('x'.repeat(300));
  });

  it('lists the latest eight takes and counts the others', () => {
    const takes = Array.from({ length: 11 }, (_, index) => deliveredView({ number: index + 1 }));

    const { text } = toShotCard(shotView(takes), { external: false });

    expect(text).toContain('The latest takes of SEQ010_SH0040; 3 before them');
    expect(text).toContain('\n11 | ');
    expect(text).not.toContain('\n3 | ');
  });
});

describe('a duration', () => {
  it.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [80_000, '1 min 20 s'],
    [200_000, '3 min'],
    [3_599_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [72 * 3_600_000, '3 days'],
    [-5, '0 s'],
  ])('of %i ms reads %s', (ms, words) => {
    expect(toDuration(ms)).toBe(words);
  });
});
