/** What a reader takes from the page: the command to the clipboard, the data as files. */
import { secondsAsCsv } from './seconds-csv.js';
import { unpack } from './unpack.js';

/** @param {string} id */
const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');

/** @type {Record<string, () => { ending: string, type: string, text: string }>} */
const FILES = {
  csv: () => ({
    ending: 'seconds.csv',
    type: 'text/csv',
    text: secondsAsCsv(unpack(embedded('report-data'))),
  }),
  charts: () => ({
    ending: 'charts.json',
    type: 'application/json',
    text: JSON.stringify(unpack(embedded('report-data'))),
  }),
  verdict: () => ({
    ending: 'verdict.json',
    type: 'application/json',
    text: `${JSON.stringify(embedded('verdict-data'), null, 2)}\n`,
  }),
};

/** @param {string} what */
const download = (what) => {
  const file = FILES[what]?.();
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
export const offerData = () => {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-copy], [data-download]')
  )) {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (button.dataset.download) download(button.dataset.download);
      else copy(button);
    });
  }
};
