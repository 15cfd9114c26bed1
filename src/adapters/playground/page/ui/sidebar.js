import { html, nothing } from '/page/vendor/lit-html.js';
import { toHash } from '../model.js';
import { plusIcon } from './icons.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {State} from '../types.js'
 */

/** @param {State} state @param {Actions} actions */
export const sidebarView = (state, actions) =>
  html`<div class="shade" @click=${() => actions.showDrawer(false)}></div>
    <nav class="sidebar" id="channels" aria-label="Channels">
      <h2>Channels</h2>
      <ul>
        ${state.channels.map(({ id, name }) => {
          const unread = state.unread.get(id)?.size ?? 0;
          return html`<li>
            <a
              href=${toHash({ channel: id, thread: null, isLog: false })}
              class=${unread > 0 ? 'is-unread' : ''}
              aria-current=${id === state.channel ? 'page' : nothing}
              @click=${() => actions.showDrawer(false)}
            >
              <span class="hash" aria-hidden="true">#</span><span class="channel-name" dir="auto">${name}</span>
              ${unread > 0 ? html`<span class="unread">${unread}<span class="unseen"> unread</span></span>` : nothing}
            </a>
          </li>`;
        })}
      </ul>
      <button type="button" class="new-channel" @click=${() => actions.newChannel()}>${plusIcon}<span>New channel</span></button>
      <p class="sidebar-note">The same bot as in Slack and Discord, in a small workspace of its own.</p>
    </nav>`;
