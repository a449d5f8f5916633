/** Keeps a served page as its run is, until the run has ended: then it is the report, and asks no more. */
/** @import { PackedData } from '../packed-data.ts' */
import { showNewer } from '../client/page.js';
import { unpack } from '../client/unpack.js';
import { patch } from './patch.js';

/** So many attempts in a row to reach the server again; a second lies between two. */
const MAX_ATTEMPTS = 60;

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const line = /** @type {HTMLElement} */ (document.getElementById('live'));
/** What the server sent last; null before. @type {HTMLElement | null} */
let served = null;
let failed = 0;

/**
 * Read out by screen readers, so only what changed is said.
 * @param {'on' | 'lost' | 'ended'} state
 * @param {string} text
 */
const tell = (state, text) => {
  document.documentElement.dataset.live = state;
  line.classList.toggle('is-lost', state === 'lost');
  if (line.textContent !== text) line.textContent = text;
};

/** @param {string} message */
const apply = (message) => {
  /** @type {{ title: string, main: string, data?: PackedData }} */
  const state = JSON.parse(message);
  // Of this document, not a template: what is in a noscript element is then text, as in a loaded page.
  const after = document.createElement('main');
  after.innerHTML = state.main;
  if (served) patch(main, served, after);
  else main.replaceChildren(...document.importNode(after, true).childNodes);
  served = after;
  if (document.title !== state.title) document.title = state.title;
  if (state.data) showNewer(unpack(state.data));
};

const source = new EventSource('events');
source.addEventListener('open', () => {
  failed = 0;
});
source.addEventListener('state', ({ data }) => {
  apply(data);
  tell('on', 'The run is going on; this page follows it.');
});
source.addEventListener('end', ({ data }) => {
  // First, so that the server's going is no lost connection.
  source.close();
  apply(data);
  tell('ended', 'The run has ended; this page no longer changes.');
  // The server stays until it hears this.
  fetch('seen').catch(() => {});
});
source.addEventListener('error', () => {
  failed += 1;
  if (source.readyState === EventSource.CLOSED || failed > MAX_ATTEMPTS) {
    source.close();
    tell('lost', 'The run is no longer served here; `scaleproof report` shows what was recorded.');
  } else tell('lost', 'The connection is lost; trying again.');
});
