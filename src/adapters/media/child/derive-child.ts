import { rename, writeFile } from 'node:fs/promises';
import { type Canvas, createCanvas, ImageData, type SKRSContext2D } from '@napi-rs/canvas';
import { EncodedAudioPacketSource, EncodedPacketSink, type Input } from 'mediabunny';
import { LABEL_FONT, legible, registerFonts } from '../../providers/animatic/fonts.ts';
import { type DecodedPicture, decodeClip, type OpenClip, openClip } from './decode-clip.ts';
import { DeriveTask } from './derive-task.ts';
import { bitrateOf, type ClipSound, encodeClip, type Picture } from './encode-clip.ts';
import { serveTask } from './serve-task.ts';

const STRIP_FRAMES = 6;
const STRIP_WIDTH = 240;
const SOUND_ROOM = 0.85;

serveTask(DeriveTask, async ({ clipPath, stripPath, chat }, progress) => {
  const clip = await openClip(clipPath);
  try {
    const strip = stripPath === null ? null : makeStrip(clip.durationSeconds);
    if (chat === null) {
      for await (const picture of decodeClip(clip)) strip?.look(picture);
    } else {
      await makeChat(clip, chat, { look: (picture) => strip?.look(picture), progress });
    }
    if (strip !== null && stripPath !== null) {
      await writeFile(`${stripPath}.part`, await strip.finish());
      await rename(`${stripPath}.part`, stripPath);
    }
  } finally {
    clip.input.dispose();
  }
});

/** Frames at even times in one row: the shot at a glance. */
function makeStrip(durationSeconds: number) {
  const cells: Canvas[] = [];
  return {
    look({ rgba, width, height, atSeconds }: DecodedPicture) {
      if (cells.length >= STRIP_FRAMES || atSeconds < (cells.length * durationSeconds) / STRIP_FRAMES) return;
      const full = createCanvas(width, height);
      full.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
      const cell = createCanvas(STRIP_WIDTH, Math.max(2, Math.round((STRIP_WIDTH * height) / width)));
      cell.getContext('2d').drawImage(full, 0, 0, cell.width, cell.height);
      cells.push(cell);
    },
    async finish(): Promise<Buffer> {
      const first = cells[0];
      if (first === undefined) throw new Error('nothing was decoded');
      const gap = 4;
      const row = createCanvas(cells.length * (STRIP_WIDTH + gap) - gap, first.height);
      const context = row.getContext('2d');
      context.fillStyle = '#000';
      context.fillRect(0, 0, row.width, row.height);
      for (const [index, cell] of cells.entries()) context.drawImage(cell, index * (STRIP_WIDTH + gap), 0);
      return row.encode('jpeg', 80);
    },
  };
}

interface Watching {
  readonly look: (picture: DecodedPicture) => void;
  readonly progress: (share: number) => void;
}

async function makeChat(clip: OpenClip, chat: NonNullable<DeriveTask['chat']>, watching: Watching): Promise<void> {
  if (chat.mark !== null) registerFonts();
  const size = sizeFor(await clip.track.getDisplayWidth(), await clip.track.getDisplayHeight(), chat.maxSide);
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  const fits = (chat.maxBytes * 8 * SOUND_ROOM) / Math.max(clip.durationSeconds, 0.1);

  async function* pictures(): AsyncGenerator<Picture> {
    for await (const picture of decodeClip(clip)) {
      watching.look(picture);
      paint(context, picture, chat);
      yield { rgba: canvas.data(), atSeconds: picture.atSeconds, seconds: picture.seconds };
    }
  }
  const draft = `${chat.outPath}.part`;
  await encodeClip({
    ...size,
    bitrate: Math.max(100_000, Math.min(bitrateOf(size.width, size.height), Math.floor(fits))),
    outPath: draft,
    pictures: pictures(),
    sound: await soundOf(clip.input),
    onPicture: (at) => watching.progress(at / clip.durationSeconds),
  });
  await rename(draft, chat.outPath);
}

function sizeFor(width: number, height: number, maxSide: number) {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

function paint(context: SKRSContext2D, picture: DecodedPicture, chat: NonNullable<DeriveTask['chat']>): void {
  const { width, height } = context.canvas;
  if (picture.width === width && picture.height === height) {
    context.putImageData(new ImageData(picture.rgba, width, height), 0, 0);
  } else {
    const full = createCanvas(picture.width, picture.height);
    full.getContext('2d').putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
    context.drawImage(full, 0, 0, width, height);
  }
  if (chat.matte !== null) mask(context, chat.matte);
  if (chat.mark !== null) mark(context, chat.mark, chat.matte);
}

/** Black over what the asked shape leaves out. */
function mask(context: SKRSContext2D, matte: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = '#000';
  if (matte > width / height) {
    const bar = Math.round((height - width / matte) / 2);
    context.fillRect(0, 0, width, bar);
    context.fillRect(0, height - bar, width, bar);
  } else {
    const bar = Math.round((width - height * matte) / 2);
    context.fillRect(0, 0, bar, height);
    context.fillRect(width - bar, 0, bar, height);
  }
}

/** A slate in the lower left corner of what is seen. */
function mark(context: SKRSContext2D, words: string, matte: number | null): void {
  const { width, height } = context.canvas;
  const shape = matte ?? width / height;
  const left = Math.max(0, (width - height * shape) / 2);
  const bottom = height - Math.max(0, (height - width / shape) / 2);
  const size = Math.max(12, Math.round(Math.min(width, height) / 26));
  const pad = Math.round(size * 0.5);
  context.font = `${size}px ${LABEL_FONT}`;
  const text = legible(words);
  const wide = context.measureText(text).width;
  context.fillStyle = 'rgba(0, 0, 0, 0.62)';
  context.fillRect(left + pad, bottom - size - 3 * pad, wide + 2 * pad, size + 2 * pad);
  context.fillStyle = '#fff';
  context.textBaseline = 'middle';
  context.fillText(text, left + 2 * pad, bottom - size / 2 - 2 * pad);
}

/** AAC is copied as it is; any other sound is left to the original. */
async function soundOf(input: Input): Promise<ClipSound | null> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null || (await track.getCodec()) !== 'aac') return null;
  const config = await track.getDecoderConfig();
  if (config === null) return null;
  const source = new EncodedAudioPacketSource('aac');
  const packets = new EncodedPacketSink(track).packets()[Symbol.asyncIterator]();
  let next = await packets.next();
  let isFirst = true;
  return {
    source,
    async write(until) {
      while (next.done !== true && next.value.timestamp <= until) {
        await source.add(next.value, isFirst ? { decoderConfig: config } : undefined);
        isFirst = false;
        next = await packets.next();
      }
    },
  };
}
