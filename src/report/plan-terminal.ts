/** A plan for the terminal: what was planned, load against capacity, and a table of the policies. */
import {
  compact,
  count,
  dollars,
  dollarsEach,
  figure,
  milliseconds,
  percent,
  rate,
  seconds,
  timeSpan,
} from '../format/numbers.js';
import type { PlanResult, PolicyOutcome } from '../planner/plan-result.ts';
import type { Palette } from './palette.ts';
import { AXIS_COLUMNS, renderPlot } from './plot.ts';
import { hanging, pad, truncate } from './text-columns.ts';

const PLOT_ROWS = 12;
const HEAD_COLUMNS = 10;

export function renderPlan(plan: PlanResult, columns: number, paint: Palette): string {
  const shown = plan.policies.find(({ id }) => id === plan.pick.id) ?? plan.policies[0]!;
  return `${[
    ...headLines(plan, columns),
    '',
    ...chartLines(shown, columns, paint),
    '',
    ...tableLines(plan, columns, paint),
    '',
    ...hanging('', pickSentence(plan), columns).map(paint.bold),
    ...plan.caveats.flatMap((caveat) => hanging('! ', caveat, columns).map(paint.warn)),
  ].join('\n')}\n`;
}

function headLines({ traffic, endpoint, bound, price }: PlanResult, columns: number): string[] {
  const line = (name: string, text: string) => hanging(pad(name, HEAD_COLUMNS), text, columns);
  const scale = traffic.scale === 1 ? '' : `, times ${figure(traffic.scale)}`;
  const compressed =
    traffic.timeCompression === 1
      ? ''
      : ` of AWS time, in ${seconds(traffic.durationSeconds / traffic.timeCompression)} at timeCompression ${figure(traffic.timeCompression)}`;
  const arrivals = traffic.arrivals === 'paced' ? 'evenly paced' : 'at random';
  const priced =
    price === null
      ? 'price not known'
      : `${dollarsEach(price.usdPerHour)} an hour (${price.source})`;
  return [
    ...line(
      'Traffic',
      `${traffic.source}${scale}: ${count(traffic.requests)} requests in ${timeSpan(traffic.durationSeconds)}${compressed}; mean ${rate(traffic.meanRps)}, peak ${rate(traffic.peakRps)}, ${arrivals}`,
    ),
    ...line(
      'Endpoint',
      `${endpoint.instanceType}, ${priced}; an instance answers ${endpoint.concurrency} at once in ${milliseconds(endpoint.meanServiceMs)} each, and carries ${rate(endpoint.perInstanceRps)} within the bound`,
    ),
    ...line(
      'Bound',
      `${figure(bound.percentile)} % within ${milliseconds(bound.maxMs)}, at most ${percent(bound.maxFailedShare)} failed`,
    ),
  ];
}

function chartLines({ id, series }: PolicyOutcome, columns: number, paint: Palette): string[] {
  const width = Math.max(1, Math.min(columns, 100) - AXIS_COLUMNS);
  const load = spread(series.peakRps, width, Math.max);
  const capacity = spread(series.capacityRps, width, Math.min);
  const [loadPaint, capacityPaint] = [paint.series[1]!, paint.series[2]!];
  const plot = renderPlot(
    [
      { values: capacity, style: 'dashed', paint: capacityPaint },
      { values: load, style: 'solid', paint: loadPaint },
    ],
    { columns: width + AXIS_COLUMNS, rows: PLOT_ROWS, format: (value) => `${compact(value)}/s` },
  );
  const end = timeSpan(series.stepSeconds * series.loadRps.length);
  const gap = Math.max(1, width - 1 - end.length);
  return [
    ...hanging(
      '',
      `${loadPaint('──')} load   ${capacityPaint('╌╌')} carried within the bound   (${id})`,
      columns,
    ),
    ...plot,
    `${' '.repeat(AXIS_COLUMNS)}0${' '.repeat(gap)}${end}`,
  ];
}

/** As many values as there are columns: the one that matters of each group, or each one repeated. */
function spread(
  values: readonly number[],
  width: number,
  of: (...values: number[]) => number,
): number[] {
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / width));
    return of(...values.slice(from, to));
  });
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly text: (policy: PolicyOutcome, plan: PlanResult) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'over', width: 8, text: ({ overShare }) => percent(overShare) },
  { title: 'failed', width: 8, text: ({ failedShare }) => percent(failedShare) },
  {
    title: 'short',
    width: 8,
    text: ({ underProvisionedMinutes }) => minutes(underProvisionedMinutes),
  },
  {
    title: 'p99',
    width: 9,
    text: ({ worstMinute }) => milliseconds(worstMinute?.percentileMs ?? null),
  },
  { title: 'most', width: 4, text: ({ mostInstances }) => count(mostInstances) },
  {
    title: 'out/in',
    width: 7,
    text: ({ scaleOuts, scaleIns }) => `${count(scaleOuts)}/${count(scaleIns)}`,
  },
  { title: 'inst-h', width: 7, text: ({ instanceHours }) => figure(instanceHours) },
  { title: 'cost', width: 9, text: ({ usd }) => (usd === null ? '?' : dollars(usd)) },
];

function minutes(value: number): string {
  return value === 0 ? '-' : value < 100 ? `${figure(value)} m` : `${figure(value / 60)} h`;
}

/** Cheapest first. */
function tableLines(plan: PlanResult, columns: number, paint: Palette): string[] {
  const figureColumns = COLUMNS.reduce((all, { width }) => all + width + 1, 0);
  const nameColumns = Math.max(8, columns - figureColumns);
  const titled = COLUMNS.map(({ title, width }) => {
    const shown = title === 'p99' ? `p${figure(plan.bound.percentile)} max` : title;
    return pad(truncate(shown, width), width, 'left');
  });
  const rows = plan.policies
    .toSorted((a, b) => a.instanceHours - b.instanceHours)
    .flatMap((policy) => {
      const isPick = policy.id === plan.pick.id;
      const mark = isPick ? '*' : plan.frontier.includes(policy.id) ? '+' : ' ';
      const cells = COLUMNS.map(({ width, text }) => pad(text(policy, plan), width, 'left')).join(
        ' ',
      );
      const name = `${mark} ${policy.id}`;
      const fits = name.length <= nameColumns;
      const lines = fits
        ? [`${pad(name, nameColumns)} ${cells}`]
        : [truncate(name, columns), `${' '.repeat(nameColumns)} ${cells}`];
      return isPick ? lines.map(paint.bold) : lines;
    });
  return [
    paint.dim(`${pad('  policy', nameColumns)} ${titled.join(' ')}`),
    ...rows,
    ...hanging(
      '',
      paint.dim(
        '* the one to take   + none is both cheaper and safer   fixed: no policy, a baseline   over: not within the bound   short: load above what the instances carry   max: in the worst minute',
      ),
      columns,
    ),
  ];
}

/** The pick beside the endpoint's own policy and the fixed count that would do. */
function pickSentence({ pick, policies }: PlanResult): string {
  const picked = policies.find(({ id }) => id === pick.id);
  if (picked === undefined) return pick.reason;
  const besides = policies.filter(
    (policy, index) =>
      policy !== picked && (index === 0 || (policy.settings.kind === 'fixed' && index > 0)),
  );
  const words = besides.map(
    ({ id, usd, instanceHours }) =>
      `${id} ${usd === null ? `${figure(instanceHours)} instance-hours` : dollars(usd)}`,
  );
  return words.length === 0 ? pick.reason : `${pick.reason} Beside it: ${words.join(', ')}.`;
}
