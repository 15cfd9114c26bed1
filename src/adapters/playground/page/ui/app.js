import { html, nothing } from '/page/vendor/lit-html.js';
import { toDollars } from '../format.js';
import { avatarView } from './avatar.js';
import { meterView } from './card.js';
import { composerView } from './composer.js';
import { dialogView } from './dialogs.js';
import { closeIcon, logIcon, menuIcon, slateIcon } from './icons.js';
import { logView } from './log.js';
import { messagesView } from './messages.js';
import { sidebarView } from './sidebar.js';
import { threadView } from './thread.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Budget, Person, State} from '../types.js'
 */

/** @param {State} state @param {Actions} actions */
export function appView(state, actions) {
  if (state.phase === 'starting') return html`<p class="boot-note" role="status">Opening the playground…</p>`;
  if (state.phase === 'refused') return refusedView(state, actions);
  const { thread } = state;
  return html`<a class="skip" href="#main" @click=${skip}>Skip to messages</a>
    ${topView(state, actions)}
    ${state.connection === 'lost' ? html`<p class="banner" role="status">Connection lost. Trying again; nothing that was taken is lost.</p>` : nothing}
    <div class="columns ${thread === null ? '' : 'has-thread'} ${state.isDrawerOpen ? 'has-drawer' : ''}">
      ${sidebarView(state, actions)}
      <main class="channel" id="main" tabindex="-1" aria-label=${`Channel ${state.channel}`}>
        ${channelBar(state, actions)}
        ${state.log === null ? messagesView(state, actions) : logView(state, actions, state.log)}
        ${composerView(state, actions, null)}
      </main>
      ${thread === null ? nothing : threadView(state, actions, thread)}
    </div>
    ${state.notice === null ? nothing : noticeView(state.notice, actions)} ${dialogView(state, actions)}
    <p class="unseen" role="status" aria-live="polite">${state.announcement}</p>`;
}

/** @param {State} state @param {Actions} actions */
const refusedView = (state, actions) =>
  html`<div class="boot-note" role="alert">
    <p>The playground could not be opened.</p>
    <p class="is-quiet">${state.notice}</p>
    <button type="button" class="button is-primary" @click=${() => actions.start()}>Try again</button>
  </div>`;

/** @param {State} state @param {Actions} actions */
const topView = (state, actions) =>
  html`<header class="top">
    <button
      type="button"
      class="icon-button menu-button"
      aria-label="Channels"
      aria-controls="channels"
      aria-expanded=${state.isDrawerOpen}
      @click=${() => actions.showDrawer(!state.isDrawerOpen)}
    >
      ${menuIcon}
    </button>
    <h1 class="brand"><span class="brand-mark">${slateIcon}</span>Previz <small>playground</small></h1>
    <div class="act-as">
      <label for="act-as">Act as</label>
      <span class="act-as-box">
        ${avatarView(state.people, state.me, 'small')}
        <select
          id="act-as"
          @change=${(/** @type {Event} */ event) => {
            if (event.target instanceof HTMLSelectElement) actions.actAs(event.target.value);
          }}
        >
          ${state.people.map(
            (person, index) =>
              html`<option value=${person.id} .selected=${person.id === state.me} title=${roleOf(person, index)}>
                ${person.name} (${roleOf(person, index)})
              </option>`,
          )}
        </select>
      </span>
    </div>
  </header>`;

/** @param {Person} person @param {number} index */
function roleOf({ role, kind }, index) {
  if (index === 0) return `${role}, owns the budget`;
  return kind === 'guest' ? `${role}, guest without a vote` : role;
}

/** @param {State} state @param {Actions} actions */
function channelBar(state, actions) {
  const budget = state.budgets.get(state.channel);
  return html`<header class="bar">
    <h2 dir="auto"><span class="hash" aria-hidden="true">#</span>${state.channels.find(({ id }) => id === state.channel)?.name ?? state.channel}</h2>
    ${budget === undefined || budget === null ? html`<span class="budget"></span>` : budgetView(budget)}
    <button type="button" class="button is-tab" aria-pressed=${state.log !== null && state.thread === null} @click=${() => actions.toggleLog()}>
      ${logIcon}<span>Log</span>
    </button>
  </header>`;
}

/** @param {Budget} budget */
function budgetView({ label, spentMicros, heldMicros, capMicros, period }) {
  const dollars = (/** @type {string} */ micros) => Number(micros) / 1_000_000;
  const left = String(BigInt(capMicros) - BigInt(spentMicros) - BigInt(heldMicros));
  const words = `${toDollars(spentMicros)} spent, ${toDollars(heldMicros)} held of ${toDollars(capMicros)}, ${label}`;
  return html`<div class="budget" title=${`${words} · ${period}`}>
    <span class="budget-words">
      <span class="wide-only">${label} · </span><strong>${toDollars(left)}</strong> left
      <span class="wide-only">of ${toDollars(capMicros)} · ${toDollars(spentMicros)} spent${heldMicros === '0' ? '' : ` · ${toDollars(heldMicros)} held`}</span>
    </span>
    ${meterView({ spent: dollars(spentMicros), held: dollars(heldMicros), cap: dollars(capMicros), label: `Budget: ${words}` })}
  </div>`;
}

/** @param {string} notice @param {Actions} actions */
const noticeView = (notice, actions) =>
  html`<div class="notice" role="alert">
    <span>${notice}</span>
    <button type="button" class="icon-button" aria-label="Dismiss" @click=${() => actions.dismiss()}>${closeIcon}</button>
  </div>`;

/** The address already says which channel is open. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
