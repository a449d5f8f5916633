/** A stage lights up wherever it is shown: its band, its row, its label. */

/** @param {Element | null} element @returns {string | null} the stage or event it stands for */
export const stageOf = (element) =>
  /** @type {HTMLElement | null} */ (element?.closest?.('[data-sel]') ?? null)?.dataset.sel ?? null;

/** @param {string | null} lit @param {string | null} selected */
export const lightUp = (lit, selected) => {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-sel]')
  )) {
    const { sel } = element.dataset;
    element.classList.toggle('is-lit', sel === lit || sel === selected);
    if (sel === selected) element.setAttribute('aria-current', 'true');
    else element.removeAttribute('aria-current');
  }
};
