import { svg } from '/page/vendor/lit-html.js';

/** @param {unknown} paths */
const icon = (paths) => svg`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${paths}</svg>`;

export const menuIcon = icon(svg`<path d="M3 5.5h14M3 10h14M3 14.5h14" />`);
export const closeIcon = icon(svg`<path d="m5 5 10 10M15 5 5 15" />`);
export const plusIcon = icon(svg`<path d="M10 4v12M4 10h12" />`);
export const sendIcon = icon(svg`<path d="m4 10 12-6-4 12-3-4.5zM9 11.5l3.5-3.5" />`);
export const logIcon = icon(svg`<path d="M4 5h12M4 10h12M4 15h7" />`);
export const downIcon = icon(svg`<path d="M10 4v11m-5-5 5 5 5-5" />`);
export const saveIcon = icon(svg`<path d="M10 3v9m-4-3.5 4 4 4-4M4 16.5h12" />`);
export const eyeIcon = icon(
  svg`<path d="M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10z" /><circle cx="10" cy="10" r="2.3" />`,
);
export const threadIcon = icon(svg`<path d="M4 4.5h12v8.500H9l-3.500 3v-3H4z" />`);
export const formIcon = icon(svg`<path d="M4 4h12v12H4zM7 8h6M7 12h3.500" />`);
export const smileIcon = icon(
  svg`<circle cx="9" cy="11" r="6.300" /><path d="M6.700 12.500c.6 1 1.400 1.400 2.300 1.400s1.700-.4 2.300-1.400M7 9.300v.2M11 9.300v.2M16.500 1.500v5M14 4h5" />`,
);

/** The bot's mark: a slate with a clip in it. */
export const slateIcon = svg`<svg class="slate" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <path class="slate-board" d="M7 14.500h18V24a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z" />
  <path class="slate-stick" d="M6.300 10.600 23.800 6l1 3.600L7.300 14.300z" />
  <path class="slate-mark" d="m10.600 9.500 2.500 3.200 2.300-.6-2.500-3.200zm5.900-1.600 2.500 3.200 2.400-.6-2.600-3.200z" />
  <path class="slate-mark" d="m13.800 17.300 5.400 3-5.400 3z" />
</svg>`;
