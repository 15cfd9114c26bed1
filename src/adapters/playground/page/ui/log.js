import { html, nothing } from '/page/vendor/lit-html.js';
import { toDollars, toFull, toShort } from '../format.js';
import { nameOf } from '../model.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {LogRow, LogState, State} from '../types.js'
 */

const COLUMNS = [
  'Time',
  'Shot',
  'Take',
  'Asked by',
  'Brief',
  'Model',
  'Status',
  'Cost',
  'Decision',
  'Votes',
  'SHA-256',
];

/** @param {State} state @param {Actions} actions @param {LogState} log */
export function logView(state, actions, log) {
  const isFull = state.people.find(({ id }) => id === state.me)?.kind === 'member';
  return html`<section class="log" aria-label="Generation log">
    <div class="log-bar">
      <input
        type="search"
        aria-label="Filter the log"
        placeholder="Filter: a shot, a person, a model, words of the brief…"
        .value=${log.query}
        @input=${(/** @type {Event} */ event) => {
          if (event.target instanceof HTMLInputElement) actions.filterLog(event.target.value);
        }}
      />
      <span class="is-quiet" role="status">${log.rows === null ? 'Reading…' : `${log.rows.length} ${log.rows.length === 1 ? 'take' : 'takes'}`}</span>
    </div>
    <div class="log-scroll" tabindex="0" role="region" aria-label="Log table">
      <table role="table">
        <caption class="unseen">Every take of #${state.channel}, newest first</caption>
        <thead>
          <tr>${COLUMNS.filter((column) => isFull || (column !== 'Brief' && column !== 'Cost')).map((column) => html`<th scope="col">${column}</th>`)}</tr>
        </thead>
        <tbody role="rowgroup">
          ${log.rows?.map((row) => rowView(state, row, isFull))}
        </tbody>
      </table>
      ${log.rows?.length === 0 ? html`<p class="log-none">${log.query === '' ? 'Nothing was made in this channel yet.' : 'Nothing in the log matches.'}</p>` : nothing}
    </div>
  </section>`;
}

/** @param {State} state @param {LogRow} row @param {boolean} isFull */
const rowView = (state, row, isFull) =>
  html`<tr role="row">
    <td role="cell" data-label="Time"><time datetime=${row.at} title=${toFull(row.at)}>${toShort(row.at)}</time></td>
    <th role="rowheader" scope="row" data-label="Shot">${row.shot}</th>
    <td role="cell" class="number" data-label="Take">${row.take === 0 ? '–' : row.take}</td>
    <td role="cell" class="wraps" data-label="Asked by"><bdi>${nameOf(state, row.who)}</bdi></td>
    ${isFull ? html`<td role="cell" class="brief" dir="auto" data-label="Brief" title=${row.brief ?? ''}>${row.brief}</td>` : nothing}
    <td role="cell" class="wraps" data-label="Model">${row.model}</td>
    <td role="cell" class="wraps" data-label="Status"><span class="status status-${row.status.split(' ')[0]}">${row.status.replaceAll('_', ' ')}</span></td>
    ${isFull ? html`<td role="cell" class="number" data-label="Cost">${costView(row)}</td>` : nothing}
    <td role="cell" data-label="Decision">${row.decision}</td>
    <td role="cell" class="wraps" data-label="Votes">${row.votes.map(({ person, vote, counted }) => voteView(nameOf(state, person), vote, counted))}</td>
    <td role="cell" data-label="SHA-256">${row.sha256 === null ? '–' : html`<code title=${row.sha256}>${row.sha256.slice(0, 8)}</code>`}</td>
  </tr>`;

/** @param {LogRow} row */
const costView = ({ cost }) =>
  cost === null
    ? '–'
    : html`${toDollars(cost.micros)}${cost.isHeld ? html` <span class="is-quiet">held</span>` : nothing}`;

/** @param {string} name @param {string} vote @param {boolean} counted */
const voteView = (name, vote, counted) =>
  html`<span class="log-vote">${vote === 'approve' ? '✅' : '❌'} ${name}${counted ? nothing : html` <span class="is-quiet">not counted</span>`}</span>`;
