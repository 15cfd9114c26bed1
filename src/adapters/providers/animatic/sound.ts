import { AudioData, AudioEncoder } from 'node-webcodecs';
import { makeDice } from './scene/dice.ts';
import { readScene } from './scene/read-scene.ts';
import type { Scene, SetName } from './scene/scene.ts';
import type { AnimaticSpec } from './spec.ts';

export const SAMPLE_RATE = 48_000;
/** Samples of one AAC packet; also the silence that the encoder puts before the first. */
export const PACKET_SAMPLES = 1024;
export const AAC_CODEC = 'mp4a.40.2';

export interface Sound {
  readonly packets: readonly Uint8Array[];
  /** AudioSpecificConfig, for the file's header. */
  readonly description: Uint8Array;
}

/** The room of the set, quietly, after a short beep on the first frames. The same for the same brief and seed. */
export async function makeSound(spec: AnimaticSpec, samples: number): Promise<Sound> {
  const packets: Uint8Array[] = [];
  let description = new Uint8Array();
  let failure: unknown = null;
  const encoder = new AudioEncoder({
    output: (chunk, meta) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push(data);
      const given = meta?.decoderConfig?.description;
      if (given !== undefined) description = Uint8Array.from(toBytes(given));
    },
    error: (error) => {
      failure ??= error;
    },
  });
  encoder.configure({ codec: AAC_CODEC, sampleRate: SAMPLE_RATE, numberOfChannels: 1, bitrate: 64_000 });
  const room = makeRoomTone(readScene(spec.scene, spec.slots, spec.seed), spec.seed);
  // The encoder makes one packet of each block it is given, whatever its length: blocks are packets.
  for (let at = 0; at < samples; at += PACKET_SAMPLES) {
    const data = Float32Array.from({ length: PACKET_SAMPLES }, (_, index) => beep(at + index) + room(at + index));
    const block = new AudioData({
      format: 'f32',
      sampleRate: SAMPLE_RATE,
      numberOfFrames: PACKET_SAMPLES,
      numberOfChannels: 1,
      timestamp: Math.round((at * 1_000_000) / SAMPLE_RATE),
      data,
    });
    encoder.encode(block);
    block.close();
    if (at % (PACKET_SAMPLES * 16) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await encoder.flush();
  encoder.close();
  if (failure !== null) throw failure;
  return { packets, description };
}

const toBytes = (source: ArrayBuffer | ArrayBufferView): Uint8Array =>
  source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);

/** The slate's beep: two frames of a thousand hertz, softened at its ends. */
function beep(sample: number): number {
  const length = SAMPLE_RATE / 12;
  if (sample >= length) return 0;
  const edge = Math.min(1, sample / 240, (length - sample) / 240);
  return 0.09 * edge * Math.sin((2 * Math.PI * 1000 * sample) / SAMPLE_RATE);
}

/** Loudness, how dull (0 … 1) and how much it swells, by set. */
const TONES: Readonly<Record<SetName, readonly [level: number, dull: number, swell: number]>> = {
  room: [0.004, 0.985, 0.1],
  bar: [0.006, 0.97, 0.3],
  corridor: [0.006, 0.992, 0.1],
  stairs: [0.005, 0.99, 0.1],
  street: [0.012, 0.98, 0.35],
  road: [0.01, 0.975, 0.4],
  field: [0.009, 0.95, 0.6],
  forest: [0.01, 0.94, 0.6],
  desert: [0.01, 0.965, 0.7],
  mountain: [0.013, 0.96, 0.75],
  sea: [0.022, 0.95, 0.9],
  rooftop: [0.012, 0.97, 0.6],
};

/** Noise through a one-pole low pass; rain is a little brighter. Samples must be asked for in order. */
function makeRoomTone(scene: Scene, seed: number): (sample: number) => number {
  const dice = makeDice(seed, 'room tone');
  const [level, dull, swell] = TONES[scene.set];
  const rain = scene.weather === 'rain' ? 0.01 : 0;
  let held = 0;
  return (sample) => {
    const white = dice() * 2 - 1;
    held = held * dull + white * (1 - dull);
    const seconds = sample / SAMPLE_RATE;
    const wave = 1 - swell * (0.5 + 0.5 * Math.cos(seconds * 0.9) * Math.cos(seconds * 0.23));
    const fadeIn = Math.min(1, seconds / 0.5);
    return fadeIn * (held * level * wave * (1 / Math.sqrt(1 - dull)) + white * rain * 0.6);
  };
}
