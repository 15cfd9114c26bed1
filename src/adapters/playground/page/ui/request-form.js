import { html } from '/page/vendor/lit-html.js';
import { RATIOS, SLOTS, toCommand, toForm } from '../command.js';
import { dialogFoot } from './dialog-foot.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {RequestForm} from '../command.js'
 * @import {Dialog, State} from '../types.js'
 */

/**
 * `/previz` without words, Edit and Remix: the same options as the command, to be filled in.
 *
 * @param {State} state
 * @param {Actions} actions
 * @param {Extract<Dialog, {kind: 'request'}>} dialog
 */
export function requestFormView({ catalog }, actions, dialog) {
  const form = toForm(dialog.text);
  return html`<form
    class="dialog-form is-wide"
    @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement)
        actions.submitDialog(toCommand(readForm(event.currentTarget)));
    }}
  >
    <h2 id="dialog-title">${dialog.title}</h2>
    <label class="field">
      <span>Scene</span>
      <textarea name="scene" rows="3" required autofocus dir="auto" .value=${form.scene} placeholder="A lighthouse keeper climbs a spiral stair"></textarea>
    </label>
    ${choicesView(form, catalog)} ${numbersView(form)} ${slotsView(form)}
    <label class="field">
      <span>Other options</span>
      <input name="more" autocomplete="off" spellcheck="false" placeholder="--seed 7 --shot SEQ010_SH0040" .value=${form.more} />
    </label>
    ${dialogFoot(actions, dialog, 'Ask for it')}
  </form>`;
}

/** @param {RequestForm} form @param {State['catalog']} catalog */
const choicesView = ({ template, model }, { templates, models }) =>
  html`<div class="field-row">
    ${selectView({ label: 'Template', name: 'template', value: template }, toPairs(templates.map(({ name, title }) => [name, title])))}
    ${selectView({ label: 'Model', name: 'model', value: model }, toPairs(models.map(({ id, title, priceText }) => [id, `${title} · ${priceText}`])))}
  </div>`;

/** @param {RequestForm} form */
const numbersView = ({ seconds, ratio, takes }) =>
  html`<div class="field-row is-short">
    <label class="field">
      <span>Seconds</span>
      <input name="seconds" type="number" inputmode="decimal" min="1" max="60" step="any" placeholder="5" .value=${seconds} />
    </label>
    ${selectView({ label: 'Ratio', name: 'ratio', value: ratio }, toPairs(RATIOS.map((name) => [name, name])))}
    <label class="field">
      <span>Takes</span>
      <input name="takes" type="number" inputmode="numeric" min="1" max="4" placeholder="1" .value=${takes} />
    </label>
  </div>`;

/** @param {RequestForm} form */
const slotsView = ({ slots }) =>
  html`<details class="fold" ?open=${Object.keys(slots).length > 0}>
    <summary>Slots: say some things by themselves</summary>
    <div class="slots">
      ${SLOTS.map(
        ([name, hint]) => html`<label class="field">
          <span class="slot-name">${name}</span>
          <input name=${`slot-${name}`} dir="auto" autocomplete="off" placeholder=${hint} .value=${slots[name] ?? ''} />
        </label>`,
      )}
    </div>
  </details>`;

/** @param {readonly [string, string][]} pairs */
const toPairs = (pairs) => pairs;

/**
 * What is not in the list, as a retired model, stays what it is.
 *
 * @param {{label: string, name: string, value: string}} field
 * @param {readonly [string, string][]} options
 */
function selectView({ label, name, value }, options) {
  const isKnown = options.some(([option]) => option === value) || value === '';
  return html`<label class="field">
    <span>${label}</span>
    <select name=${name}>
      <option value="" ?selected=${value === ''}>Default</option>
      ${(isKnown ? options : [[value, value], ...options]).map(
        ([option, title]) => html`<option value=${option} ?selected=${option === value}>${title}</option>`,
      )}
    </select>
  </label>`;
}

/** @param {HTMLFormElement} element @returns {RequestForm} */
function readForm(element) {
  const data = new FormData(element);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? '');
  return {
    ...{ scene: text('scene'), template: text('template'), model: text('model'), seconds: text('seconds') },
    ...{ ratio: text('ratio'), takes: text('takes'), more: text('more') },
    slots: Object.fromEntries(SLOTS.map(([name]) => [name, text(`slot-${name}`)])),
  };
}
