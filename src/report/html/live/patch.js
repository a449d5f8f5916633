/**
 * Changes a document where what was served changed, and nowhere else: what the reader opened, focused or
 * scrolled to stays, and so does what scripts drew into elements that are served empty.
 */

/**
 * @param {Node} live in the document
 * @param {Node} before what was served when `live` was last patched; never in the document
 * @param {Node} after what is served now
 */
export const patch = (live, before, after) => {
  if (before.isEqualNode(after)) return;
  if (live.nodeName !== after.nodeName || before.nodeName !== after.nodeName) {
    live.parentNode?.replaceChild(document.importNode(after, true), live);
    return;
  }
  if (live instanceof CharacterData) live.data = after.nodeValue ?? '';
  if (live instanceof Element) patchAttributes(live, before, after);
  patchChildren(live, before, after);
};

/** @param {Element} live @param {Node} before @param {Node} after */
const patchAttributes = (live, before, after) => {
  if (!isElement(before) || !isElement(after)) return;
  for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
    const value = after.getAttribute(name);
    if (value === before.getAttribute(name)) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
};

/** @param {Node} live @param {Node} before @param {Node} after */
const patchChildren = (live, before, after) => {
  const [living, known, wanted] = [live, before, after].map(({ childNodes }) => [...childNodes]);
  if (!living || !known || !wanted) return;
  // A script added or removed some: nobody can say which is which.
  if (living.length !== known.length) {
    for (const node of living) live.removeChild(node);
    for (const node of wanted) live.appendChild(document.importNode(node, true));
    return;
  }
  const places = byKey(known);
  const kept = new Set();
  wanted.forEach((node, index) => {
    const here = live.childNodes[index] ?? null;
    const place = places.get(keyOf(node))?.shift();
    const [own, served] = place === undefined ? [] : [living[place], known[place]];
    if (!own || !served) {
      live.insertBefore(document.importNode(node, true), here);
      return;
    }
    kept.add(own);
    // Moving an element drops its focus and scroll position, so only what stands elsewhere is moved.
    if (own !== here) live.insertBefore(own, here);
    patch(own, served, node);
  });
  for (const node of living)
    if (!kept.has(node) && node.parentNode === live) live.removeChild(node);
};

/** The places of each key, first to last. @param {readonly Node[]} nodes */
const byKey = (nodes) => {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  nodes.forEach((node, place) => {
    const key = keyOf(node);
    places.set(key, [...(places.get(key) ?? []), place]);
  });
  return places;
};

/** Sections come and go; what has the same name is the same one. @param {Node} node */
const keyOf = (node) => {
  if (!isElement(node)) return node.nodeName;
  const name = node.id || node.getAttribute('aria-labelledby') || firstId(node);
  return `${node.nodeName} ${name}`;
};

/** Of a figure: that of its chart. @param {Element} element */
const firstId = (element) => element.querySelector('[id]')?.id ?? '';

/** @param {Node} node @returns {node is Element} */
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
