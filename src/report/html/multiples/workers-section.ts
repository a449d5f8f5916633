/** The workers of a load as small multiples: a row each, the same scales for all, the odd ones first. */
import {
  WORKER_MEASURES,
  type WorkerLine,
  type WorkerMeasure,
  type WorkerMultiple,
  type WorkerMultiples,
} from '../../../analysis/worker-multiples.ts';
import {
  clock,
  count,
  counted,
  figure,
  milliseconds,
  percent,
  seconds,
} from '../../../format/numbers.js';
import { truncate } from '../../text-columns.ts';
import { numbersInWords, PROBLEM_WORDS } from '../../worker-words.ts';
import { html, type Markup } from '../markup.ts';
import { drawnBehind, smallChart, typicalLine } from './small-chart.ts';

interface Measure {
  readonly name: string;
  /** Of a point and of the scale. */
  readonly text: (value: number | null) => string;
  /** Of the whole load. */
  readonly whole: (worker: WorkerMultiple) => string;
}

const MEASURES: Readonly<Record<WorkerMeasure, Measure>> = {
  sentRps: {
    name: 'Sent/s',
    text: (value) => (value === null ? 'n/a' : `${figure(value)}/s`),
    whole: ({ sent, planned }) =>
      sent === planned ? count(sent) : `${count(sent)} of ${count(planned)}`,
  },
  lagP99Ms: {
    name: 'Lag p99',
    text: milliseconds,
    whole: (worker) => milliseconds(worker.lagP99Ms),
  },
  latencyP99Ms: {
    name: 'Latency p99',
    text: milliseconds,
    whole: (worker) => milliseconds(worker.latencyP99Ms),
  },
  failedShare: {
    name: 'Failed',
    text: (value) => (value === null ? 'n/a' : percent(value)),
    whole: ({ failedShare }) => (failedShare === null ? 'n/a' : percent(failedShare)),
  },
};

/** Rows on the page, rows with charts behind it, and the rest in figures: a thousand workers are no huge page. */
const SHOWN = 12;
const CHARTED = 200;
const SENTENCES_SHOWN = 8;
const SENTENCES = 100;
const SENTENCE_CHARACTERS = 400;

/** @returns null where no workers brought samples of their own */
export function workersSection(of: WorkerMultiples | undefined): Markup | null {
  if (of === undefined) return null;
  const { workers, typical, scales } = of;
  const shown = workers.slice(0, SHOWN);
  const charted = workers.slice(SHOWN, CHARTED);
  const others = workers.slice(CHARTED);
  return html`<section aria-labelledby="workers">
<h2 id="workers">Workers</h2>
${problemSentences(of.problems)}
<p class="soft">${readingAid(of)}</p>
${
  workers.length === 0
    ? null
    : html`${drawnBehind(WORKER_MEASURES.map((measure) => typicalLine(idOf(measure), typical[measure], scales[measure])))}
${table('Workers', of, [missingRow(of.missing), ...shown.map((worker) => row(worker, of))])}`
}
${rest(counted(charted.length, 'more worker'), charted, of)}
${rest(`${counted(others.length, 'more worker')}, in figures`, others, null)}
</section>`;
}

function readingAid({ expected, workers, loadSeconds, secondsPerPoint }: WorkerMultiples): string {
  const who =
    workers.length === expected
      ? `${counted(expected, 'worker')} sent the load.`
      : `${count(workers.length)} of ${counted(expected, 'worker')} left samples.`;
  if (workers.length === 0) return who;
  const order =
    workers.length > 1 ? ' Problems first, then those that differ most from the others.' : '';
  return `${who}${order} All charts of a column have the same scale, and show the ${clock(loadSeconds)} of the load with a point for each ${seconds(secondsPerPoint)}; the thin line is the median of all workers.`;
}

function problemSentences(problems: readonly string[]): Markup | null {
  if (problems.length === 0) return null;
  const list = (sentences: readonly string[]) =>
    html`<ul>${sentences.map((sentence) => html`<li>${truncate(sentence, SENTENCE_CHARACTERS)}</li>`)}</ul>`;
  const more = problems.slice(SENTENCES_SHOWN, SENTENCES);
  const left = problems.length - SENTENCES_SHOWN;
  return html`<div class="worker-problems">${list(problems.slice(0, SENTENCES_SHOWN))}
${
  left > 0
    ? html`<details><summary>${counted(left, 'more problem')}</summary>
${list(more)}${problems.length > SENTENCES ? html`<p class="soft">All ${count(problems.length)} are in workers.json.</p>` : null}
</details>`
    : null
}</div>`;
}

/** @param charted null for figures only */
function rest(
  title: string,
  workers: readonly WorkerMultiple[],
  charted: WorkerMultiples | null,
): Markup | null {
  if (workers.length === 0) return null;
  const rows = workers.map((worker) => row(worker, charted));
  return html`<details class="charts"><summary>${title}</summary>
${table(title, charted, rows)}
</details>`;
}

function table(
  name: string,
  charted: WorkerMultiples | null,
  rows: readonly (Markup | null)[],
): Markup {
  return html`<div class="scroll" role="group" aria-label="${name}, side by side" tabindex="0">
<table class="multiples of-workers">
<thead><tr><th scope="col">Worker</th>${WORKER_MEASURES.map((measure) => {
    const { name: title, text } = MEASURES[measure];
    const top = charted && text(charted.scales[measure]);
    return html`<th scope="col">${title}${top && html` <span class="scale">0 to ${top}</span>`}</th>`;
  })}</tr></thead>
<tbody>${rows}
</tbody>
</table>
</div>`;
}

function missingRow(missing: readonly number[]): Markup | null {
  if (missing.length === 0) return null;
  return html`
<tr class="is-odd"><th scope="row">${numbersInWords(missing)}</th><td class="none" colspan="${WORKER_MEASURES.length}">no samples</td></tr>`;
}

function row(worker: WorkerMultiple, charted: WorkerMultiples | null): Markup {
  const { problems } = worker;
  const words = problems.map((kind) => PROBLEM_WORDS[kind]).join(', ');
  return html`
<tr${problems.length > 0 ? html` class="is-odd"` : null}><th scope="row">${worker.worker}${words === '' ? null : html` <span class="is-problem">${words}</span>`}</th>${WORKER_MEASURES.map(
    (measure) =>
      html`<td>${charted && chart(worker, measure, charted)}<b>${MEASURES[measure].whole(worker)}</b></td>`,
  )}</tr>`;
}

function chart(
  { worker, lines }: WorkerMultiple,
  measure: WorkerMeasure,
  of: WorkerMultiples,
): Markup {
  const { name, text } = MEASURES[measure];
  const line = lines[measure];
  const label = `Worker ${worker}, ${name}: ${rangeInWords(line, text)}`;
  return smallChart(line, of.scales[measure], label, idOf(measure));
}

function rangeInWords(line: WorkerLine, text: Measure['text']): string {
  const known = line.filter((value) => value !== null);
  if (known.length === 0) return 'not known';
  const [low, high] = [Math.min(...known), Math.max(...known)].map(text);
  return low === high ? `${low}` : `${low} to ${high}`;
}

function idOf(measure: WorkerMeasure): string {
  return `typical-${measure}`;
}
