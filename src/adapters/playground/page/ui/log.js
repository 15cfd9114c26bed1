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
export const logView = (state, actions, log) =>
  html`<section class="log" aria-label="Generation log">
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
      <table>
        <caption class="unseen">Every take of #${state.channel}, newest first</caption>
        <thead>
          <tr>${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}</tr>
        </thead>
        <tbody>
          ${log.rows?.map((row) => rowView(state, row))}
        </tbody>
      </table>
      ${log.rows?.length === 0 ? html`<p class="log-none">${log.query === '' ? 'Nothing was made in this channel yet.' : 'Nothing in the log matches.'}</p>` : nothing}
    </div>
  </section>`;

/** @param {State} state @param {LogRow} row */
const rowView = (state, row) =>
  html`<tr>
    <td><time datetime=${row.at} title=${toFull(row.at)}>${toShort(row.at)}</time></td>
    <th scope="row">${row.shot}</th>
    <td class="number">${row.take}</td>
    <td><bdi>${nameOf(state, row.who)}</bdi></td>
    <td class="brief" dir="auto" title=${row.brief}>${row.brief}</td>
    <td>${row.model}</td>
    <td><span class="status status-${row.status.split(' ')[0]}">${row.status.replaceAll('_', ' ')}</span></td>
    <td class="number">${toDollars(row.costMicros)}</td>
    <td>${row.decision}</td>
    <td>${row.votes.map(({ person, vote }) => html`<span class="log-vote">${vote === 'approve' ? '✅' : '❌'} ${nameOf(state, person)}</span>`)}</td>
    <td>${row.sha256 === null ? '–' : html`<code title=${row.sha256}>${row.sha256.slice(0, 8)}</code>`}</td>
  </tr>`;
