/** Two runs beside each other in words, for terminal and page. */
import { clock, level, milliseconds, percent, seconds } from '../format/numbers.js';
import { changeText, inUnit } from '../format/units.js';
import type { ComparedMetric } from '../history/compare.ts';
import type { Obstacle, Pair, Side } from '../history/compare-pair.ts';
import type { RunEntry } from '../history/entry.ts';
import type { SeriesKey } from '../history/series-key.ts';
import { isIndicated, looksWorse } from './comparison-rows.ts';
import { plainText } from './plain-text.ts';

export const LETTERS: Readonly<Record<Side, 'A' | 'B'>> = { a: 'A', b: 'B' };
export const SIDES: readonly Side[] = ['a', 'b'];

/** `wine: ` where both runs are of one scenario. */
export function sharedScenario({ a, b }: Pick<Pair, 'a' | 'b'>): string {
  return a.key.scenario === b.key.scenario ? `${plainText(a.key.scenario)}: ` : '';
}

const LONGEST_NAME = 32;

/** By what tells them apart: their labels, scenarios, environments or engines; else by which came first. */
export function pairNames({ a, b }: Pick<Pair, 'a' | 'b'>): Readonly<Record<Side, string>> {
  const told: readonly ((run: RunEntry) => string | null)[] = [
    ({ label }) => label,
    ({ key }) => key.scenario,
    ({ key }) => key.environment,
    ({ key }) => key.engine,
  ];
  for (const read of told) {
    const [one, other] = [read(a), read(b)].map((name) => name && plainText(name));
    if (one && other && one !== other) return { a: cut(one), b: cut(other) };
  }
  if (a.runId === b.runId) return { a: 'the run', b: 'the same run' };
  return a.startedAtMs <= b.startedAtMs
    ? { a: 'before', b: 'after' }
    : { a: 'later run', b: 'earlier run' };
}

