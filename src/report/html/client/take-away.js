/** What a reader takes from the page: the command to the clipboard, the data as files. */
/** @import { PageData } from '../chart-data.ts' */
import { secondsAsCsv } from './seconds-csv.js';

/** @param {string} id */
const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');

/** @type {Record<string, (data: PageData) => { ending: string, type: string, text: string }>} */
const FILES = {
  csv: (data) => ({
    ending: 'seconds.csv',
    type: 'text/csv',
    text: secondsAsCsv(data),
  }),
  charts: (data) => ({
    ending: 'charts.json',
    type: 'application/json',
    text: JSON.stringify(data),
  }),
  verdict: () => ({
    ending: 'verdict.json',
    type: 'application/json',
    text: `${JSON.stringify(embedded('verdict-data'), null, 2)}\n`,
  }),
};

/** @param {string} what @param {PageData} data */
const download = (what, data) => {
  const file = FILES[what]?.(data);
  if (!file) return;
  const run = String(embedded('verdict-data')?.runId ?? 'run').replaceAll(/[^\w.-]+/g, '_');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  link.download = `${run.slice(0, 100)}-${file.ending}`;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** @param {HTMLElement} button */
const copy = async (button) => {
  const text = document.getElementById(button.dataset.copy ?? '');
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // Without the right to write it, select it: the reader's own keys copy it.
    getSelection()?.selectAllChildren(text);
    button.textContent = 'Selected';
  }
};

/** The buttons are of no use without this script, so it shows them. */
export const revealButtons = () => {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-copy], [data-download]')
  )) {
    button.hidden = false;
  }
};

/** @param {Element} target what was clicked @param {PageData} data */
export const takeAway = (target, data) => {
  const button = /** @type {HTMLElement | null} */ (target.closest('[data-copy], [data-download]'));
  if (button?.dataset.download) download(button.dataset.download, data);
  else if (button) copy(button);
};
