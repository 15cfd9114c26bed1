import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { Call } from './answers.ts';
import { mentionProblem } from './mentions.ts';

const SPEC_FILE = fileURLToPath(new URL('../../../../shared/specs/discord.json', import.meta.url));

/** Says what is wrong with a request body by Discord's published OpenAPI description; null: nothing. */
export type CheckBody = (method: string, path: string, body: unknown) => string | null;

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

const isRequired = (): boolean => (process.env['PREVIZ_REQUIRE'] ?? '').split(',').includes('specs');

/**
 * Tests that what was sent to a server until then notifies nobody but requesters of their clips, and that it fits the description. Where the description is not there, it says what was
 * skipped, or fails if PREVIZ_REQUIRE names specs.
 */
export function itFitsDiscord(
  what: string,
  sentTo: () => {
    readonly checksSpec: boolean;
    readonly violations: readonly string[];
    readonly calls?: readonly Call[];
  },
): void {
  it(`${what}: notifies nobody but who asked for a clip, by its message`, () => {
    expect((sentTo().calls ?? []).flatMap((call) => mentionProblem(call) ?? [])).toEqual([]);
  });
  const name = `${what}: nothing that Discord’s own description forbids`;
  if (existsSync(SPEC_FILE) || isRequired()) {
    it(name, () => {
      expect(sentTo()).toMatchObject({ checksSpec: true, violations: [] });
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${name} (no ../shared/specs/discord.json here)\n`);
  it.skip(name);
}

/** null where the description isn't there. */
export function readSpec(): CheckBody | null {
  let text: string;
  try {
    text = readFileSync(SPEC_FILE, 'utf8');
  } catch (cause) {
    if (isRequired()) throw new Error(`PREVIZ_REQUIRE names specs, and ${SPEC_FILE} is not there`, { cause });
    return null;
  }
  const spec = JSON.parse(text) as Described;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema({ ...spec, $id: 'discord' });
  const routes = Object.keys(spec.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    isExact: (path.match(/\{/g) ?? []).length,
  }));
  return (method, path, body) => {
    const found = routes
      .filter(({ pattern }) => pattern.test(path))
      .sort((a, b) => a.isExact - b.isExact)
      .find((route) => spec.paths[route.path]?.[method.toLowerCase()] !== undefined);
    if (found === undefined) return `no such route: ${method} ${path}`;
    const operation = spec.paths[found.path]?.[method.toLowerCase()];
    const content = operation?.requestBody?.content;
    if (content === undefined) return body === undefined ? null : `takes no body: ${method} ${path}`;
    if (body === undefined) return null;
    const pointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
    const $ref = `discord#/paths/${pointer(found.path)}/${method.toLowerCase()}/requestBody/content/${pointer('application/json')}/schema`;
    const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
    return validate(body) === true ? null : `${method} ${path}: ${ajv.errorsText(validate.errors)}`;
  };
}
