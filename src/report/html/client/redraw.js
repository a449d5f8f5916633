/** Redraws charts when width, colour scheme or medium changes. */
/** @import uPlot from 'uplot' */

/**
 * @param {() => void} draw
 * @param {() => readonly { readonly plot: uPlot, readonly holder: HTMLElement }[]} drawn what it drew last
 * @param {number} printWidth of a chart on paper, in CSS pixels
 */
export const redrawOnChange = (draw, drawn, printWidth) => {
  /** @param {number} [width] the available width if absent */
  const resize = (width) => {
    for (const { plot, holder } of drawn()) {
      const wanted = width ?? holder.clientWidth;
      if (wanted > 0 && wanted !== plot.width) plot.setSize({ width: wanted, height: plot.height });
    }
  };
  new ResizeObserver(() => resize()).observe(
    /** @type {HTMLElement} */ (document.querySelector('main')),
  );
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('print').addEventListener('change', (event) => {
    draw();
    resize(event.matches ? printWidth : undefined);
  });
  addEventListener('beforeprint', () => resize(printWidth));
  addEventListener('afterprint', () => resize());
};
