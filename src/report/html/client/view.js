/** What of the run is in view and what is selected: kept in the URL, so that a colleague sees the same. */

/** @typedef {{ readonly from: number, readonly to: number, readonly selected: string | null }} View */
/** @typedef {{ readonly from: number, readonly to: number }} Span */

/** A shorter view would show less than one sample. */
const LEAST_SECONDS = 1;

/** @param {number} value */
const asWritten = (value) => String(Math.round(value * 1_000) / 1_000);

/**
 * `#from=12.5&to=80&sel=A3`; whatever is missing or no number is the whole run.
 * @param {string} fragment @param {Span} whole @returns {View}
 */
export const readView = (fragment, whole) => {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const [from, to] = ['from', 'to'].map((name) => Number.parseFloat(words.get(name) ?? ''));
  const selected = words.get('sel');
  return { ...within({ from: from ?? Number.NaN, to: to ?? Number.NaN }, whole), selected };
};

/** @param {Span} span @param {Span} whole @returns {Span} */
export const within = ({ from, to }, whole) => {
  if (!(to > from) || to <= whole.from || from >= whole.to)
    return { from: whole.from, to: whole.to };
  const middle = (from + to) / 2;
  const half = Math.max(LEAST_SECONDS, to - from) / 2;
  return { from: Math.max(whole.from, middle - half), to: Math.min(whole.to, middle + half) };
};

/** @param {Span} span @param {Span} whole */
export const isWhole = ({ from, to }, whole) => from <= whole.from && to >= whole.to;

/** @param {View} view @param {Span} whole @returns {string} empty where nothing is to be kept */
export const fragmentOf = (view, whole) => {
  const words = [
    ...(isWhole(view, whole) ? [] : [`from=${asWritten(view.from)}`, `to=${asWritten(view.to)}`]),
    ...(view.selected === null ? [] : [`sel=${encodeURIComponent(view.selected)}`]),
  ];
  return words.length === 0 ? '' : `#${words.join('&')}`;
};

/** Some of the time before and after a moment shows what changed. @param {Span} span @returns {Span} */
export const around = ({ from, to }) => {
  const margin = Math.max(2, (to - from) * 0.25);
  return { from: from - margin, to: to + margin };
};
