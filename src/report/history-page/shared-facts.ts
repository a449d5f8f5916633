/** What the runs of a series have in common, without which they could not be compared. */
import { clock, counted, figure, milliseconds, rate } from '../../format/numbers.js';
import type { SeriesKey } from '../../history/series-key.ts';
import { html, type Markup } from '../html/markup.ts';

export function sharedFacts(key: SeriesKey): Markup {
  const rows = facts(key).filter(([, value]) => value !== null);
  return html`<details><summary>What these runs share</summary>
<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>`;
}

function facts(key: SeriesKey): (readonly [string, string | null])[] {
  const { system, engine, engineVersion, way, region, instanceType, timeCompression } = key;
  return [
    ['System', system],
    ['Load', loadOf(key)],
    ['Engine', [engine, engineVersion].filter((part) => part !== null).join(' ')],
    ['Way in', way],
    ['Region', region],
    ['Instance type', instanceType],
    ['Serverless', serverlessOf(key)],
    ['Scaling policy', policyOf(key)],
    ['Timeout', key.timeoutMs === null ? null : milliseconds(key.timeoutMs)],
    ['Dataset', key.dataset === null ? null : `SHA-256 ${key.dataset.slice(0, 12)}…`],
    ['Time compression', timeCompression === null ? null : figure(timeCompression)],
  ];
}

function loadOf({ phases }: SeriesKey): string | null {
  if (phases.length === 0) return null;
  const seconds = phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const rates = phases.flatMap(({ startRps, endRps }) => [startRps ?? 0, endRps ?? 0]);
  return `${clock(seconds)} in ${counted(phases.length, 'phase')}, up to ${rate(Math.max(...rates))}`;
}

function serverlessOf({ serverless }: SeriesKey): string | null {
  if (serverless === null) return null;
  return `max concurrency ${serverless.maxConcurrency}, ${serverless.memoryMb} MB`;
}

function policyOf({ policy }: SeriesKey): string | null {
  if (policy === null) return null;
  const { metric, target, minInstances, maxInstances } = policy;
  const [at, from, to] = [target, minInstances, maxInstances].map((value) =>
    value === null ? 'n/a' : figure(value),
  );
  return `${metric}, target ${at}, ${from} to ${to} instances`;
}
