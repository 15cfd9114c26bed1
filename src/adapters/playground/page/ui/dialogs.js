import { html, nothing } from '/page/vendor/lit-html.js';
import { dialogFoot } from './dialog-foot.js';
import { requestFormView } from './request-form.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Dialog, State} from '../types.js'
 */

/** One dialog at a time; the browser keeps focus inside it. @param {State} state @param {Actions} actions */
export function dialogView(state, actions) {
  const { dialog } = state;
  if (dialog === null) return nothing;
  return html`<dialog
    class="dialog"
    aria-labelledby="dialog-title"
    @cancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      actions.closeDialog();
    }}
    @pointerdown=${(/** @type {Event} */ event) => {
      if (event.target === event.currentTarget) actions.closeDialog();
    }}
  >
    ${contentView(state, actions, dialog)}
  </dialog>`;
}

/**
 * Closed before it is taken away: the focus goes back to where it was.
 *
 * @param {HTMLElement} root
 */
export function closeDialogs(root) {
  for (const dialog of root.querySelectorAll('dialog[open]')) {
    if (dialog instanceof HTMLDialogElement) dialog.close();
  }
}

/**
 * Opened once it stands in the document, which is when it can be.
 *
 * @param {HTMLElement} root
 */
export function openDialogs(root) {
  for (const dialog of root.querySelectorAll('dialog:not([open])')) {
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
}

/** @param {State} state @param {Actions} actions @param {Dialog} dialog */
function contentView(state, actions, dialog) {
  switch (dialog.kind) {
    case 'request':
      return requestFormView(state, actions, dialog);
    case 'reason':
      return simpleView(actions, dialog, {
        title: 'What is missing?',
        note: 'It stands in the log beside the vote and helps the next take. Nobody has to give one.',
        submit: 'Save reason',
        field: html`<label class="field">
          <span>Reason</span>
          <textarea name="answer" rows="4" required autofocus dir="auto" placeholder="Too fast in the middle; we lose her face"></textarea>
        </label>`,
        done: (text) => actions.submitDialog(text),
      });
    case 'channel':
      return simpleView(actions, dialog, {
        title: 'New channel',
        note: 'Each channel has its own budget, defaults, log and digest.',
        submit: 'Create',
        field: html`<label class="field">
          <span>Name</span>
          <input name="answer" required autofocus maxlength="60" autocomplete="off" placeholder="spot-coffee" />
        </label>`,
        done: (text) => actions.submitDialog(text),
      });
  }
}

/**
 * @param {Actions} actions
 * @param {Dialog} dialog
 * @param {{title: string, note: string, submit: string, field: unknown, done: (text: string) => void}} parts
 */
const simpleView = (actions, dialog, { title, note, submit, field, done }) =>
  html`<form
    class="dialog-form"
    @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement)
        done(String(new FormData(event.currentTarget).get('answer') ?? ''));
    }}
  >
    <h2 id="dialog-title">${title}</h2>
    <p class="is-quiet">${note}</p>
    ${field} ${dialogFoot(actions, dialog, submit)}
  </form>`;
