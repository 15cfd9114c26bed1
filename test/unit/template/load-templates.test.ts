import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates, readTemplate } from '../../../src/adapters/templates/load-templates.ts';
import { UserError } from '../../../src/core/errors.ts';
import { lintSlots, renderPrompt } from '../../../src/core/template/render-prompt.ts';

const builtInFolder = fileURLToPath(new URL('../../../templates', import.meta.url));
const OURS = 'title: Ours\ndescription: Our own look.\ndefaults:\n  lighting: dusk\n';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'previz-templates-'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

async function teamFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(root, 'team-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

describe('the built-in templates', () => {
  it('are there under their names, each with its own version', async () => {
    const templates = await loadTemplates({ builtInFolder, teamFolder: null });

    expect([...templates.keys()]).toEqual(
      expect.arrayContaining([
        'neutral',
        'noir',
        'handheld-documentary',
        'product-macro',
        'epic-aerial',
        'anime-board',
        'one-take-dialogue',
        'night-exterior',
      ]),
    );
    const versions = [...templates.values()].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions.every((version) => /^[0-9a-f]{12}$/.test(version))).toBe(true);
  });

  it('bring light, camera and style, keep one continuous shot, and pass their own lint', async () => {
    for (const { template } of (await loadTemplates({ builtInFolder, teamFolder: null })).values()) {
      const { slots, prompt } = renderPrompt(template, { scene: 'a horse', slots: {} });

      expect(Object.keys(slots)).toEqual(
        expect.arrayContaining(['subject', 'lighting', 'camera', 'style', 'constraints']),
      );
      expect(prompt).toMatch(/^a horse\..*\nLighting: /s);
      expect(lintSlots(template, slots)).toEqual([]);
    }
  });
});

describe('a team’s folder', () => {
  it('shadows a built-in template by name and adds its own, from YAML or JSON', async () => {
    const own = JSON.stringify({ title: 'Hers', description: 'x', defaults: {}, take: { seconds: 8, ratio: '2.39' } });
    const folder = await teamFolder({ 'noir.yml': OURS, 'hers.json': own, 'README.md': '# Ours' });
    const templates = await loadTemplates({ builtInFolder, teamFolder: folder });

    expect(templates.get('noir')?.template).toEqual({
      name: 'noir',
      title: 'Ours',
      description: 'Our own look.',
      defaults: { lighting: 'dusk' },
    });
    expect(templates.get('hers')?.template.take).toEqual({ seconds: 8, ratio: '2.39' });
    expect(templates.get('neutral')?.template.title).toBe('Neutral');
    expect(templates.has('README')).toBe(false);
  });

  it('says so when it is missing', async () => {
    const missing = loadTemplates({ builtInFolder, teamFolder: join(root, 'nowhere') });

    await expect(missing).rejects.toThrow(/templates folder .*nowhere is not there/);
    await expect(missing).rejects.toMatchObject({ code: 'templates_folder_missing' });
  });

  it.each([
    ['not YAML', 'title: [', 'is not YAML'],
    ['an empty file', '', 'the file'],
    ['an unknown field', `${OURS}colour: red\n`, 'colour'],
    ['an unknown slot', OURS.replace('lighting', 'ligthing'), 'ligthing'],
    ['an empty slot', OURS.replace('dusk', '"  "'), 'defaults.lighting'],
    ['a slot that is no text', OURS.replace('dusk', '42'), 'defaults.lighting'],
    ['a slot that is too long', OURS.replace('dusk', 'x'.repeat(1001)), 'at most 1000 characters'],
    ['a slot twice in the order', `${OURS}order: [camera, camera]\n`, 'order'],
    ['a missing title', OURS.replace('title: Ours\n', ''), 'title'],
  ])('is refused for %s, with file and field', async (_, content, field) => {
    const folder = await teamFolder({ 'ours.yaml': content });
    const loading = loadTemplates({ builtInFolder, teamFolder: folder });

    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(join(folder, 'ours.yaml'));
    await expect(loading).rejects.toThrow(field);
  });

  it('is refused for a name that can’t be typed, a name in two files, and a folder in place of a file', async () => {
    const shouted = await teamFolder({ 'Our Look.yaml': OURS });
    const doubled = await teamFolder({
      'ours.json': '{"title":"a","description":"b","defaults":{}}',
      'ours.yaml': OURS,
    });
    const nested = await teamFolder({});
    await mkdir(join(nested, 'ours.yaml'));

    await expect(loadTemplates({ builtInFolder, teamFolder: shouted })).rejects.toThrow(/lower case letters/);
    await expect(loadTemplates({ builtInFolder, teamFolder: doubled })).rejects.toThrow(/stands twice/);
    await expect(loadTemplates({ builtInFolder, teamFolder: nested })).rejects.toThrow(/can’t be read/);
  });
});

describe('a version', () => {
  const versionOf = (content: string): string => readTemplate('ours', content, 'ours.yaml').version;

  it('changes with whatever the file says, its title too, and not with the layout', () => {
    expect(versionOf(`# a comment\n${OURS.replace('dusk', '"dusk"')}`)).toBe(versionOf(OURS));
    expect(versionOf(OURS.replace('Ours', 'Theirs'))).not.toBe(versionOf(OURS));
    expect(versionOf(OURS.replace(/^description: .*$/m, 'description: other'))).not.toBe(versionOf(OURS));
    expect(versionOf(OURS.replace('dusk', 'dawn'))).not.toBe(versionOf(OURS));
    expect(versionOf(`${OURS}order: [camera]\n`)).not.toBe(versionOf(OURS));
  });
});
