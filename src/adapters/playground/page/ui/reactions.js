import { html, nothing } from '/page/vendor/lit-html.js';
import { toList } from '../format.js';
import { nameOf } from '../model.js';
import { avatarView } from './avatar.js';
import { smileIcon } from './icons.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Chip, Message, State} from '../types.js'
 */

const APPROVE = '✅';
const REJECT = '❌';

/** @type {readonly (readonly [emoji: string, name: string])[]} */
const MENU = [
  ['👍', 'Thumbs up'],
  ['👎', 'Thumbs down'],
  [APPROVE, 'Check mark'],
  [REJECT, 'Cross mark'],
  ['❤️', 'Heart'],
  ['🔥', 'Fire'],
  ['🎬', 'Clapper board'],
  ['👀', 'Eyes'],
  ['🤔', 'Thinking'],
  ['😂', 'Laughing'],
  ['🎉', 'Party'],
  ['🙏', 'Thanks'],
];

/** @param {State} state @param {Actions} actions @param {Message} message */
export function votesView(state, actions, message) {
  return html`<div class="votes" role="group" aria-label="Your vote">
    ${voteView(state, actions, { message, emoji: APPROVE, label: 'Approve', className: 'is-approve' })}
    ${voteView(state, actions, { message, emoji: REJECT, label: 'Reject', className: 'is-reject' })}
  </div>`;
}

/** @param {State} state @param {Actions} actions @param {{message: Message, emoji: string, label: string, className: string}} vote */
function voteView(state, actions, { message, emoji, label, className }) {
  const people = message.reactions.find((chip) => chip.emoji === emoji)?.people ?? [];
  const who = people.length === 0 ? 'Nobody yet' : toList(people.map((id) => nameOf(state, id)));
  return html`<button
    type="button"
    class="vote ${className}"
    aria-label=${label}
    aria-pressed=${people.includes(state.me)}
    aria-description=${`${people.length}: ${who}`}
    title=${who}
    @click=${() => actions.react(message, emoji)}
  >
    <span class="vote-sign" aria-hidden="true">${emoji}</span>${label}<span class="count">${people.length}</span>
    ${facesView(state, people)}
  </button>`;
}

/** Who it was, at a glance; the names are in the title and the description. @param {State} state @param {readonly string[]} people */
const facesView = (state, people) =>
  people.length === 0
    ? nothing
    : html`<span class="faces" aria-hidden="true">${people.slice(0, 3).map((id) => avatarView(state.people, id, 'small'))}</span>`;

/** On a clip its two votes have buttons of their own. @param {State} state @param {Actions} actions @param {Message} message */
export function reactionsView(state, actions, message) {
  const isVote = (/** @type {Chip} */ { emoji }) => message.kind === 'clip' && (emoji === APPROVE || emoji === REJECT);
  const chips = message.reactions.filter((chip) => !isVote(chip));
  return html`${chips.length === 0 ? nothing : html`<div class="chips">${chips.map((chip) => chipView(state, actions, message, chip))}</div>`}
  ${menuView(state, actions, message)}`;
}

/** @param {State} state @param {Actions} actions @param {Message} message @param {Chip} chip */
function chipView(state, actions, message, { emoji, people }) {
  const who = toList(people.map((id) => nameOf(state, id)));
  return html`<button
    type="button"
    class="chip"
    aria-pressed=${people.includes(state.me)}
    aria-label=${`${emoji} ${people.length}: ${who}`}
    title=${who}
    @click=${() => actions.react(message, emoji)}
  >
    <span aria-hidden="true">${emoji}</span><span class="count" aria-hidden="true">${people.length}</span>
    ${facesView(state, people)}
  </button>`;
}

/** @param {State} state @param {Actions} actions @param {Message} message */
function menuView(state, actions, message) {
  const isOpen = state.openMenu === message.id;
  return html`<div class="reaction-menu" @focusout=${closeOnLeave(actions, isOpen)}>
    <button
      type="button"
      class="icon-button"
      aria-label="Add reaction"
      title="Add reaction"
      aria-haspopup="true"
      aria-expanded=${isOpen}
      @click=${() => actions.showMenu(isOpen ? null : message.id)}
    >
      ${smileIcon}
    </button>
    ${
      isOpen
        ? html`<div class="popover emoji-grid" role="group" aria-label="Reactions">
          ${MENU.map(
            ([emoji, name]) =>
              html`<button type="button" aria-label=${name} title=${name} @click=${() => actions.react(message, emoji)}>${emoji}</button>`,
          )}
        </div>`
        : nothing
    }
  </div>`;
}

/** @param {Actions} actions @param {boolean} isOpen */
const closeOnLeave = (actions, isOpen) => (/** @type {FocusEvent} */ event) => {
  const menu = event.currentTarget;
  const next = event.relatedTarget;
  if (isOpen && menu instanceof Element && next instanceof Node && !menu.contains(next)) actions.showMenu(null);
};
