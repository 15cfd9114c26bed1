import { html, nothing } from '/page/vendor/lit-html.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {Dialog} from '../types.js'
 */

/** @param {Actions} actions @param {Dialog} dialog @param {string} submit */
export const dialogFoot = (actions, dialog, submit) =>
  html`${dialog.problem === null ? nothing : html`<p class="problem" role="alert">${dialog.problem}</p>`}
    <div class="dialog-foot">
      <button type="button" class="button" @click=${() => actions.closeDialog()}>Cancel</button>
      <button type="submit" class="button is-primary" ?disabled=${dialog.isSending}>${submit}</button>
    </div>`;
