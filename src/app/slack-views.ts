import type { SlackViews } from '../adapters/slack/views.ts';
import { toLeftWords } from '../core/card/money-words.ts';
import { readPolicy } from '../core/channel/policy.ts';
import { DEFAULT_TAKE, readSettings } from '../core/channel/settings.ts';
import type { Brief } from '../core/command/brief.ts';
import { toAsked } from '../core/desk/to-asked.ts';
import { checkSettings } from '../core/form/save-settings.ts';
import { openSettings } from '../core/form/settings-form.ts';
import { readHome } from '../core/home/read-home.ts';
import { requestId, type ThreadRef, takeId } from '../core/ids.ts';
import { type Quote, timesTakes, toPriceWords } from '../core/model/quote.ts';
import { resolveBrief } from '../core/model/resolve-brief.ts';
import { briefOf } from '../core/request/brief-of.ts';
import { channelPurse } from '../core/studio/purse.ts';
import type { Studio } from '../core/studio/studio.ts';
import { usableModels } from '../core/studio/usable-models.ts';

export type ViewCore = Pick<
  Studio,
  'show' | 'requests' | 'directory' | 'budgets' | 'clock' | 'catalog' | 'house' | 'providers'
> & {
  /** The whole of it, which is there as soon as anybody is heard. */
  readonly studio: () => Studio;
};

/** What Slack's forms and home show, read from the core. */
export function makeSlackViews(core: ViewCore): SlackViews {
  return {
    catalog: () => ({
      templates: [...core.catalog.templates.values()].map(({ template }) => ({
        name: template.name,
        title: template.title,
      })),
      models: usableModels(core).map(({ name, title }) => ({ name, title })),
    }),
    async brief(place, target) {
      const take = await core.show.loadTake(place.workspace, takeId(target));
      if (take !== null && take.channel === place.channel) return { brief: briefOf(take), parentTake: take.id };
      const request = await core.requests.load(place.workspace, requestId(target));
      return request === null || request.channel !== place.channel
        ? null
        : { brief: request.brief, parentTake: request.parentTake };
    },
    async price(place, brief) {
      const { settings, policy } = await rulesOf(core, place);
      const { workspace, channel } = place;
      const purse = await channelPurse(core, { workspace, channel, settings });
      const name = brief.models[0] ?? policy.draftModel ?? core.house.draftModel;
      return { price: toPriceWords(priceOf(core, brief, { name, settings })), left: toLeftWords(purse) };
    },
    async settings(opened) {
      const { act } = opened;
      const studio = core.studio();
      return openSettings(studio, await toAsked(studio, opened), act.kind === 'settings' ? act.page : 'defaults');
    },
    async checkSettings(sent) {
      const studio = core.studio();
      return sent.act.kind === 'settings' ? checkSettings(studio, await toAsked(studio, sent), sent.act) : {};
    },
    home: (visitor) => readHome(core.studio(), visitor),
  };
}

async function rulesOf({ directory }: ViewCore, { workspace, channel }: Pick<ThreadRef, 'workspace' | 'channel'>) {
  const found = await directory.loadChannel(workspace, channel);
  const stored = typeof found?.channel.settings === 'object' ? found.channel.settings : {};
  return {
    policy: readPolicy(found?.channel.policy),
    settings: readSettings({ ...stored, timeZone: found?.channel.timeZone ?? found?.workspace.timeZone }),
  };
}

function priceOf(
  { catalog, clock }: ViewCore,
  brief: Brief,
  { name, settings }: { readonly name: string; readonly settings: ReturnType<typeof readSettings> },
): Quote {
  const model = catalog.models.get(name);
  if (model === undefined) return { kind: 'unpriced' };
  const { seconds = DEFAULT_TAKE.seconds, ratio = DEFAULT_TAKE.ratio } = settings.defaults;
  const resolved = resolveBrief(brief, { model, channelDefaults: { seconds, ratio }, at: clock.now() });
  return timesTakes(resolved.perTake, resolved.takes);
}
