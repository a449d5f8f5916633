/** What a capacity test found, on a page: the figures, latency against rate, and a row a step. */
import type { Capacity, CapacityStep } from '../../capacity/result.ts';
import {
  clock,
  count,
  counted,
  dayAndTime,
  milliseconds,
  percent,
  perSecond,
  rate,
  share,
} from '../../format/numbers.js';
import { html, type Markup } from '../html/markup.ts';
import { axisFromZero, logAxis, type XySeries, xyChart } from './xy-chart.ts';

const OUTCOMES = {
  met: { word: 'met', status: 'pass' },
  missed: { word: 'missed', status: 'fail' },
  open: { word: 'too little evidence', status: 'inconclusive' },
  void: { word: 'does not count', status: 'skipped' },
} as const;

export function capacitySection(capacity: Capacity): Markup {
  const { runId, headline, steps, caveats, limitedBy, hysteresis } = capacity;
  const id = `carries-${runId.replaceAll(/[^\w-]/g, '-')}`;
  const sentences = [limitedBy?.message, hysteresis?.message].filter((one) => one != null);
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">What it carries</h2>
<p>${headline}</p>
<dl class="tiles">${tiles(capacity).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${steps.length === 0 ? null : latencyChart(capacity)}
${steps.length === 0 ? null : stepsTable(steps, id, capacity.bound.percentile)}
${caveats.map((sentence) => html`<p class="note">${sentence}</p>`)}
<p class="soft">Run ${runId}, ${dayAndTime(capacity.startedAtMs)} UTC, ${clock(capacity.durationSeconds)} long.</p>
</section>`;
}

function tiles({ maxRps, interval, perUnitRps, unit, instanceType, kneeRps }: Capacity) {
  const between =
    interval?.high == null
      ? 'no step above it was missed'
      : `${count(interval.low)} to ${count(interval.high)}/s`;
  const units = unit.kind === 'instances' ? 'instance' : 'concurrent request';
  return [
    ['Carries', maxRps === null ? 'n/a' : rate(maxRps)],
    ['Interval', interval === null ? 'n/a' : between],
    [`Each ${units}`, perSecond(perUnitRps)],
    ['Measured with', unitsInWords(unit, instanceType, units)],
    ['Knee, as a cross-check', perSecond(kneeRps)],
  ] as const;
}

function unitsInWords(unit: Capacity['unit'], instanceType: string | null, name: string): string {
  if (unit.count === null) return 'n/a';
  return `${counted(unit.count, name)}${instanceType === null ? '' : ` of ${instanceType}`}`;
}

function latencyChart({ steps, bound }: Capacity): Markup {
  const measured = steps.filter(({ latencyMs }) => latencyMs.p50 !== null);
  const ms = measured.flatMap(({ latencyMs }) => [
    latencyMs.p50!,
    latencyMs.atBound ?? latencyMs.p50!,
  ]);
  const climbing = measured
    .filter(({ purpose }) => purpose !== 'falling')
    .toSorted((a, b) => a.targetRps - b.targetRps);
  const line = (
    label: string,
    color: XySeries['color'],
    of: (step: CapacityStep) => number | null,
  ) => ({
    label,
    color,
    kind: 'line' as const,
    points: climbing.flatMap((step) => {
      const y = of(step);
      return y === null ? [] : [{ x: step.targetRps, y }];
    }),
  });
  const dots = (
    label: string,
    color: XySeries['color'],
    which: (step: CapacityStep) => boolean,
  ) => ({
    label,
    color,
    kind: 'points' as const,
    hollow: color !== 'good',
    points: measured
      .filter(which)
      .map((step) => ({ x: step.targetRps, y: step.latencyMs.atBound ?? step.latencyMs.p50! })),
  });
  const series = [
    line('p50', 'faint', ({ latencyMs }) => latencyMs.p50),
    line(`p${bound.percentile}`, 'main', ({ latencyMs }) => latencyMs.atBound),
    dots('bound met', 'good', ({ outcome }) => outcome === 'met'),
    dots('bound missed', 'bad', ({ outcome }) => outcome === 'missed'),
    dots('not known', 'faint', ({ outcome }) => outcome === 'open' || outcome === 'void'),
  ].filter(({ points }) => points.length > 0);
  return xyChart({
    title: 'Latency against rate',
    caption: `Each point is a step of constant load; the bound is p${bound.percentile} of at most ${milliseconds(bound.maxMs)}.`,
    x: axisFromZero('requests/s', Math.max(...measured.map(({ targetRps }) => targetRps)), count),
    y: logAxis(
      'latency',
      { lowest: Math.max(0.1, Math.min(...ms)), highest: Math.max(bound.maxMs, ...ms) },
      milliseconds,
    ),
    levels: [{ y: bound.maxMs, label: `bound ${milliseconds(bound.maxMs)}` }],
    series,
  });
}

function stepsTable(steps: readonly CapacityStep[], id: string, percentile: number): Markup {
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table>
<thead><tr><th scope="col">Step</th><th scope="col" class="number">Sent</th><th scope="col" class="number">Answered</th><th scope="col" class="number">p50</th><th scope="col" class="number">p${percentile}</th><th scope="col" class="number">Errors</th><th scope="col" class="number">In flight</th><th scope="col" class="number">Model</th><th scope="col" class="number">CPU</th><th scope="col">Bound</th></tr></thead>
<tbody>${steps.map(stepRow)}
</tbody>
</table>
</div>`;
}

function stepRow(step: CapacityStep): Markup {
  const { latencyMs, cpuPercent, message, outcome } = step;
  const { word, status } = OUTCOMES[outcome];
  return html`
<tr><th scope="row">${step.purpose}</th><td class="number">${perSecond(step.targetRps)}</td><td class="number">${perSecond(step.answeredRps)}</td><td class="number">${milliseconds(latencyMs.p50)}</td><td class="number">${milliseconds(latencyMs.atBound)}</td><td class="number">${percent(step.errorShare)}</td><td class="number">${count(step.concurrency)}</td><td class="number">${milliseconds(step.modelLatencyMs)}</td><td class="number">${cpuPercent === null ? 'n/a' : share(cpuPercent, 100)}</td><td><span class="is-${status}">${word}</span>${outcome === 'met' ? null : html`<br><span class="soft">${message}</span>`}</td></tr>`;
}
