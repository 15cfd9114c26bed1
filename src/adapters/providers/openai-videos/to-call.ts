import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CHARACTER_NAME } from '../../../core/model/character-clip.ts';
import type { GenerationRequest, ReferenceInput } from '../../../core/ports/video-provider.ts';
import type { Dialect } from './dialects.ts';
import type { Uploads } from './uploads.ts';

/** The one POST. */
export interface VideoCall {
  readonly path: string;
  readonly body: object;
}

/** What is posted, and where: what starts from an earlier clip has paths of its own, and takes little beside words. */
export async function toCall(
  request: GenerationRequest,
  { dialect, model, uploads }: { readonly dialect: Dialect; readonly model: string; readonly uploads: Uploads },
): Promise<VideoCall> {
  const { source, prompt } = request;
  if (source === undefined) return { path: '/videos', body: await toBody(dialect, request, { model, uploads }) };
  const video = { id: source.jobId };
  switch (source.act) {
    case 'remix':
      return { path: `/videos/${encodeURIComponent(source.jobId)}/remix`, body: { prompt } };
    case 'edit':
      return { path: '/videos/edits', body: { prompt, video } };
    case 'extend':
      return { path: '/videos/extensions', body: { prompt, seconds: String(request.seconds), video } };
  }
}

/** JSON, or a form where the server reads nothing else or a picture is sent along. */
async function toBody(
  dialect: Dialect,
  request: GenerationRequest,
  { model, uploads }: { readonly model: string; readonly uploads: Uploads },
): Promise<object> {
  const fields = dialect.toFields(request, model);
  const clips = request.references.filter(isClip);
  const pictures = request.references.filter((reference) => !isClip(reference));
  const picture = pictures.find(({ role }) => role === 'first') ?? pictures[0];
  if (picture !== undefined && dialect.picture === 'data-url') return { ...fields, ...(await toFrames(pictures)) };
  const [clip] = dialect.characters ? clips : [];
  const characters = clip === undefined ? {} : { characters: [{ id: await uploads.character(clip, CHARACTER_NAME) }] };
  const fileId = picture === undefined || dialect.picture !== 'file-id' ? null : await uploads.file(picture);
  if (fileId !== null) return { ...fields, ...characters, input_reference: { file_id: fileId } };
  if (clip !== undefined && picture !== undefined)
    return { ...fields, ...characters, input_reference: { image_url: await toDataUrl(picture) } };
  if (picture === undefined && (dialect.body === 'json' || clip !== undefined)) return { ...fields, ...characters };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  if (picture !== undefined) form.set('input_reference', await toFile(picture), basename(picture.path));
  return form;
}

const isClip = ({ mime }: ReferenceInput): boolean => mime.startsWith('video/');

/** OpenRouter's: frames by their place, everything else as a reference. */
async function toFrames(references: readonly ReferenceInput[]): Promise<object> {
  const frames: object[] = [];
  const others: object[] = [];
  for (const reference of references) {
    const url = await toDataUrl(reference);
    const picture = { type: 'image_url', image_url: { url } };
    if (reference.role === 'first' || reference.role === 'last')
      frames.push({ ...picture, frame_type: `${reference.role}_frame` });
    else others.push(picture);
  }
  return {
    ...(frames.length > 0 ? { frame_images: frames } : {}),
    ...(others.length > 0 ? { input_references: others } : {}),
  };
}

const toFile = async ({ path, mime }: ReferenceInput) => new Blob([await readFile(path)], { type: mime });

async function toDataUrl({ path, mime }: ReferenceInput): Promise<string> {
  return `data:${mime};base64,${(await readFile(path)).toString('base64')}`;
}
