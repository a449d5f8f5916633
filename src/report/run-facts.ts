/** Identifies the run in every report: scenario, target, dataset, versions, host. */
import { clock, count, dayAndTime, level } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import { carriedRows } from './capacity-words.ts';
import { instanceRows } from './instance-words.ts';
import type { Row } from './load-rows.ts';

/** Enough to find the commit; `runRows` has the full hash. */
const SHORT_COMMIT = 12;

/** `wine (wine, local, artillery), seed 1, run 2026-...`, with label and commit if set. */
export function runInWords(verdict: Verdict): string {
  const { scenario, runId, label, commit } = verdict;
  const { name, environment, seed } = scenario;
  return [
    `${name} (${systemInWords(scenario)}, ${environment}, ${senderInWords(verdict)})`,
    ...(verdict.loadFrom === 'engine' ? [`seed ${seed}`] : []),
    `run ${runId}`,
    ...(label === null ? [] : [`label ${label}`]),
    ...(commit === null ? [] : [`commit ${commit.slice(0, SHORT_COMMIT)}`]),
  ].join(', ');
}

/** Who sent the load: the engine, or a tool that this run only watched. */
export function senderInWords({ loadFrom, scenario, load }: Verdict): string {
  if (loadFrom === 'engine') return scenario.engine;
  return load.sampledBy === undefined ? 'external load' : `external load by ${load.sampledBy.name}`;
}

/** The system's id, or its module if the record has no id. */
export function systemInWords({ system, systemModule }: Verdict['scenario']): string {
  return system ?? systemModule ?? 'unknown';
}

/** One row per known fact; unknown facts are omitted. */
export function runRows(verdict: Verdict): Row[] {
  const { scenario, target, dataset, host, durationSeconds, timeCompression } = verdict;
  const { scaleproof, ...others } = verdict.versions;
  const isWatched = verdict.settings.watching !== null;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Run', verdict.runId],
    ['Earlier attempts', verdict.attempt.earlier.map(attemptInWords).join('; ') || null],
    ['Label', verdict.label],
    ['Commit', verdict.commit],
    ['Scenario', scenario.name],
    ['System', systemInWords(scenario)],
    ['Module', scenario.system === null ? null : scenario.systemModule],
    ['Environment', scenario.environment],
    ['Engine', senderInWords(verdict)],
    ['Seed', verdict.loadFrom === 'engine' ? String(scenario.seed) : null],
    ['Target', target.url && `${target.url}${target.path ?? ''}`],
    ['Way', target.way],
    ['Endpoint', target.endpointName && `${target.endpointName}, variant ${target.variantName}`],
    ['Watched', isWatched ? null : 'nothing (`watch: none`)'],
    ['Region', target.region],
    ['Function', target.functionName],
    ['Dataset', dataset && `${dataset.file}, ${count(dataset.rows)} rows`],
    ['Dataset SHA-256', dataset?.sha256 ?? null],
    ['Started', moment(verdict.startedAtMs)],
    ['Ended', `${moment(verdict.endedAtMs)} (${verdict.ended})`],
    ['Duration', durationSeconds === null ? 'n/a' : clock(durationSeconds)],
    ['AWS durations', isWatched ? compressionInWords(timeCompression) : null],
    ...instanceRows(verdict.instances, 'Instances'),
    ...carriedRows(verdict, 'Carried'),
    ['Scaleproof', scaleproof ?? null],
    [
      'Versions',
      Object.entries(others)
        .map((pair) => pair.join(' '))
        .join(', ') || null,
    ],
    ['Host', host && `${host.os}, ${host.arch}, ${host.cpus} x ${host.cpuModel}`],
  ];
  return rows.filter((row): row is Row => row[1] !== null);
}

function compressionInWords(factor: number | null): string {
  return factor === null ? 'real time' : `divided by ${level(factor)}`;
}

/** `2026-... (generator-lagging)`. */
export function attemptInWords({ runId, reasons }: Verdict['attempt']['earlier'][number]): string {
  return `${runId} (${reasons.join(', ')})`;
}

/** UTC, so that a report reads the same everywhere. */
function moment(atMs: number | null): string {
  return atMs === null ? 'n/a' : `${dayAndTime(atMs)} UTC`;
}
