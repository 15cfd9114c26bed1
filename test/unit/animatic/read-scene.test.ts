import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScene } from '../../../src/adapters/providers/animatic/scene/read-scene.ts';

const read = (scene: string, slots = {}) => readScene(scene, slots, 7);
const labels = (scene: string) => read(scene).figures.map((figure) => figure.label);

describe('readScene', () => {
  it('names people with the words the brief used', () => {
    expect(labels('A tired detective walks down an alley')).toEqual(['TIRED DETECTIVE']);
    expect(labels('Two kids and a dog on a hill')).toEqual(['KID 1', 'KID 2', 'DOG']);
    expect(labels('Anna runs up the stairs, chased by two wolves')).toEqual(['ANNA', 'WOLF 1', 'WOLF 2']);
    expect(read('A man and a dog run').figures.map((figure) => figure.action)).toEqual(['run', 'run']);
    expect(labels('A taxi driver leans on his cab in Tokyo')).toEqual(['TAXI DRIVER', 'CAB']);
  });

  it('lets people do what their name says, unless a verb says otherwise', () => {
    expect(read('A runner on a road').figures[0]?.action).toBe('run');
    expect(read('Two hikers on a ridge').figures.map((figure) => figure.action)).toEqual(['walk', 'walk']);
    expect(read('A runner waits on a road').figures[0]?.action).toBe('stand');
    expect(read('A woman behind a desk').set).toBe('room');
  });

  it('reads a screenplay heading as place and time, not as somebody', () => {
    const scene = read('INT. BAR - NIGHT. MARLOWE waits');

    expect(scene).toMatchObject({ set: 'bar', time: 'night' });
    expect(scene.figures.map((figure) => figure.label)).toEqual(['MARLOWE']);
  });

  it('takes place, hour, weather and camera from the words', () => {
    expect(read('a rain-soaked alley at midnight, static, close-up')).toMatchObject({
      set: 'street',
      time: 'night',
      weather: 'rain',
      move: 'static',
      size: 'close',
    });
    expect(read('the sea at sunset, slow push in')).toMatchObject({ set: 'sea', time: 'dusk', move: 'push-in' });
    expect(read('pan across a snowy forest')).toMatchObject({ set: 'forest', weather: 'snow', move: 'pan' });
  });

  it('tracks somebody who walks when nobody says otherwise', () => {
    expect(read('a man walks through the park').move).toBe('tracking');
    expect(read('a man waits in the park').move).toBe('push-in');
  });

  it('believes the slots before the scene', () => {
    const slots = { camera: 'locked off', lighting: 'sunrise', environment: 'a room', action: 'runs' };

    expect(read('a woman on the stairs at night, tracking', slots)).toMatchObject({
      move: 'static',
      time: 'dawn',
      set: 'room',
      figures: [{ label: 'WOMAN', action: 'run' }],
    });
  });

  it('stands in one figure where it knows no word', () => {
    expect(labels('日本の侍が雨の中を歩く')).toEqual(['SUBJECT']);
    expect(labels('')).toEqual(['SUBJECT']);
  });

  it('reads any text the same way twice, with at most four figures', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(2 ** 31 - 1), (text, seed) => {
        const scene = readScene(text, { camera: text }, seed);

        expect(scene).toEqual(readScene(text, { camera: text }, seed));
        expect(scene.figures.length).toBeGreaterThan(0);
        expect(scene.figures.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
