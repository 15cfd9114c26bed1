import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { REFERENCE_ROLES } from '../../core/command/brief.ts';
import { readDay } from '../../core/command/since.ts';
import { UserError } from '../../core/errors.ts';
import type { Model } from '../../core/model/model.ts';
import { isShape } from '../../core/model/snap.ts';
import { RATIOS } from '../../core/take/ratio.ts';
import { SOURCE_ACTS } from '../../core/take/source.ts';

const Day = z.string().refine((day) => readDay(day) !== null, 'must be a day such as 2026-11-21');
const Name = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,59}$/, 'must be lower case letters, digits, . _ and -');
const Micros = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/, 'must be whole micro-dollars')])
  .transform((value) => BigInt(value));
const Side = z.int().positive().max(16_384).multipleOf(2);
const Size = z.strictObject({ width: Side, height: Side });

const Seconds = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('range'),
      min: z.number().positive(),
      max: z.number().positive(),
      step: z.number().positive(),
    })
    .refine(({ min, max }) => min <= max, 'min must not be above max'),
  z.strictObject({
    kind: z.literal('list'),
    values: z
      .array(z.number().positive())
      .nonempty()
      .transform((values) => [...new Set(values)].sort((a, b) => a - b)),
  }),
]);

const Sizes = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('any'),
      minSide: Side,
      maxSide: Side,
      multipleOf: z.int().positive().multipleOf(2),
    })
    .refine(({ minSide, maxSide }) => minSide * 3 <= maxSide, 'maxSide must be at least three times minSide')
    .refine(
      ({ minSide, maxSide, multipleOf }) => minSide % multipleOf === 0 && maxSide % multipleOf === 0,
      'minSide and maxSide must be multiples of multipleOf',
    ),
  z.strictObject({ kind: z.literal('list'), values: z.array(Size).nonempty() }),
]);

const Price = z.strictObject({
  from: Day,
  perSecondMicros: Micros,
  perClipMicros: Micros.default(0n),
  minLines: z.int().nonnegative().default(0),
  audio: z.boolean().nullable().default(null),
  source: z.string().min(1),
  readOn: Day.nullable().default(null),
  unsure: z.boolean().default(false),
});

const Terms = z.strictObject({
  processedIn: z.string().min(1).nullable().default(null),
  trainsOnInputs: z.boolean().nullable().default(null),
  commercialUse: z.boolean().nullable().default(null),
  source: z.string().min(1),
  readOn: Day.nullable().default(null),
});

const CatalogModel = z
  .strictObject({
    name: Name,
    provider: Name,
    title: z.string().trim().min(1).max(80),
    ai: z.boolean(),
    seconds: Seconds,
    sizes: Sizes,
    ratios: z.union([z.literal('any'), z.array(z.enum(RATIOS)).nonempty()]),
    references: z.array(z.enum(REFERENCE_ROLES)).default([]),
    maxReferences: z.int().nonnegative().default(0),
    audio: z.boolean(),
    seed: z.boolean(),
    usual: z.strictObject({ fixedMs: z.number().nonnegative(), perSecondMs: z.number().nonnegative() }),
    prices: z.array(Price).nonempty(),
    retiredOn: Day.nullable().default(null),
    successor: Name.nullable().default(null),
    retiredAtHost: z.hostname().nullable().default(null),
    vendorModel: z.string().trim().min(1).nullable().default(null),
    needsReference: z.enum(REFERENCE_ROLES).nullable().default(null),
    clips: z.array(z.enum(REFERENCE_ROLES)).default([]),
    startsFrom: z.array(z.enum(SOURCE_ACTS)).default([]),
    promptLimit: z.int().positive().nullable().default(null),
    terms: Terms.nullable().default(null),
    options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  })
  .check(({ value, issues }) => {
    const { ratios, sizes } = value;
    if (sizes.kind !== 'list') return;
    for (const ratio of ratios === 'any' ? RATIOS : ratios) {
      if (sizes.values.some((size) => isShape(size, ratio))) continue;
      issues.push({ code: 'custom', path: ['ratios'], message: `no size is ${ratio}`, input: ratios });
    }
  });

const Catalog = z.strictObject({ models: z.array(CatalogModel) }).check(({ value, issues }) => {
  const names = value.models.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    issues.push({ code: 'custom', path: ['models', index, 'name'], message: `${name} stands twice`, input: name });
  }
});

/** Reads a catalogue's JSON. Throws UserError `bad_models_file` that names the file and the field. */
export function readModels(json: unknown, file: string): readonly Model[] {
  const read = Catalog.safeParse(json);
  if (read.success) return read.data.models satisfies readonly Model[];
  const issue = read.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the whole file' : issue.path.join('.');
  throw new UserError(
    'bad_models_file',
    `${file}: ${field}: ${issue?.message ?? 'not readable'}. Correct it and start again.`,
    {
      facts: { file, field },
    },
  );
}

export interface ModelFiles {
  readonly builtInFile: string;
  /** `PREVIZ_MODELS`: a team's own catalogue, whose models come beside the built-in ones or, by name, instead of them. */
  readonly teamFile: string | null;
}

/** The catalogue by name. Throws UserError when a file is missing, not JSON, or wrong in a field. */
export async function loadModels({ builtInFile, teamFile }: ModelFiles): Promise<ReadonlyMap<string, Model>> {
  const models = new Map<string, Model>();
  for (const file of teamFile === null ? [builtInFile] : [builtInFile, teamFile]) {
    for (const model of readModels(await readJson(file), file)) models.set(model.name, model);
  }
  for (const { name, successor } of models.values()) {
    if (successor === null || models.has(successor)) continue;
    const message = `The model ${name} names ${successor} as its successor, which is in no catalogue. Add it or correct the name.`;
    throw new UserError('bad_models_file', message, { facts: { name, successor } });
  }
  return models;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const known = cause instanceof SyntaxError ? `is not JSON (${cause.message})` : 'is not there or can’t be read';
    throw new UserError('bad_models_file', `The models file ${file} ${known}. Correct PREVIZ_MODELS or the file.`, {
      cause,
      facts: { file },
    });
  }
}
