/** The instances of an endpoint as small multiples: a row each, the same scales for all, the odd ones first. */
import { INSTANCE_MEASURES } from '../../../analysis/instances/instance-lines.ts';
import type { InstanceLine, InstanceLines, InstanceMeasure } from '../../../analysis/timeline.ts';
import { eventLetter } from '../../../format/event-letter.ts';
import {
  compact,
  count,
  counted,
  milliseconds,
  percent,
  seconds,
} from '../../../format/numbers.js';
import { ofEvenSplit } from '../../../verdict/instance-in-words.ts';
import type { InstanceFigures } from '../../../verdict/instances.ts';
import type { Verdict } from '../../../verdict/verdict.ts';
import { html, type Markup } from '../markup.ts';
import { drawnBehind, smallChart, typicalLine } from './small-chart.ts';

interface Measure {
  readonly name: string;
  /** Of a point and of the scale. */
  readonly text: (value: number) => string;
  /** Of the whole run. */
  readonly whole: (instance: InstanceFigures) => string;
}

const MEASURES: Readonly<Record<InstanceMeasure, Measure>> = {
  requestsPerMinute: {
    name: 'Requests/min',
    text: (value) => `${compact(value)}/min`,
    whole: ({ requests, shareOfEven }) =>
      shareOfEven === null
        ? count(requests)
        : `${count(requests)}, ${ofEvenSplit(shareOfEven.value)} of an even split`,
  },
  modelLatencyMs: {
    name: 'ModelLatency',
    text: milliseconds,
    whole: ({ modelLatencyMs }) => milliseconds(modelLatencyMs),
  },
};

const PROBLEM_WORDS: Readonly<Record<InstanceFigures['problems'][number], string>> = {
  failing: 'fails',
  slow: 'slow',
  starved: 'starved',
};

/** Rows on the page, rows with charts behind it, and the rest in figures: a thousand instances are no huge page. */
const SHOWN = 12;
const CHARTED = 200;

/** @returns null where no metric tells instances apart */
export function instancesSection(
  { instances, scalingEvents }: Verdict,
  lines: InstanceLines | undefined,
): Markup | null {
  const each = oddFirst(instances.each ?? []);
  if (lines === undefined || each.length === 0) return null;
  const arrivals = scalingEvents.flatMap(({ direction, stages }) => {
    const atMs = stages.find(({ id }) => id === 'in-service')?.atMs ?? null;
    if (direction === 'in' || atMs === null) return [];
    // A point stands for the stretch around it.
    return [(atMs - lines.startMs) / 1_000 / lines.secondsPerPoint - 0.5];
  });
  const row = (instance: InstanceFigures) => rowOf(instance, lines);
  const charted = each.slice(SHOWN, CHARTED);
  const others = each.slice(CHARTED);
  return html`<section aria-labelledby="each-instance">
<h2 id="each-instance">Each instance</h2>
<p class="soft">${readingAid(each, lines, arrivals.length)}</p>
${drawnBehind(
  INSTANCE_MEASURES.map((measure) =>
    typicalLine(idOf(measure), lines.typical[measure], lines.scales[measure], arrivals),
  ),
)}
${table('Instances', lines, each.slice(0, SHOWN).map(row))}
${rest(counted(charted.length, 'more instance'), lines, charted.map(row))}
${rest(
  `${counted(others.length, 'more instance')}, in figures`,
  null,
  others.map((instance) => rowOf(instance, null)),
)}
</section>`;
}

/** Those with a problem, else as they came. */
function oddFirst(each: readonly InstanceFigures[]): InstanceFigures[] {
  return [
    ...each.filter(({ problems }) => problems.length > 0),
    ...each.filter(({ problems }) => problems.length === 0),
  ];
}

function readingAid(
  each: readonly InstanceFigures[],
  { secondsPerPoint }: InstanceLines,
  arrivals: number,
): string {
  const odd = each.filter(({ problems }) => problems.length > 0).length;
  const order = odd > 0 && each.length > odd ? ' Those that stand out come first.' : '';
  const marked = arrivals > 0 ? ' Dashed: new instances in service.' : '';
  return `${counted(each.length, 'instance')} took requests.${order} All charts of a column have the same scale, with a point for each ${seconds(secondsPerPoint)}; the thin line is the median of all instances.${marked}`;
}

function rest(title: string, lines: InstanceLines | null, rows: readonly Markup[]): Markup | null {
  if (rows.length === 0) return null;
  return html`<details class="charts"><summary>${title}</summary>
${table(title, lines, rows)}
</details>`;
}

/** @param lines null for figures only */
function table(name: string, lines: InstanceLines | null, rows: readonly Markup[]): Markup {
  return html`<div class="scroll" role="group" aria-label="${name}, side by side" tabindex="0">
<table class="multiples of-instances">
<thead><tr><th scope="col">Instance</th>${INSTANCE_MEASURES.map((measure) => {
    const { name: title, text } = MEASURES[measure];
    const top = lines && text(lines.scales[measure]);
    return html`<th scope="col">${title}${top && html` <span class="scale">0 to ${top}</span>`}</th>`;
  })}<th scope="col" class="figure">Failed</th></tr></thead>
<tbody>${rows}
</tbody>
</table>
</div>`;
}

function rowOf(instance: InstanceFigures, lines: InstanceLines | null): Markup {
  const { id, problems, requests, errors } = instance;
  const words = problems.map((kind) => PROBLEM_WORDS[kind]).join(', ');
  const failed = requests === 0 ? 'n/a' : percent(errors / requests);
  return html`
<tr${problems.length > 0 ? html` class="is-odd"` : null}><th scope="row"><code>${id}</code> <span class="came">${cameInWords(instance)}</span>${words === '' ? null : html` <span class="is-problem">${words}</span>`}</th>${INSTANCE_MEASURES.map(
    (measure) =>
      html`<td>${lines && chart(id, measure, lines)}<b>${MEASURES[measure].whole(instance)}</b></td>`,
  )}<td><b>${failed}</b></td></tr>`;
}

function cameInWords({ origin, scalingEvent }: InstanceFigures): string {
  if (scalingEvent !== null) return `scale-out ${eventLetter(scalingEvent)}`;
  return origin === 'replacement' ? 'replacement' : 'first';
}

function chart(id: string, measure: InstanceMeasure, lines: InstanceLines): Markup | null {
  const line = lines.byId.get(id)?.[measure];
  if (line === undefined) return null;
  const { name, text } = MEASURES[measure];
  const label = `Instance ${id}, ${name}: ${rangeInWords(line, text)}`;
  return smallChart(line, lines.scales[measure], label, idOf(measure));
}

function rangeInWords(line: InstanceLine, text: Measure['text']): string {
  const known = line.filter((value) => value !== null);
  if (known.length === 0) return 'not known';
  const [low, high] = [Math.min(...known), Math.max(...known)].map(text);
  return low === high ? `${low}` : `${low} to ${high}`;
}

function idOf(measure: InstanceMeasure): string {
  return `typical-${measure}`;
}
