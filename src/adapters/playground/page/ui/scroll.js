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
