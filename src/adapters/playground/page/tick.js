import { toElapsed } from './format.js';

/**
 * Writes the time since `data-since` into every `.elapsed`, each second: the server says when something began, the page
 * counts. Lit leaves the text of these elements alone.
 *
 * @param {HTMLElement} root
 */
export function startTicking(root) {
  const tick = () => {
    for (const element of root.querySelectorAll('.elapsed')) {
      if (!(element instanceof HTMLElement)) continue;
      const since = Date.parse(element.dataset['since'] ?? '');
      const text = Number.isNaN(since) ? '' : toElapsed(Date.now() - since);
      if (element.textContent !== text) element.textContent = text;
    }
  };
  setInterval(tick, 1_000);
  return tick;
}
