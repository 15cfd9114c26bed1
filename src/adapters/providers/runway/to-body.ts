import { readFile, stat } from 'node:fs/promises';
import { PermanentError } from '../../../core/errors.ts';
import type { Model } from '../../../core/model/model.ts';
import type { GenerationRequest, ReferenceInput } from '../../../core/ports/video-provider.ts';

/** A data URI may have 5 MB in base64 (docs.dev.runwayml.com, inputs). */
const MAX_PICTURE_BYTES = Math.floor((5 * 1024 * 1024 * 3) / 4) - 1024;

export interface RunwayCall {
  readonly path: '/v1/text_to_video' | '/v1/image_to_video';
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is posted, and where: a model with a picture has an endpoint of its own. */
export async function toCall(request: GenerationRequest, model: Model): Promise<RunwayCall> {
  const pictures = request.references.filter(({ role }) => role === 'first' || role === 'last');
  const body = {
    model: model.vendorModel ?? model.name,
    promptText: request.prompt,
    duration: request.seconds,
    ...toFrame(request, model, pictures.length > 0),
    ...(model.seed ? { seed: request.seed } : {}),
    ...(pricesAudio(model) ? { audio: request.audio } : {}),
  };
  if (pictures.length === 0) return { path: '/v1/text_to_video', body };
  const promptImage = await Promise.all(
    pictures.map(async (picture) => ({ uri: await toDataUri(picture), position: picture.role })),
  );
  return { path: '/v1/image_to_video', body: { ...body, promptImage } };
}

/**
 * Most name the frame in pixels; some vendors behind Runway by shape and lines (`words`), and some take the shape of the
 * picture that they start from, and then no other (@runwayml/sdk 4.20, GrokImagine1_5 and Wan3).
 */
function toFrame(request: GenerationRequest, model: Model, hasPicture: boolean): Readonly<Record<string, string>> {
  const { width, height } = request;
  const frame = model.options?.['frame'];
  if (frame === 'of-picture' && hasPicture) return { ratio: `auto_${linesOf(request)}p` };
  if (frame !== 'words') return { ratio: `${width}:${height}` };
  const resolution = `${Math.min(width, height)}p`;
  if (hasPicture) return { resolution };
  const shapes = { '16:9': 16 / 9, '9:16': 9 / 16, '1:1': 1, '4:3': 4 / 3, '3:4': 3 / 4 };
  const distance = (shape: number) => Math.abs(Math.log(width / height / shape));
  const [ratio] = Object.entries(shapes).toSorted(([, a], [, b]) => distance(a) - distance(b))[0] ?? ['16:9'];
  return { ratio, resolution };
}

/** The class of a frame by its area: 960x960 is a 720p picture as a square. */
function linesOf({ width, height }: GenerationRequest): number {
  const distance = (lines: number) => Math.abs(Math.log((width * height) / ((lines * lines * 16) / 9)));
  return [480, 720, 1080].toSorted((a, b) => distance(a) - distance(b))[0] ?? 720;
}

/** Only where sound has a price of its own may it be turned off. */
const pricesAudio = (model: Model): boolean => model.prices.some(({ audio }) => audio !== null);

async function toDataUri({ path, mime }: ReferenceInput): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_PICTURE_BYTES)
    throw new PermanentError('invalid_request', 'the picture is larger than the 3.7 MB that Runway takes');
  return `data:${mime};base64,${(await readFile(path)).toString('base64')}`;
}
