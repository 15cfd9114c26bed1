import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const FILE = fileURLToPath(new URL('../../../shared/specs/openai.json', import.meta.url));

type Schema = Readonly<Record<string, unknown>>;

export interface Description {
  /** Whether there is such a call. */
  has(path: string, method: string): boolean;
  /** What is wrong with a value, by a schema of the description; none when it fits. Unknown fields of a request are wrong. */
  problems(name: string, value: unknown, fields: 'known-only' | 'any'): readonly string[];
}

/** OpenAI's published description, where it is; elsewhere it says what was skipped, or fails if PREVIZ_REQUIRE names specs. */
export function describeWithOpenapi(name: string, body: (description: () => Description) => void): void {
  if (existsSync(FILE)) return void describe(name, () => body(readDescription));
  if ((process.env['PREVIZ_REQUIRE'] ?? '').split(',').includes('specs')) {
    return void it(name, () => {
      throw new Error('the API descriptions are required and not here');
    });
  }
  process.stderr.write(`SKIPPED: ${name} (no API descriptions here)\n`);
  describe.skip(name, () => body(readDescription));
}

function readDescription(): Description {
  const json = JSON.parse(readFileSync(FILE, 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, Schema> };
  }; // its shape is what the tests are about
  const { paths, components } = json;
  const at = (schema: Schema): Schema => {
    const ref = schema['$ref'];
    return typeof ref === 'string' ? at(components.schemas[ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  };
  const check = (raw: Schema, value: unknown, where: string, fields: string): readonly string[] => {
    const schema = at(raw);
    const either = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
    if (either !== undefined) {
      const tries = either.map((one) => check(one, value, where, fields));
      return tries.some((found) => found.length === 0) ? [] : (tries[0] ?? []);
    }
    const allowed = schema['enum'];
    if (Array.isArray(allowed) && !allowed.includes(value))
      return [`${where}: ${String(value)} is not one of ${allowed}`];
    if (!isType(schema['type'], value)) return [`${where}: ${JSON.stringify(value)} is no ${String(schema['type'])}`];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
    const required = (schema['required'] ?? []) as readonly string[];
    return [
      ...required.filter((name) => !(name in value)).map((name) => `${where}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, item]) => {
        const property = properties[name];
        if (property !== undefined) return check(property, item, `${where}.${name}`, fields);
        return fields === 'known-only' ? [`${where}.${name} is unknown`] : [];
      }),
    ];
  };
  return {
    has: (path, method) => paths[path]?.[method] !== undefined,
    problems: (name, value, fields) => check({ $ref: `#/components/schemas/${name}` }, value, name, fields),
  };
}

function isType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null;
    default:
      return true;
  }
}
