import type OpenAI from 'openai';
import { UncertainError } from '../../../core/errors.ts';
import type { AttemptId } from '../../../core/ids.ts';
import type { Model } from '../../../core/model/model.ts';
import type { Micros } from '../../../core/money/micros.ts';
import type { GenerationRequest } from '../../../core/ports/video-provider.ts';
import { readCode } from '../http/openai-codes.ts';
import { toSubmitError } from '../http/to-error.ts';
import { stillPrompt, stillSize, stillsFor } from './plan-board.ts';

export interface DrawnStills {
  readonly pictures: readonly Uint8Array[];
  /** What the answer's tokens cost; null where it tells none. */
  readonly cost: Micros | null;
}

/** The one paid request: all stills of the board together. */
export async function drawStills(
  client: OpenAI,
  request: GenerationRequest,
  { model, clientRef }: { readonly model: Model; readonly clientRef: AttemptId },
): Promise<DrawnStills> {
  const body = {
    model: model.vendorModel ?? model.name,
    prompt: stillPrompt(request),
    n: stillsFor(request.seconds),
    size: stillSize(request),
    quality: String(model.options?.['quality'] ?? 'low'),
    output_format: 'jpeg',
  };
  let answer: unknown;
  try {
    answer = await client.post('/images/generations', { body, headers: { 'X-Client-Request-Id': clientRef } });
  } catch (error) {
    throw toSubmitError(error, readCode);
  }
  const pictures = readPictures(answer);
  if (pictures.length === 0) throw new UncertainError('no_answer', 'the answer to the paid call holds no pictures');
  return { pictures, cost: readCost(answer, model) };
}

function readPictures(answer: unknown): readonly Uint8Array[] {
  const data = fieldsOf(answer).get('data');
  if (!Array.isArray(data)) return [];
  return data.flatMap((item: unknown) => {
    const base64 = fieldsOf(item).get('b64_json');
    return typeof base64 === 'string' ? [Buffer.from(base64, 'base64')] : [];
  });
}

/** Tokens times the catalogue's prices, rounded up to a micro-dollar. */
function readCost(answer: unknown, { options = {} }: Model): Micros | null {
  const usage = fieldsOf(fieldsOf(answer).get('usage'));
  const input = fieldsOf(usage.get('input_tokens_details'));
  const text = Number(input.get('text_tokens') ?? usage.get('input_tokens'));
  const image = Number(input.get('image_tokens') ?? 0);
  const out = Number(usage.get('output_tokens'));
  const price = (name: string) => Number(options[`micros_per_million_${name}`]);
  const cost = (text * price('text_in') + image * price('image_in') + out * price('image_out')) / 1_000_000;
  return Number.isFinite(cost) ? BigInt(Math.ceil(cost - 1e-9)) : null;
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
