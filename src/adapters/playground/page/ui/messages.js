import { repeat } from '/page/vendor/directives/repeat.js';
import { html, nothing } from '/page/vendor/lit-html.js';
import { toDay } from '../format.js';
import { rootsOf } from '../model.js';
import { emptyView } from './empty.js';
import { downIcon } from './icons.js';
import { messageView } from './message.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Message, State} from '../types.js'
 */

/** @param {State} state @param {Actions} actions */
export function messagesView(state, actions) {
  const loaded = state.loadedChannels.get(state.channel);
  const messages = loaded === undefined ? [] : rootsOf(state, state.channel);
  return html`<div class="scroller" data-view=${`${state.channel} ${state.me} ${loaded !== undefined}`} tabindex="0" role="region" aria-label="Messages">
    <div class="list" aria-busy=${loaded === undefined}>
      ${
        loaded?.hasEarlier
          ? html`<button type="button" class="link earlier" @click=${() => actions.loadEarlier()}>Show earlier messages</button>`
          : nothing
      }
      ${loaded !== undefined && messages.length === 0 ? emptyView(state, actions) : nothing}
      ${listView(state, actions, messages, false)}
    </div>
  </div>
  <button type="button" class="to-end" @click=${scrollToEnd}>${downIcon}<span>Newest</span></button>`;
}

/**
 * Keyed by message: a video that plays goes on playing while other messages come and change.
 *
 * @param {State} state
 * @param {Actions} actions
 * @param {readonly Message[]} messages
 * @param {boolean} isInThread
 */
export const listView = (state, actions, messages, isInThread) =>
  repeat(
    messages.map((message, index) => ({ message, previous: messages[index - 1] })),
    ({ message }) => message.id,
    ({ message, previous }) => {
      const day = toDay(message.at);
      const isNewDay = previous === undefined || toDay(previous.at) !== day;
      return html`${isNewDay && !isInThread ? html`<p class="day"><span>${day}</span></p>` : nothing}
      ${messageView(state, actions, message, { previous: isNewDay ? undefined : previous, isInThread })}`;
    },
  );

/** @param {Event} event */
function scrollToEnd(event) {
  const list = event.currentTarget instanceof Element ? event.currentTarget.previousElementSibling : null;
  list?.scrollTo({ top: list.scrollHeight, behavior: 'smooth' });
}
