import type { SlackViews } from '../adapters/slack/views.ts';
import { closedRoomCard } from '../core/card/room-card.ts';
import { toText } from '../core/card/to-card.ts';
import { toAsked } from '../core/desk/to-asked.ts';
import { openBrief, toPriceLine } from '../core/form/request-form.ts';
import { checkSettings } from '../core/form/save-settings.ts';
import { openSettings } from '../core/form/settings-form.ts';
import { readHome } from '../core/home/read-home.ts';
import { roomOf } from '../core/studio/room.ts';
import type { Studio } from '../core/studio/studio.ts';
import { usableModels } from '../core/studio/usable-models.ts';

export type ViewCore = Pick<Studio, 'clock' | 'catalog' | 'providers'> & {
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
    async closed(place) {
      const room = await roomOf(core.studio(), place);
      return room.kind === 'closed' ? toText(closedRoomCard(room.why)) : null;
    },
    brief: (viewer, target) => openBrief(core.studio(), viewer, target),
    price: (viewer, brief) => toPriceLine(core.studio(), viewer, brief),
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
