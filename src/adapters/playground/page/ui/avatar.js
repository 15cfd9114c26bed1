import { html } from '/page/vendor/lit-html.js';
import { BOT } from '../model.js';
import { slateIcon } from './icons.js';

/** @import {Person} from '../types.js' */

/**
 * Decoration: the name stands beside it.
 *
 * @param {readonly Person[]} people
 * @param {string} id
 * @param {'' | 'small'} [size]
 */
export function avatarView(people, id, size = '') {
  if (id === BOT) return html`<span class="avatar is-bot ${size}" aria-hidden="true">${slateIcon}</span>`;
  const index = people.findIndex((person) => person.id === id);
  return html`<span class="avatar hue-${index < 0 ? 'none' : index % 6} ${size}" aria-hidden="true"
    >${initials(people[index]?.name ?? id)}</span
  >`;
}

/** @param {string} name */
const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('');
