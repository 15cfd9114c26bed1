import { html, nothing, svg } from '/page/vendor/lit-html.js';
import { toMediaUrl } from '../format.js';
import { nameOf } from '../model.js';
import { lineView } from './line.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Block, Card, Line, Message, State} from '../types.js'
 */

/**
 * A card of the core as HTML. It decides nothing: what a press means is decided where it arrives.
 *
 * @param {State} state
 * @param {Actions} actions
 * @param {Message} message
 * @param {Card} card
 */
export function cardView(state, actions, message, card) {
  /** @param {Line} line */
  const line = (line) => lineView(line, (id) => nameOf(state, id), actions.openAt);
  const view = (/** @type {Block} */ block) => blockView(block, line, message.id);
  // A picture that is made to be read stands alone, in its place; a still stands beside the words.
  const at = card.body.findIndex((block) => block.kind === 'image' && block.wide !== true);
  const lead = card.body.slice(0, at < 0 ? card.body.length : at);
  const image = at < 0 ? undefined : card.body[at];
  const title = card.title === null ? nothing : titleView(card, line(card.title), message);
  return html`<div class="card tone-${card.tone}">
    <div class="card-body">
      ${
        image === undefined
          ? html`${title} ${lead.map(view)}`
          : html`<div class="lead"><div class="lead-text">${title} ${lead.map(view)}</div>${view(image)}</div>`
      }
      ${at < 0 ? nothing : card.body.slice(at + 1).map(view)}
      ${card.buttons.length === 0 ? nothing : buttonsView(state, actions, message, card)}
    </div>
  </div>`;
}

/** @param {Card} card @param {unknown} title @param {Message} message */
const titleView = (card, title, message) =>
  html`<h3 class="card-title" dir="auto">
    <span>${title}</span>
    ${card.tone === 'running' ? elapsedView(card, message) : toneView(card)}
  </h3>`;

/**
 * Counts from the first time that the card names: that is when the take began.
 *
 * @param {Card} card
 * @param {Message} message
 */
function elapsedView(card, message) {
  const spans = card.body.flatMap((block) => (block.kind === 'line' ? block.line : []));
  const at = spans.find((span) => typeof span !== 'string' && 'at' in span);
  const since = typeof at === 'object' && 'at' in at ? at.at : message.at;
  return html`<span class="tag is-running"><span class="dot"></span><span class="elapsed" data-since=${since} role="timer" aria-live="off"></span></span>`;
}

const TONES = { plain: null, running: null, good: 'is-good', bad: 'is-bad', warning: 'is-warning' };

/** A mark beside what the words say anyway. @param {Card} card */
const toneView = ({ tone }) =>
  TONES[tone] === null ? nothing : html`<span class="mark ${TONES[tone]}" aria-hidden="true"></span>`;

/**
 * @param {Block} block
 * @param {(line: Line) => unknown} line
 * @param {string} key
 * @returns {unknown}
 */
function blockView(block, line, key) {
  switch (block.kind) {
    case 'line':
      return html`<p class="line ${block.quiet ? 'is-quiet' : ''}" dir="auto">${line(block.line)}</p>`;
    case 'fields':
      return html`<dl class="fields">
        ${block.fields.map(({ label, value }) => html`<div><dt>${label}</dt><dd dir="auto">${line(value)}</dd></div>`)}
      </dl>`;
    case 'table':
      return tableView(block);
    case 'image':
      return html`<a class=${block.wide === true ? 'still is-wide' : 'still'} href=${toMediaUrl(block.media)} target="_blank" rel="noreferrer"
        ><img src=${toMediaUrl(block.media)} alt=${block.alt} loading="lazy" decoding="async"
      /></a>`;
    case 'progress':
      return progressView(block);
    case 'folded':
      return html`<details class="fold">
        <summary>${block.label}</summary>
        <p class="fold-text" dir="auto">${block.text}</p>
      </details>`;
    case 'meter':
      return html`<div class="meter-block">
        <p class="line" id="meter-${key}">${block.label}</p>
        ${meterView({ spent: block.spent, held: block.held, cap: block.cap, label: block.label })}
      </div>`;
    default:
      return nothing;
  }
}

/** @param {Extract<Block, {kind: 'progress'}>} block */
function progressView({ value, label }) {
  const percent = value === null ? null : Math.floor(value * 100);
  return html`<div class="progress">
    ${
      percent === null
        ? html`<progress aria-label=${label}></progress>`
        : html`<progress aria-label=${label} max="100" .value=${percent}></progress>`
    }
    <span class="progress-label">${label}${percent === null ? '…' : ` ${percent} %`}</span>
  </div>`;
}

/** @param {Extract<Block, {kind: 'table'}>} block */
const tableView = ({ caption, columns, rows }) =>
  html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption>${caption}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td dir="auto">${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;

/**
 * Drawn with attributes: the page's own rules forbid inline styles.
 *
 * @param {{spent: number, held: number, cap: number, label: string}} amounts
 */
export function meterView({ spent, held, cap, label }) {
  const part = (/** @type {number} */ amount) =>
    cap > 0 ? Math.min(100, Math.max(0, (amount / cap) * 100)) : amount > 0 ? 100 : 0;
  const used = part(spent + held);
  const level = used >= 100 ? 'is-full' : used >= 80 ? 'is-high' : '';
  return html`<span class="meter ${level}" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(used)}>
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="meter-held" width=${used} height="6" /><rect class="meter-spent" width=${part(spent)} height="6" />`}
    </svg>
  </span>`;
}

/** @param {State} state @param {Actions} actions @param {Message} message @param {Card} card */
const buttonsView = (state, actions, message, card) =>
  html`<div class="buttons" role="group" aria-label="What you can do">
    ${card.buttons.map((button) => {
      const isBusy = state.busy.has(`${message.id} ${button.verb} ${button.target} ${button.argument}`);
      return html`<button type="button" class="button is-${button.style}" ?disabled=${isBusy} @click=${() => actions.press(message, button)}>
        ${button.label}
      </button>`;
    })}
  </div>`;
