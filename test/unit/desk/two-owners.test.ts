import { expect, it } from 'vitest';
import { pressOnRequest } from '../../../src/core/desk/press-on-request.ts';
import type { RequestState } from '../../../src/core/ports/request-store.ts';
import type { Studio } from '../../../src/core/studio/studio.ts';
import { ana, request } from '../card/views.ts';
import { makePlace, olga, toAsked } from '../sub/place.ts';

it('an owner whose approval comes a moment after another’s Decline hears so, and the requester nothing new', async () => {
  const { studio: place } = makePlace();
  const asked = await toAsked(place, olga, null);
  const states: RequestState[] = ['owner', 'declined'];
  const told: string[] = [];
  const waiting = request({ workspace: asked.workspace.id, channel: asked.channel.id, person: ana });
  const studio: Studio = {
    ...place,
    requests: Object.assign(Object.create(place.requests), {
      load: async () => ({ ...waiting, state: states.length > 1 ? states.shift() : states[0] }),
      askedSince: async () => false,
      reserve: async () => ({ kind: 'already', state: 'declined' }),
      closeOffers: async () => [],
    }),
    outbox: Object.assign(Object.create(place.outbox), { write: async ({ id }: { id: string }) => void told.push(id) }),
    queue: { wake: async () => {}, wakeAll: async () => {}, backlog: async () => new Set() },
  };

  const answer = await pressOnRequest(studio, asked, {
    kind: 'button',
    verb: 'grant',
    target: waiting.id,
    argument: null,
  });

  expect(answer?.text).toMatch(/dropped or declined/);
  expect(told).toEqual([]);
});