function cut(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

const PARTS: Readonly<Record<keyof SeriesKey, string>> = {
  scenario: 'scenario',
  environment: 'environment',
  system: 'system',
  dataset: 'dataset',
  way: 'way in',
  region: 'Region',
  engine: 'engine',
  engineVersion: 'engine version',
  phases: 'load phases',
  timeoutMs: 'timeout',
  latencyBoundMs: 'latency bound',
  abort: 'abort rule',
  instanceType: 'instance type',
  serverless: 'serverless limits',
  policy: 'scaling policy',
  timeCompression: 'time compression',
};

/** `scenario, load phases and dataset`. */
function partsInWords(parts: readonly (keyof SeriesKey)[]): string {
  return joined(parts.map((part) => PARTS[part]));
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const MOST_INDICATED = 4;

/** What came of the comparison, in one sentence that says how far it can be trusted. */
export function pairHeadline(pair: Pair): string {
  const lead = leadMetric(pair.comparison.metrics);
  if (lead === null) {
    return 'No metric is known in both runs, so nothing was compared.';
  }
  const name = lead.title.replace(/, (.*)$/, ' ($1)');
  const [from, to] = [lead.base!.median, lead.candidate!.median];
  const [a, b] = [inUnit(from, lead.unit), inUnit(to, lead.unit)];
  if (pair.obstacles.length > 0) return `${name}: ${a} in A, ${b} in B; not compared.`;
  const size = lead.change === null ? '' : ` (${changeText(lead.change, lead.compareBy)})`;
  const moved =
    a === b
      ? `${name} is ${a} in both`
      : `${name} ${to > from ? 'rose' : 'fell'} from ${a} to ${b}`;
  const trust = isIndicated(lead) ? 'indicated, but not shown,' : 'not shown';
  return `${moved}${a === b ? '' : size}: ${trust} by one run per side.`;
}

/** The sentence above is about the tail of the latency where both runs know it: it is what callers feel first. */
function leadMetric(metrics: readonly ComparedMetric[]): ComparedMetric | null {
  const both = metrics.filter(({ base, candidate }) => base !== null && candidate !== null);
  const wanted = ['latency-p99', 'latency-p95', 'latency-p50'].flatMap((name) =>
    ['after', 'run', 'during', 'before'].map((segment) => `${name}.${segment}`),
  );
  const found = wanted.map((id) => both.find((metric) => metric.id === id));
  return found.find((metric) => metric !== undefined) ?? both[0] ?? null;
}

/** What else the page should be read with: what looks different, what differs on purpose, what forbids comparing. */
export function pairNotes(pair: Pair): string[] {
  const { obstacles, comparison, differences } = pair;
  if (obstacles.length > 0) return obstacles.map(obstacleInWords);
  const lead = leadMetric(comparison.metrics);
  const indicated = comparison.metrics.filter(isIndicated);
  const others = indicated.filter((metric) => metric !== lead);
  const worse = others.filter(looksWorse);
  const better = others.filter((metric) => !looksWorse(metric));
  const parts = differences.map(({ part }) => part);
  return [
    ...(worse.length > 0 ? [`Looks worse in B: ${listed(worse)}.`] : []),
    ...(better.length > 0 ? [`Looks better in B: ${listed(better)}.`] : []),
    ...(indicated.length === 0
      ? ['No metric differs by more than the runs vary within themselves.']
      : []),
    ...(parts.length > 0
      ? [`The runs differ in ${partsInWords(parts)}: any difference may come from that.`]
      : []),
    'To show a difference, run each side at least four times and use scaleproof compare.',
  ];
}

function listed(metrics: readonly ComparedMetric[]): string {
  const named = metrics
    .slice(0, MOST_INDICATED)
    .map(({ title, change, compareBy }) =>
      change === null ? title : `${title} ${changeText(change, compareBy)}`,
    );
  const more = metrics.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function obstacleInWords(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'same-run':
      return 'A and B are the same run, so nothing can differ.';
    case 'cut-short':
      return `${LETTERS[obstacle.side]} did not complete, so its figures are not those of a whole run.`;
    case 'in-doubt':
      return `${LETTERS[obstacle.side]} is in doubt: what it measured may not be what the endpoint does.`;
    case 'other-work':
      return `A and B were not asked the same: ${partsInWords(obstacle.parts)} differ${obstacle.parts.length === 1 ? 's' : ''}.`;
  }
}

export type DifferingRow = readonly [what: string, a: string, b: string];

/** Parts of the key that no other row of settings shows: the load, its timeout, its bound and its abort rule. */
export function loadDifferences({ a, b, differences }: Pair): DifferingRow[] {
  return differences.flatMap(({ part }): DifferingRow[] => {
    const words = LOAD_PARTS[part];
    return words === undefined ? [] : [[PARTS[part], words(a.key), words(b.key)]];
  });
}

const LOAD_PARTS: Partial<Record<keyof SeriesKey, (key: SeriesKey) => string>> = {
  phases: ({ phases }) => phases.map(phaseInWords).join(', ') || 'unknown',
  timeoutMs: ({ timeoutMs }) => (timeoutMs === null ? 'unknown' : milliseconds(timeoutMs)),
  latencyBoundMs: ({ latencyBoundMs }) =>
    latencyBoundMs === null ? 'none' : milliseconds(latencyBoundMs),
  abort: ({ abort }) =>
    abort === null
      ? 'none'
      : `over ${percent(abort.maxErrorShare)} errors or ${percent(abort.maxRefusedShare)} refused for ${seconds(abort.forSeconds)}`,
};

function phaseInWords({ durationSeconds, startRps, endRps }: SeriesKey['phases'][number]): string {
  const [from, to] = [startRps, endRps].map((rps) => (rps === null ? 'unknown' : level(rps)));
  return `${from === to ? `${to}/s` : `${from} to ${to}/s`} for ${clock(durationSeconds)}`;
}
