import { live } from '/page/vendor/directives/live.js';
import { html, nothing } from '/page/vendor/lit-html.js';
import { draftKey, draftOf } from '../drafts.js';
import { nameOf } from '../model.js';
import { suggest } from '../suggest.js';
import { formIcon, sendIcon } from './icons.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Suggestion} from '../suggest.js'
 * @import {Draft, State} from '../types.js'
 */

const TEACHING = '/previz a lighthouse keeper climbs a spiral stair --seconds 6';

/** The pick while suggestions were sent away with Escape; typing on brings them back. */
const DISMISSED = -2;

/**
 * The box at the bottom of a channel (`thread` is null) or of a thread.
 *
 * @param {State} state
 * @param {Actions} actions
 * @param {string | null} thread
 */
export function composerView(state, actions, thread) {
  const draft = draftOf(state, thread);
  const found = draft.pick === DISMISSED ? [] : suggest(draft.text, state.catalog);
  const last = state.sent.get(draftKey(state.channel, thread)) ?? null;
  const id = thread === null ? 'channel' : 'thread';
  const isThread = thread !== null;
  return html`<form class="composer" @submit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    actions.send(thread);
  }}>
    ${draft.problem === null ? nothing : html`<p class="problem" role="alert">${draft.problem}</p>`}
    ${found.length === 0 ? nothing : suggestionsView({ actions, thread, draft, found, id })}
    <div class="composer-box">
      <textarea
        rows="1"
        dir="auto"
        enterkeyhint="send"
        autocomplete="off"
        aria-label=${isThread ? 'Reply' : 'Message'}
        aria-autocomplete="list"
        aria-controls=${found.length === 0 ? nothing : `suggestions-${id}`}
        aria-activedescendant=${draft.pick >= 0 && draft.pick < found.length ? `suggestion-${id}-${draft.pick}` : nothing}
        placeholder=${isThread ? '@previz slower, at night' : TEACHING}
        .value=${live(draft.text)}
        @input=${(/** @type {Event} */ event) => {
          if (event.target instanceof HTMLTextAreaElement) actions.type(thread, { text: event.target.value, pick: -1 });
        }}
        @keydown=${onKey({ actions, thread, draft, found, last })}
      ></textarea>
      <div class="composer-bar">
        ${
          isThread
            ? nothing
            : html`<button type="button" class="icon-button" aria-label="New request" title="New request: the form" @click=${() => actions.newRequest()}>${formIcon}</button>`
        }
        <span class="composer-hint">as <bdi>${nameOf(state, state.me)}</bdi><span class="wide-only" ?hidden=${isThread}> · <kbd>/</kbd> for commands · ${last === null ? nothing : html`<kbd>↑</kbd> for your last words · `}<kbd>Shift</kbd> <kbd>Enter</kbd> for a new line</span></span>
        <button type="submit" class="button is-primary send" ?disabled=${draft.isSending || draft.text.trim() === ''}>
          ${sendIcon}<span>${isThread ? 'Reply' : 'Send'}</span>
        </button>
      </div>
    </div>
  </form>`;
}

/** @param {{actions: Actions, thread: string | null, draft: Draft, found: readonly Suggestion[], id: string}} shown */
const suggestionsView = ({ actions, thread, draft, found, id }) =>
  html`<ul class="popover suggestions" role="listbox" id=${`suggestions-${id}`} aria-label="Suggestions">
    ${found.map(
      ({ label, hint, insert, from }, index) =>
        html`<li
          role="option"
          id=${`suggestion-${id}-${index}`}
          aria-selected=${index === draft.pick}
          @pointerdown=${(/** @type {Event} */ event) => event.preventDefault()}
          @click=${() => actions.type(thread, { text: draft.text.slice(0, from) + insert, pick: -1 })}
        >
          <code>${label}</code><span>${hint}</span>
        </li>`,
    )}
  </ul>`;

/**
 * Enter sends; it takes a suggestion only when one was picked, so that nobody sends what they did not type.
 *
 * @param {{actions: Actions, thread: string | null, draft: Draft, found: readonly Suggestion[], last: string | null}} shown
 */
const onKey =
  ({ actions, thread, draft, found, last }) =>
  (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return;
    const count = found.length;
    const picked = found[event.key === 'Tab' && draft.pick < 0 ? 0 : draft.pick];
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const from = draft.pick < 0 && step < 0 ? count : draft.pick;
      actions.type(thread, { pick: (from + step + count) % count });
    } else if (event.key === 'ArrowUp' && draft.text === '' && last !== null) {
      event.preventDefault();
      actions.type(thread, { text: last, pick: -1 });
    } else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && picked !== undefined) {
      event.preventDefault();
      actions.type(thread, { text: draft.text.slice(0, picked.from) + picked.insert, pick: -1 });
    } else if (event.key === 'Escape' && count > 0) {
      event.preventDefault();
      actions.type(thread, { pick: DISMISSED });
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      actions.send(thread);
    }
  };
