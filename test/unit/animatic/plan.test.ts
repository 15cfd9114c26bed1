import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matteFrame } from '../../../src/adapters/providers/animatic/draw/make-picture.ts';
import { timecode } from '../../../src/adapters/providers/animatic/draw/slate.ts';
import { legible } from '../../../src/adapters/providers/animatic/fonts.ts';
import { planSegments } from '../../../src/adapters/providers/animatic/segments.ts';

describe('planSegments', () => {
  it('covers every frame once, in order, in pieces of at most ten seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (frames) => {
        let next = 0;
        for (const segment of planSegments(frames)) {
          expect(segment.firstFrame).toBe(next);
          expect(segment.frames).toBeGreaterThan(0);
          expect(segment.frames).toBeLessThanOrEqual(240);
          next += segment.frames;
        }
        expect(next).toBe(frames);
      }),
    );
  });

  it('splits a short take in two, so that both cores draw it', () => {
    expect(planSegments(144)).toEqual([
      { firstFrame: 0, frames: 72 },
      { firstFrame: 72, frames: 72 },
    ]);
  });
});

describe('the slate', () => {
  it('counts hours, minutes, seconds and frames at 24 a second', () => {
    expect([0, 23, 24, 1440, 86_400 + 47].map(timecode)).toEqual([
      '00:00:00:00',
      '00:00:00:23',
      '00:00:01:00',
      '00:01:00:00',
      '01:00:01:23',
    ]);
  });

  it('keeps scripts that the fonts have and boxes the rest', () => {
    expect(legible('Müller — Привет Ελλάδα שלום عالم')).toBe('Müller — Привет Ελλάδα שלום عالم');
    expect(legible('take 🎬👩‍👩‍👧 日本 ok\u202e\u0000')).toBe('take □□□ □□ ok');
  });
});

describe('matteFrame', () => {
  it('lays the asked ratio inside the encoded picture', () => {
    expect(matteFrame({ width: 1280, height: 720, ratio: '2.39' })).toEqual({ x: 0, y: 92, width: 1280, height: 536 });
    expect(matteFrame({ width: 1280, height: 720, ratio: '1:1' })).toEqual({ x: 280, y: 0, width: 720, height: 720 });
    expect(matteFrame({ width: 720, height: 1280, ratio: '9:16' })).toEqual({ x: 0, y: 0, width: 720, height: 1280 });
  });
});
