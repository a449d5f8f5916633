/** What a plan found, on a page: the frontier of cost against risk, the pick's day, and a row a policy. */
import {
  count,
  dollars,
  figure,
  milliseconds,
  percent,
  perSecond,
  timeSpan,
} from '../../format/numbers.js';
import {
  AS_IT_IS,
  type PlannedSeries,
  type PlanResult,
  type PolicyOutcome,
} from '../../planner/plan-result.ts';
import { html, type Markup } from '../html/markup.ts';
import {
  axisAround,
  axisFromZero,
  logAxis,
  type XyPoint,
  type XySeries,
  xyChart,
} from './xy-chart.ts';

/** Shares at or below this one are drawn at it: a logarithm knows no zero. */
const LEAST_SHARE = 1e-5;

/** @param id unique on the page */
export function planSection(plan: PlanResult, id: string): Markup {
  const { pick, caveats, policies } = plan;
  // What it is, and what it should become.
  const shown = policies.filter(({ id: of }) => of === pick.id || of === AS_IT_IS);
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">What the forecast needs</h2>
<p>${trafficInWords(plan)}</p>
<p><strong>${pick.id === null ? 'None picked.' : 'The pick:'}</strong> ${pick.reason}</p>
${policies.length > 1 ? frontierChart(plan) : null}
${shown.map((policy) => dayChart(plan, policy))}
${policiesTable(plan, id)}
${caveats.map((sentence) => html`<p class="note">${sentence}</p>`)}
</section>`;
}

function trafficInWords({ traffic, endpoint, bound }: PlanResult): string {
  const { source, durationSeconds, requests, peakRps, timeCompression } = traffic;
  const compressed =
    timeCompression === 1 ? '' : ` AWS durations are divided by ${timeCompression}.`;
  return `Traffic: ${source}, ${count(requests)} requests in ${timeSpan(durationSeconds)}, at most ${perSecond(peakRps)}. An instance of ${endpoint.instanceType} carries ${perSecond(endpoint.perInstanceRps)} within p${bound.percentile} ${milliseconds(bound.maxMs)}.${compressed}`;
}

function frontierChart({ policies, frontier, pick, bound }: PlanResult): Markup {
  const isPriced = policies.every(({ usd }) => usd !== null);
  const at = (policy: PolicyOutcome): XyPoint => ({
    x: isPriced ? policy.usd! : policy.instanceHours,
    y: Math.max(LEAST_SHARE, policy.overShare),
  });
  const outcomes = (ids: readonly string[]) =>
    ids.flatMap((id) => policies.find((policy) => policy.id === id) ?? []);
  const best = outcomes(frontier.filter((id) => id !== pick.id));
  const picked = outcomes(pick.id === null ? [] : [pick.id]);
  const rest = policies.filter(({ id }) => id !== pick.id && !frontier.includes(id));
  const fixed = rest.filter(({ settings }) => settings.kind === 'fixed');
  const others = rest.filter(({ settings }) => settings.kind !== 'fixed');
  const dots = (label: string, shown: readonly PolicyOutcome[], color: XySeries['color']) => ({
    label,
    kind: 'points' as const,
    color,
    hollow: color === 'faint' || color === 'third',
    points: shown.map(at),
    // The table names the others; beside their points, names would cover one another.
    names: shown.map(({ id }) => (id === pick.id || id === AS_IT_IS ? id : '')),
  });
  const allowed = 1 - bound.percentile / 100;
  const series: XySeries[] = [
    { label: 'frontier', kind: 'line', color: 'main', points: outcomes(frontier).map(at) },
    dots('beaten by another', others, 'faint'),
    dots('a fixed count, no policy', fixed, 'third'),
    dots('on the frontier', best, 'main'),
    dots('picked', picked, 'good'),
  ];
  const points = policies.map(at);
  return xyChart({
    title: 'Cost against risk',
    caption: `Further down, fewer callers wait too long; further left, less is paid. Below the line at ${percent(allowed)}, the bound of p${bound.percentile} ${milliseconds(bound.maxMs)} is kept over all requests.`,
    x: axisAround(
      isPriced ? 'cost' : 'instance-hours',
      points.map(({ x }) => x),
      isPriced ? dollars : count,
    ),
    y: logAxis(
      'share over the bound',
      { lowest: LEAST_SHARE, highest: Math.max(allowed, ...points.map(({ y }) => y)) },
      (share) => (share <= LEAST_SHARE ? `≤ ${percent(share)}` : percent(share)),
    ),
    levels: [{ y: allowed, label: `${percent(allowed)} may be over` }],
    series: series.filter((one) => one.points.length > 0),
  });
}

function dayChart({ traffic, endpoint }: PlanResult, policy: PolicyOutcome): Markup {
  const { series } = policy;
  const along = (values: readonly number[]) => values.map((y, i) => ({ x: hours(series, i), y }));
  const end = traffic.durationSeconds / 3_600;
  const capacity = along(series.capacityRps);
  const highest = Math.max(...series.peakRps, ...series.capacityRps);
  return xyChart({
    title: `Load and capacity ${policy.id === AS_IT_IS ? '' : 'under '}${policy.id}`,
    caption: `Where the load rises above the steps, callers wait or are refused: ${figure(policy.underProvisionedMinutes)} minutes in all. An instance carries ${perSecond(endpoint.perInstanceRps)}.`,
    x: timeAxis(end),
    y: axisFromZero('requests/s', highest, count),
    series: [
      {
        label: 'load',
        kind: 'area',
        color: 'main',
        points: [...along(series.loadRps), last(series.loadRps, end)],
      },
      { label: 'load, highest', kind: 'line', color: 'main', points: along(series.peakRps) },
      {
        label: 'capacity',
        kind: 'steps',
        color: 'second',
        points: [...capacity, last(series.capacityRps, end)],
      },
    ],
  });
}

const hours = ({ stepSeconds }: PlannedSeries, index: number) => (index * stepSeconds) / 3_600;

const last = (values: readonly number[], end: number): XyPoint => ({
  x: end,
  y: values.at(-1) ?? 0,
});

/** Round steps of time, in hours: minutes, hours, days. */
const STEPS = [1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 120, 240];

/** In minutes, hours or days, whatever reads best, and ending where the traffic does. */
function timeAxis(endHours: number) {
  const [title, perUnit] =
    endHours <= 2
      ? (['minutes', 1 / 60] as const)
      : endHours <= 72
        ? (['hours', 1] as const)
        : (['days', 24] as const);
  const step = STEPS.find((one) => endHours / one <= 8) ?? endHours;
  const ticks = Array.from({ length: Math.floor(endHours / step) + 1 }, (_, at) => at * step);
  const format = (value: number) => `${figure(value / perUnit)} ${title[0]}`;
  return { title, from: 0, to: endHours, ticks, format };
}

function policiesTable({ policies, frontier, pick, price }: PlanResult, id: string): Markup {
  const cost = price === null ? 'Cost (price not known)' : 'Cost';
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table>
<thead><tr><th scope="col">Policy</th><th scope="col" class="number">Over the bound</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Under-provisioned</th><th scope="col" class="number">Instances</th><th scope="col" class="number">Scalings</th><th scope="col" class="number">Instance-hours</th><th scope="col" class="number">${cost}</th><th scope="col"></th></tr></thead>
<tbody>${policies.toSorted(byCost).map(
    (policy) => html`
<tr><th scope="row">${policy.id}</th><td class="number">${percent(policy.overShare)}</td><td class="number">${percent(policy.failedShare)}</td><td class="number">${figure(policy.underProvisionedMinutes)} min</td><td class="number">≤ ${policy.mostInstances}</td><td class="number">${policy.scaleOuts} out, ${policy.scaleIns} in</td><td class="number">${figure(policy.instanceHours)}</td><td class="number">${policy.usd === null ? 'n/a' : dollars(policy.usd)}</td><td>${wordFor(policy, frontier, pick.id)}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}

const byCost = (left: PolicyOutcome, right: PolicyOutcome) =>
  (left.usd ?? left.instanceHours) - (right.usd ?? right.instanceHours);

function wordFor({ id }: PolicyOutcome, frontier: readonly string[], picked: string | null) {
  if (id === picked) return html`<strong class="is-pass">picked</strong>`;
  return frontier.includes(id) ? 'on the frontier' : null;
}
