import type { Line } from '../card/card.ts';
import { bold, code, line, quiet, toCard } from '../card/to-card.ts';
import { toPolicyJson } from '../channel/policy.ts';
import { RIGHTS, type Right, readRoles, withRole } from '../channel/roles.ts';
import { type ChannelSettings, DEFAULT_TAKE, type TakeDefaults, toSettingsJson } from '../channel/settings.ts';
import { nearestTimeZones, readTimeZone } from '../channel/time-zone.ts';
import { nearest } from '../command/nearest.ts';
import type { SettingsCommand } from '../command/sub-command.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { refuseNonOwner } from './owners.ts';
import { changePolicy } from './policy-change.ts';
import { type SubAnswer, say, withCard } from './sub-answer.ts';

type Change = Exclude<SettingsCommand, { kind: 'show' }>;

/** What a request gets that doesn't say: anybody looks, budget owners change. */
export async function runSettings(studio: Studio, asked: Asked, change: SettingsCommand): Promise<SubAnswer> {
  if (change.kind === 'show') return showSettings(studio, asked, 'Settings of this channel');
  return asked.isOwner ? changeSettings(studio, asked, change) : refuseNonOwner(studio, asked, 'Changing settings');
}

async function changeSettings(studio: Studio, asked: Asked, change: Change): Promise<SubAnswer> {
  switch (change.kind) {
    case 'zone':
      return changeZone(studio, asked, change.zone);
    case 'ratio':
      return saveDefaults(studio, asked, { ratio: change.ratio ?? DEFAULT_TAKE.ratio });
    case 'seconds': {
      const seconds = change.seconds ?? DEFAULT_TAKE.seconds;
      const fits = Number.isInteger(seconds) && seconds >= 1 && seconds <= 600;
      return fits
        ? saveDefaults(studio, asked, { seconds })
        : say('warning', 'A channel’s default is a whole number of seconds, from 1 to 600.');
    }
    case 'template':
      return changeTemplate(studio, asked, change.template);
    case 'model':
      return changeDraftModel(studio, asked, change.model);
    case 'role':
      return changeRole(studio, asked, change);
  }
}

/** Who may do what in the whole workspace: for those who manage it on the platform. */
async function changeRole(
  { directory }: Studio,
  { workspace, person }: Asked,
  { right, role }: Extract<Change, { kind: 'role' }>,
): Promise<SubAnswer> {
  if (workspace.platform !== 'discord') return say('warning', 'Roles are Discord’s; here nobody has one.');
  if (!person.isAdmin) return say('warning', 'Whoever manages the server says which role may do what.');
  await directory.saveWorkspace(workspace.id, withRole(workspace.settings, right, role), workspace.changes);
  const what = { generate: 'ask for takes', approve: 'vote', budget: 'change budgets' }[right];
  return role === null
    ? say('good', `The usual rule says again who may ${what} on this server.`)
    : say(
        'good',
        `From now on people with that role may ${what} on this server. It counts from the next thing they do.`,
      );
}

async function changeZone(studio: Studio, asked: Asked, name: string | null): Promise<SubAnswer> {
  const zone = name === null ? asked.workspace.timeZone : readTimeZone(name);
  if (zone === null) {
    const near = nearestTimeZones(name ?? '').join(', ');
    return say(
      'warning',
      `There is no time zone “${name}”.${near === '' ? '' : ` Nearest: ${near}.`} Write it like `,
      code('Europe/Berlin'),
      '.',
    );
  }
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, { timeZone: zone });
  return showSettings(studio, { ...asked, settings: { ...asked.settings, timeZone: zone } }, SAVED);
}

function changeTemplate(studio: Studio, asked: Asked, template: string | null): Promise<SubAnswer> | SubAnswer {
  const known = [...studio.catalog.templates.keys()];
  if (template === null || known.includes(template)) return saveDefaults(studio, asked, { template });
  return say('warning', `There is no template “${template}”. Nearest: ${nearest(template, known).join(', ')}.`);
}

/** The model of a channel's requests is its policy's draft model: one fact, one place. */
async function changeDraftModel(studio: Studio, asked: Asked, model: string | null): Promise<SubAnswer> {
  const changed = await changePolicy(studio, asked, { kind: 'draft-model', model });
  if (changed.kind === 'answer') return changed.answer;
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, {
    policy: toPolicyJson(changed.policy),
    onto: asked.channel.changes,
  });
  return showSettings(studio, { ...asked, policy: changed.policy }, SAVED);
}

async function saveDefaults(studio: Studio, asked: Asked, patch: Partial<TakeDefaults>): Promise<SubAnswer> {
  const settings: ChannelSettings = { ...asked.settings, defaults: { ...asked.settings.defaults, ...patch } };
  await studio.directory.saveChannel(asked.workspace.id, asked.channel.id, {
    settings: toSettingsJson(settings),
    onto: asked.channel.changes,
  });
  return showSettings(studio, { ...asked, settings }, SAVED);
}

const SAVED = 'Saved. The settings of this channel are now';

function showSettings(
  { house }: Pick<Studio, 'house'>,
  { settings, policy, workspace }: Asked,
  title: string,
): SubAnswer {
  const { defaults, timeZone } = settings;
  return withCard(
    toCard({
      tone: title === SAVED ? 'good' : 'plain',
      title: [bold(title)],
      body: [
        {
          kind: 'fields',
          fields: [
            { label: 'Time zone', value: [timeZone] },
            { label: 'Seconds', value: [String(defaults.seconds)] },
            { label: 'Ratio', value: [defaults.ratio] },
            { label: 'Template', value: [defaults.template ?? `${house.template} (default)`] },
            { label: 'Model', value: [policy.draftModel ?? `${house.draftModel} (default)`] },
            ...roleFields(workspace),
          ],
        },
        line('A request that says otherwise wins.'),
        quiet('Take one back with ', code('/previz settings ratio default'), '.'),
      ],
    }),
  );
}

const MAY: Readonly<Record<Right, string>> = {
  generate: 'May ask for takes',
  approve: 'May vote',
  budget: 'May change budgets',
};

/** Who may do what in the whole workspace; only a platform with roles has it. */
function roleFields({ platform, settings }: Asked['workspace']): readonly { label: string; value: Line }[] {
  if (platform !== 'discord') return [];
  const roles = readRoles(settings);
  return RIGHTS.map((right) => {
    const role = roles[right];
    return { label: MAY[right], value: role === null ? ['the usual rule'] : [{ code: role, role }] };
  });
}
