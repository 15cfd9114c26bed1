import { html, nothing } from '/page/vendor/lit-html.js';
import { toFull, toMediaUrl, toShort, toSize, toTime } from '../format.js';
import { BOT, nameOf } from '../model.js';
import { avatarView } from './avatar.js';
import { cardView } from './card.js';
import { eyeIcon, saveIcon, threadIcon } from './icons.js';
import { reactionsView, votesView } from './reactions.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Clip, Message, State} from '../types.js'
 */

/** Longer texts are folded until somebody wants them. */
const FOLD_CHARS = 1_200;

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {Message} message
 * @param {{previous: Message | undefined, isInThread: boolean}} place
 */
export function messageView(state, actions, message, { previous, isInThread }) {
  const name = nameOf(state, message.author);
  const isJoined = previous !== undefined && isContinued(previous, message);
  return html`<article
    class="message kind-${message.kind} ${isJoined ? 'is-joined' : ''} ${isFound(state, message) ? 'is-found' : ''}"
    aria-label=${`${name}, ${toTime(message.at)}`}
    data-message=${message.id}
  >
    <div class="gutter">${isJoined ? html`<time class="hover-time" datetime=${message.at}>${toTime(message.at)}</time>` : avatarView(state.people, message.author)}</div>
    <div class="content">
      ${isJoined ? nothing : headView(state, message, name)}
      ${message.kind === 'private' ? html`<p class="private-note">${eyeIcon} Only visible to you</p>` : nothing}
      ${bodyView(state, actions, message)}
      <div class="foot">
        ${message.kind === 'clip' ? votesView(state, actions, message) : nothing}
        ${message.kind === 'private' ? nothing : reactionsView(state, actions, message)}
        ${isInThread || message.kind === 'private' ? nothing : repliesView(actions, message)}
      </div>
    </div>
  </article>`;
}

/** @param {State} state @param {Message} message */
const isFound = ({ found, thread }, { id }) => found !== null && found.message === id && found.thread === thread;

/** Several in a row by the same person read as one. @param {Message} previous @param {Message} message */
const isContinued = (previous, message) =>
  previous.author === message.author &&
  previous.kind === 'text' &&
  message.kind === 'text' &&
  previous.replies === null &&
  Date.parse(message.at) - Date.parse(previous.at) < 300_000;

/** @param {State} state @param {Message} message @param {string} name */
function headView(state, message, name) {
  const person = state.people.find(({ id }) => id === message.author);
  return html`<header class="head">
    <bdi class="author">${name}</bdi>
    ${message.author === BOT ? html`<span class="badge">app</span>` : nothing}
    ${person?.kind === 'guest' ? html`<span class="badge">guest</span>` : nothing}
    <time datetime=${message.at} title=${toFull(message.at)}>${toTime(message.at)}</time>
  </header>`;
}

/** @param {State} state @param {Actions} actions @param {Message} message */
function bodyView(state, actions, message) {
  if (message.clip !== null) return clipView(state, actions, message, message.clip);
  if (message.card !== null) return cardView(state, actions, message, message.card);
  return textView(state, actions, message);
}

/** @param {State} state @param {Actions} actions @param {Message} message */
function textView(state, actions, { id, text }) {
  const isLong = text.length > FOLD_CHARS || text.split('\n').length > 16;
  const isFolded = isLong && !state.expanded.has(id);
  return html`<div class="text ${isFolded ? 'is-folded' : ''}">${text.split(/\n/).map((line) => html`<p dir="auto">${mentions(line)}</p>`)}</div>
  ${
    isLong
      ? html`<button type="button" class="link" aria-expanded=${!isFolded} @click=${() => actions.toggleExpanded(id)}>
        ${isFolded ? 'Show all of it' : 'Show less'}
      </button>`
      : nothing
  }`;
}

/** @param {string} line */
const mentions = (line) =>
  line
    .split(/((?<=^|\s)@previz\b)/i)
    .map((part) => (/^@previz$/i.test(part) ? html`<span class="mention">${part}</span>` : part));

/** @param {State} state @param {Actions} actions @param {Message} message @param {Clip} clip */
function clipView(state, actions, message, clip) {
  const poster = clip.poster === null ? nothing : toMediaUrl(clip.poster);
  return html`<p class="for-whom">For <span class="mention ${clip.requester === state.me ? 'is-me' : ''}">@${nameOf(state, clip.requester)}</span></p>
    <div class="player ${clip.width < clip.height ? 'is-tall' : ''}">
      <video
        controls
        playsinline
        loop
        preload="metadata"
        width=${clip.width}
        height=${clip.height}
        poster=${poster}
        src=${toMediaUrl(clip.media)}
        aria-label=${clip.altText}
      ></video>
    </div>
    <p class="file">
      <a href=${toMediaUrl(clip.media, clip.fileName)} download=${clip.fileName}>${saveIcon} ${clip.fileName}</a>
      <span>${toSize(clip.bytes)}</span>
    </p>
    ${cardView(state, actions, message, clip.card)}`;
}

/** @param {Actions} actions @param {Message} message */
function repliesView(actions, { id, replies, kind }) {
  if (replies === null && kind !== 'shot' && kind !== 'text') return nothing;
  const label = replies === null ? 'Reply in thread' : `${replies.count} ${replies.count === 1 ? 'reply' : 'replies'}`;
  return html`<button type="button" class="replies ${replies === null ? 'is-empty' : ''}" data-opens=${id} @click=${() => actions.openThread(id)}>
    ${threadIcon}<span>${label}</span>${replies === null ? nothing : html`<time datetime=${replies.lastAt}>last ${toShort(replies.lastAt)}</time>`}
  </button>`;
}
