import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { AAC_CODEC, PACKET_SAMPLES, SAMPLE_RATE, type Sound } from './sound.ts';
import { framesOf } from './spec.ts';
import { stillDates } from './still-dates.ts';

export interface Join {
  readonly partPaths: readonly string[];
  readonly sound: Sound;
  readonly seconds: number;
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
  output.addVideoTrack(video, { frameRate: 24, maximumPacketCount: frames });
  output.addAudioTrack(audio, { maximumPacketCount: join.sound.packets.length });
  await output.start();
  const sounding = makeSoundWriter(join.sound, audio, frames / 24);
  let frame = 0;
  for (const path of join.partPaths) {
    const input = new Input({ source: new FilePathSource(path), formats: [MP4] });
    try {
      frame = await copyPart(await onlyVideo(input, path), { video, frame, sounding });
    } finally {
      input.dispose();
    }
  }
  await sounding(Number.POSITIVE_INFINITY);
  if (frame !== frames) throw new Error(`joined ${frame} of ${frames} frames`);
  await output.finalize();
  await stillDates(join.outPath);
}

async function onlyVideo(input: Input, path: string): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error(`no pictures in ${path}`);
  return track;
}

async function copyPart(
  track: InputVideoTrack,
  to: { video: EncodedVideoPacketSource; frame: number; sounding: (until: number) => Promise<void> },
): Promise<number> {
  const config = await track.getDecoderConfig();
  if (config === null) throw new Error('a part has no decoder configuration');
  let { frame } = to;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const moved = packet.clone({ timestamp: frame / 24, duration: 1 / 24 });
    await to.video.add(moved, frame === 0 ? { decoderConfig: config } : undefined);
    frame += 1;
    if (frame % 12 === 0) await to.sounding(frame / 24);
  }
  return frame;
}

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
