import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { COLORS, H264_CODEC } from './encode-frames.ts';
import { FRAMES_PER_SECOND, framesOf } from './frames.ts';
import { type PartPacket, readPart } from './part-file.ts';
import { AAC_CODEC, PACKET_SAMPLES, SAMPLE_RATE, type Sound } from './sound.ts';
import { stillDates } from './still-dates.ts';

export interface Join {
  readonly partPaths: readonly string[];
  readonly sound: Sound;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly outPath: string;
}

/**
 * Copies the packets of all parts, in order and on one clock, into one MP4 with its index before the pictures
 * (`faststart`); nothing is encoded again. The room for the index is known beforehand, so nothing is held in memory.
 */
export async function joinParts(join: Join): Promise<void> {
  const frames = framesOf(join.seconds);
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'reserve' }),
    target: new FilePathTarget(join.outPath),
  });
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(video, { frameRate: FRAMES_PER_SECOND, maximumPacketCount: frames });
  output.addAudioTrack(audio, { maximumPacketCount: join.sound.packets.length });
  await output.start();
  const decoderConfig = { codec: H264_CODEC, codedWidth: join.width, codedHeight: join.height, colorSpace: COLORS };
  const sounding = makeSoundWriter(join.sound, audio, frames / FRAMES_PER_SECOND);
  let frame = 0;
  for (const path of join.partPaths) {
    for (const packet of await readPart(path)) {
      await video.add(toPicture(packet, frame), frame === 0 ? { decoderConfig } : undefined);
      frame += 1;
      if (frame % 12 === 0) await sounding(frame / FRAMES_PER_SECOND);
    }
  }
  await sounding(Number.POSITIVE_INFINITY);
  if (frame !== frames) throw new Error(`joined ${frame} of ${frames} frames`);
  await output.finalize();
  await stillDates(join.outPath);
}

const toPicture = ({ data, isKey }: PartPacket, frame: number): EncodedPacket =>
  new EncodedPacket(data, isKey ? 'key' : 'delta', frame / FRAMES_PER_SECOND, 1 / FRAMES_PER_SECOND);

/**
 * Sound keeps up with the pictures, half a second at a time, so that players find both together. The encoder's first
 * packet is its run-in and lies before zero; the last is shortened to end with the last frame.
 */
function makeSoundWriter(
  sound: Sound,
  audio: EncodedAudioPacketSource,
  ends: number,
): (until: number) => Promise<void> {
  const packetSeconds = PACKET_SAMPLES / SAMPLE_RATE;
  const decoderConfig = {
    codec: AAC_CODEC,
    sampleRate: SAMPLE_RATE,
    numberOfChannels: 1,
    description: sound.description,
  };
  let next = 0;
  return async (until) => {
    while (next < sound.packets.length) {
      const starts = (next - 1) * packetSeconds;
      const data = sound.packets[next];
      if (starts >= until || starts >= ends || data === undefined) return;
      const packet = new EncodedPacket(data, 'key', starts, Math.min(packetSeconds, ends - starts));
      await audio.add(packet, next === 0 ? { decoderConfig } : undefined);
      next += 1;
    }
  };
}
