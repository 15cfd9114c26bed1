import { html, nothing } from '/page/vendor/lit-html.js';
import { repliesOf } from '../model.js';
import { composerView } from './composer.js';
import { closeIcon, downIcon } from './icons.js';
import { listView } from './messages.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {State} from '../types.js'
 */

/** @param {State} state @param {Actions} actions @param {string} thread */
export function threadView(state, actions, thread) {
  const root = state.messages.get(thread);
  const isLoaded = state.loadedThreads.has(thread);
  const messages = root === undefined ? [] : [root, ...(isLoaded ? repliesOf(state, thread) : [])];
  return html`<aside class="thread" aria-label="Thread" role="region" tabindex="-1">
    <header class="bar">
      <h2>Thread <small>#${state.channel}</small></h2>
      <button type="button" class="icon-button" aria-label="Close thread" title="Close (Esc)" @click=${() => actions.closeThread()}>
        ${closeIcon}
      </button>
    </header>
    <div class="scroller" data-view=${`${thread} ${isLoaded}`} tabindex="0" role="region" aria-label="Replies">
      <div class="list" aria-busy=${!isLoaded}>
        ${root === undefined && isLoaded ? html`<p class="is-quiet">This thread is not there any more.</p>` : nothing}
        ${listView(state, actions, messages, true)}
      </div>
    </div>
    <button
      type="button"
      class="to-end"
      @click=${(/** @type {Event} */ event) => {
        const list = event.currentTarget instanceof Element ? event.currentTarget.previousElementSibling : null;
        list?.scrollTo({ top: list.scrollHeight, behavior: 'smooth' });
      }}
    >
      ${downIcon}<span>Newest</span>
    </button>
    ${composerView(state, actions, thread)}
  </aside>`;
}
