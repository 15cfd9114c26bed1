import { createCanvas, type Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { bitrateOf, encodeClip, type Picture } from '../../media/child/encode-clip.ts';
import { serveTask } from '../../media/child/serve-task.ts';
import { BoardTask } from './board-task.ts';
import { type Move, planMoves } from './plan-board.ts';

const FPS = 24;
const FADE_FRAMES = 8;
/** A still of more pixels than this is no storyboard frame. */
const MAX_PIXELS = 40_000_000;

serveTask(BoardTask, async (task, progress) => {
  const stills = await Promise.all(task.stills.map(loadStill));
  const moves = planMoves(task.frames, stills.length, task.seed);
  const canvas = createCanvas(task.width, task.height);
  const context = canvas.getContext('2d');
  async function* pictures(): AsyncGenerator<Picture> {
    for (let index = 0; index < task.frames; index += 1) {
      paint(context, { stills, moves, index, task });
      yield { rgba: canvas.data(), atSeconds: index / FPS, seconds: 1 / FPS };
    }
  }
  const { width, height, outPath } = task;
  await encodeClip({
    width,
    height,
    outPath,
    bitrate: bitrateOf(width, height),
    pictures: pictures(),
    onPicture: (at) => progress((at * FPS) / task.frames),
  });
});

async function loadStill(path: string): Promise<Image> {
  const still = await loadImage(path);
  if (still.width * still.height > MAX_PIXELS) throw new Error('a still is too large');
  return still;
}

interface Painting {
  readonly stills: readonly Image[];
  readonly moves: readonly Move[];
  readonly index: number;
  readonly task: BoardTask;
}

function paint(context: SKRSContext2D, { stills, moves, index, task }: Painting): void {
  const at = moves.findLastIndex(({ fromFrame }) => fromFrame <= index);
  const move = moves[at];
  const still = stills[at];
  if (move === undefined || still === undefined) return;
  const into = index - move.fromFrame;
  const before = moves[at - 1];
  const previous = stills[at - 1];
  context.globalAlpha = 1;
  if (before !== undefined && previous !== undefined && into < FADE_FRAMES) {
    paintStill(context, previous, task, stateOf(before, before.frames + into));
    context.globalAlpha = (into + 1) / (FADE_FRAMES + 1);
  }
  paintStill(context, still, task, stateOf(move, into));
  context.globalAlpha = 1;
}

function stateOf(move: Move, frame: number): { readonly zoom: number; readonly pan: number } {
  const share = move.frames <= 1 ? 0 : Math.min(1.1, frame / (move.frames - 1));
  const eased = share < 1 ? share * share * (3 - 2 * share) : share;
  return {
    zoom: move.zoomFrom + (move.zoomTo - move.zoomFrom) * eased,
    pan: move.panFrom + (move.panTo - move.panFrom) * eased,
  };
}

/** Covers the frame, whatever the still's own shape. */
function paintStill(
  context: SKRSContext2D,
  still: Image,
  { width, height }: BoardTask,
  { zoom, pan }: { readonly zoom: number; readonly pan: number },
): void {
  const scale = Math.max(width / still.width, height / still.height) * zoom;
  const wide = still.width * scale;
  const high = still.height * scale;
  const x = (width - wide) / 2 + ((wide - width) / 2) * pan;
  context.drawImage(still, x, (height - high) / 2, wide, high);
}
