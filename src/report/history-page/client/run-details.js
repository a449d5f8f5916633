/** What the history knows of a run whose report is not there. */
/** @import { PageRun } from '../chart-data.ts' */
import { dayAndTime } from '../../../format/numbers.js';

const WORDS = { pass: 'PASS', fail: 'FAIL', inconclusive: 'INCONCLUSIVE', error: 'ERROR' };

/** @param {string} name @param {string} text @param {Partial<HTMLElement>} [with_] */
const element = (name, text, with_ = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, with_);
};

/** @param {PageRun} run */
export const showRun = (run) => {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('run'));
  const facts = element('dl', '', { className: 'facts' });
  const rows = {
    Run: run.id,
    Started: `${dayAndTime(run.atMs)} UTC`,
    Commit: run.commit,
    Label: run.label,
    'Not passed': run.open.join(', '),
  };
  for (const [name, value] of Object.entries(rows)) {
    if (value) facts.append(element('dt', name), element('dd', value));
  }
  const close = element('button', 'Close');
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(
    element('p', WORDS[run.status], { className: `badge is-${run.status}` }),
    element('h2', run.headline, { id: 'run-title' }),
    facts,
    element('p', 'Its report is not beside this page.', { className: 'soft' }),
    close,
  );
  dialog.showModal();
};
