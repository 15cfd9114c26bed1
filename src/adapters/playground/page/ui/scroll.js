/** How near to the end still counts as being there. */
const NEAR_PX = 80;

/** @type {WeakMap<Element, {end: boolean, view: string}>} */
const lists = new WeakMap();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.parentElement !== null) settle(target.parentElement);
});

/**
 * Lists that show their end keep showing it while they grow; whoever scrolled up stays where they read. A list that
 * shows something else than before (`data-view`) begins at its end.
 *
 * @param {HTMLElement} root
 */
export function keepAtEnd(root) {
  for (const list of root.querySelectorAll('.scroller')) {
    if (!(list instanceof HTMLElement)) continue;
    const known = lists.get(list);
    const view = list.dataset['view'] ?? '';
    if (known === undefined) watch(list);
    if (known === undefined || known.view !== view) lists.set(list, { end: true, view });
    settle(list);
  }
}

/**
 * Brings a message of the open thread into view, and keeps it there while the list grows; false while it isn't drawn.
 *
 * @param {HTMLElement} root
 * @param {string} message
 */
export function showMessage(root, message) {
  const element = root.querySelector(`.thread .scroller [data-message="${CSS.escape(message)}"]`);
  const list = element?.closest('.scroller') ?? null;
  if (element === null || list === null) return false;
  lists.set(list, { view: lists.get(list)?.view ?? '', end: false });
  element.scrollIntoView({ block: 'center' });
  return true;
}

/** @param {HTMLElement} list */
function watch(list) {
  if (list.firstElementChild !== null) sizes.observe(list.firstElementChild);
  list.addEventListener(
    'scroll',
    () => {
      const known = lists.get(list);
      if (known !== undefined) lists.set(list, { ...known, end: isAtEnd(list) });
      list.classList.toggle('is-away', !isAtEnd(list));
    },
    { passive: true },
  );
}

/** @param {HTMLElement} list */
function settle(list) {
  if (lists.get(list)?.end && !isAtEnd(list, 1)) list.scrollTop = list.scrollHeight;
}

/** @param {HTMLElement} list */
const isAtEnd = (list, near = NEAR_PX) => list.scrollHeight - list.scrollTop - list.clientHeight <= near;
