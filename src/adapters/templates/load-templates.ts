import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { cleanText } from '../../core/command/clean-text.ts';
import { MAX_SLOT_CHARS } from '../../core/command/options.ts';
import { UserError } from '../../core/errors.ts';
import { RATIOS } from '../../core/take/ratio.ts';
import { SLOT_NAMES } from '../../core/template/slots.ts';
import { type Template, toContent, type VersionedTemplate } from '../../core/template/template.ts';

const NAME = /^[a-z0-9][a-z0-9_.-]{0,59}$/;
const EXTENSIONS = ['.yaml', '.yml', '.json'];
const MAX_FILE_CHARS = 64_000;

const text = (max: number) =>
  z
    .string()
    .transform(cleanText)
    .pipe(z.string().min(1, 'must not be empty').max(max, `must have at most ${max} characters`));
const SlotName = z.enum(SLOT_NAMES);

const TemplateFile = z.strictObject({
  title: text(80),
  description: text(400),
  defaults: z.partialRecord(SlotName, text(MAX_SLOT_CHARS)),
  order: z
    .array(SlotName)
    .refine((order) => new Set(order).size === order.length, 'must name each slot once')
    .optional(),
  take: z
    .strictObject({ seconds: z.number().positive().max(3600).optional(), ratio: z.enum(RATIOS).optional() })
    .optional(),
  lint: z.array(z.strictObject({ slot: SlotName, words: z.array(text(60)).nonempty(), hint: text(200) })).optional(),
});

export interface TemplateFolders {
  readonly builtInFolder: string;
  /** `PREVIZ_TEMPLATES`: a team's own files, which stand beside the built-in ones or, by name, instead of them. */
  readonly teamFolder: string | null;
}

/**
 * The templates by name; a file's name without its ending is the template's. Throws UserError `bad_template` that
 * names the file and the field, and `templates_folder_missing`.
 */
export async function loadTemplates(folders: TemplateFolders): Promise<ReadonlyMap<string, VersionedTemplate>> {
  const { builtInFolder, teamFolder } = folders;
  const builtIn = await loadFolder(builtInFolder);
  const team = teamFolder === null ? [] : await loadFolder(teamFolder);
  return new Map([...builtIn, ...team]);
}

/** Reads one file's text. Throws UserError `bad_template`. */
export function readTemplate(name: string, content: string, file: string): VersionedTemplate {
  if (!NAME.test(name)) throw bad(file, 'the file’s name', 'must be lower case letters, digits, . _ and -');
  if (content.length > MAX_FILE_CHARS) throw bad(file, 'the file', `is longer than ${MAX_FILE_CHARS} characters`);
  const read = TemplateFile.safeParse(parseYaml(content, file));
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
    throw bad(file, field, issue?.message ?? 'is not readable');
  }
  const template = toTemplate(name, read.data);
  const version = createHash('sha256').update(toContent(template)).digest('hex').slice(0, 12);
  return { template, version };
}

async function loadFolder(folder: string): Promise<ReadonlyMap<string, VersionedTemplate>> {
  const templates = new Map<string, VersionedTemplate>();
  for (const entry of await listFolder(folder)) {
    const extension = extname(entry);
    if (!EXTENSIONS.includes(extension)) continue;
    const name = entry.slice(0, -extension.length);
    const file = join(folder, entry);
    if (templates.has(name)) throw bad(file, 'the file’s name', `stands twice with another ending; keep one of them`);
    templates.set(name, readTemplate(name, await readText(file), file));
  }
  return templates;
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    const message = `The templates folder ${folder} is not there or can’t be read. Create it or correct PREVIZ_TEMPLATES.`;
    throw new UserError('templates_folder_missing', message, { cause, facts: { folder } });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw bad(file, 'the file', 'can’t be read', cause);
  }
}

function parseYaml(content: string, file: string): unknown {
  try {
    return parse(content, { prettyErrors: true, logLevel: 'error' });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '').replace(/:$/, '') : 'unreadable';
    throw bad(file, 'the file', `is not YAML (${reason})`, cause);
  }
}

const bad = (file: string, field: string, what: string, cause?: unknown): UserError =>
  new UserError('bad_template', `The template ${file}: ${field}: ${what}. Correct the file and start again.`, {
    cause,
    facts: { file, field },
  });

/** Leaves out what the file leaves out: an optional field is absent, never undefined. */
function toTemplate(name: string, file: z.infer<typeof TemplateFile>): Template {
  const { title, description, defaults, order, take, lint } = file;
  return {
    name,
    title,
    description,
    defaults,
    ...(order === undefined ? {} : { order }),
    ...(take === undefined ? {} : { take: toTake(take) }),
    ...(lint === undefined ? {} : { lint }),
  };
}

const toTake = ({
  seconds,
  ratio,
}: NonNullable<z.infer<typeof TemplateFile>['take']>): NonNullable<Template['take']> => ({
  ...(seconds === undefined ? {} : { seconds }),
  ...(ratio === undefined ? {} : { ratio }),
});
