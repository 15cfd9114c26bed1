import { html } from '/page/vendor/lit-html.js';
import { slateIcon } from './icons.js';

/**
 * @import {Actions} from '../actions.js'
 * @import {State} from '../types.js'
 */

const EXAMPLE = '/previz a lighthouse keeper climbs a spiral stair --seconds 6';

/** The first thing a newcomer sees. @param {State} state @param {Actions} actions */
export const emptyView = (state, actions) =>
  html`<section class="empty" aria-labelledby="empty-title">
    <span class="empty-mark">${slateIcon}</span>
    <h2 id="empty-title">No shots in #${state.channel} yet</h2>
    <p>Describe a scene, get a clip in its own thread, and decide together which take is good.</p>
    <p class="example"><code>${EXAMPLE}</code></p>
    <p class="empty-actions">
      <button type="button" class="button is-primary" @click=${() => actions.send(null, EXAMPLE)}>Try this example</button>
      <button type="button" class="button" @click=${() => actions.newRequest()}>Fill in a form</button>
    </p>
    <ol class="steps">
      <li><strong>Ask.</strong> <code>/previz</code> and a scene; options such as <code>--ratio 2.39</code> go anywhere.</li>
      <li><strong>Change.</strong> In the thread: <code>@previz slower, at night</code> makes the next take.</li>
      <li><strong>Decide.</strong> Approve or reject a clip; act as somebody else to see how votes add up.</li>
    </ol>
    <p class="is-quiet">The built-in animatic is drawn on this machine and costs nothing.</p>
  </section>`;
