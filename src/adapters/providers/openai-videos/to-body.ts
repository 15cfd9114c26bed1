import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GenerationRequest, ReferenceInput } from '../../../core/ports/video-provider.ts';
import type { Dialect } from './dialects.ts';

/** The body of the one POST: JSON, or a form where the server reads nothing else or a picture is sent along. */
export async function toBody(dialect: Dialect, request: GenerationRequest, model: string): Promise<object> {
  const fields = dialect.toFields(request, model);
  const picture = request.references.find(({ role }) => role === 'first') ?? request.references[0];
  if (picture !== undefined && dialect.picture === 'data-url') return { ...fields, ...(await toFrames(request)) };
  if (picture === undefined && dialect.body === 'json') return fields;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  if (picture !== undefined) form.set('input_reference', await toFile(picture), basename(picture.path));
  return form;
}

/** OpenRouter's: frames by their place, everything else as a reference. */
async function toFrames({ references }: GenerationRequest): Promise<object> {
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
