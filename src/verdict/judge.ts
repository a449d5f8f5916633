/** From a run to its verdict. Pure: no clock, no files, no chance. */
import { type Analysis, analyse } from '../analysis/analyse.ts';
import { observedAtMs } from '../analysis/build-timeline.ts';
import { instanceExtremes } from '../analysis/instance-counts.ts';
import { targetOf } from '../analysis/tracked-metric.ts';
import { trackedSummary } from '../analysis/tracked-series.ts';
import type { RunRecord } from '../record/read.ts';
import { caveats } from './caveats.ts';
import { withoutObject } from './check-details.ts';
import { accuracy } from './checks/accuracy.ts';
import { coldStarts } from './checks/cold-starts.ts';
import { concurrency } from './checks/concurrency.ts';
import { converged } from './checks/converged.ts';
import { errors } from './checks/errors.ts';
import { generatorLag } from './checks/generator-lag.ts';
import { latency } from './checks/latency.ts';
import { loadDelivered } from './checks/load-delivered.ts';
import { noFlapping } from './checks/no-flapping.ts';
import { reachedRate } from './checks/reached-rate.ts';
import { scaledOut } from './checks/scaled-out.ts';
import { spillover } from './checks/spillover.ts';
import { throttles } from './checks/throttles.ts';
import { triggerCrossed } from './checks/trigger-crossed.ts';
import { doubtRecord } from './doubt-record.ts';
import { doubtWatching } from './doubt-watching.ts';
import { findings } from './findings/findings.ts';
import { headline } from './headline.ts';
import { doubtInstrument } from './instrument.ts';
import { loadFigures } from './load-figures.ts';
import { provenance } from './provenance.ts';
import { settings } from './settings.ts';
import { type Check, type CheckId, type Status, VERDICT_VERSION, type Verdict } from './verdict.ts';

/** In the order of CHECK_IDS: the instrument first, then the trigger, then what followed. */
const CHECKS: readonly ((analysis: Analysis) => Check)[] = [
  loadDelivered,
  generatorLag,
  triggerCrossed,
  scaledOut,
  reachedRate,
  latency,
  errors,
  accuracy,
  converged,
  noFlapping,
  coldStarts,
  throttles,
  spillover,
  concurrency,
];

/** Total: any record that could be read, whole or cut off anywhere, gets a verdict. */
export function judge(record: RunRecord): Verdict {
  const analysis = analyse(record);
  const made = CHECKS.map((check) => knownToCallersAlone(analysis, check(analysis)));
  const checks = doubtInstrument(doubtWatching(doubtRecord(made, analysis), analysis), analysis);
  const status = overall(analysis, checks);
  const endedAt = endedAtMs(record);
  const { planStartMs: startedAtMs } = analysis.evidence;
  return {
    schemaVersion: VERDICT_VERSION,
    runId: record.manifest.runId,
    status,
    headline: headline(analysis, checks, status),
    ...provenance(record.manifest),
    timeCompression: timeCompressionKnown(analysis),
    loadFrom: record.manifest.loadFrom,
    startedAtMs,
    endedAtMs: endedAt,
    durationSeconds:
      startedAtMs === null || endedAt === null ? null : (endedAt - startedAtMs) / 1_000,
    ended: analysis.ended,
    checks,
    scalingEvents: [...analysis.events],
    findings: findings(analysis),
    settings: settings(analysis),
    trackedMetric: trackedOverRun(analysis),
    concurrency: analysis.concurrency.map(({ seen: _, ...use }) => use),
    load: loadFigures(analysis),
    instances: instanceExtremes(analysis.evidence.points),
    caveats: caveats(analysis),
  };
}

/** A stand-in of the scenario's own may be as slow as AWS; another's is known by being faster. */
function timeCompressionKnown({ record, timeCompression }: Analysis): number | null {
  const own =
    record.manifest.scenario.standIn !== null && record.manifest.scenario.standIn !== undefined;
  return own || timeCompression !== 1 ? timeCompression : null;
}

/** What only a caller can tell of a load is not judged when none of them brought samples. */
const CALLERS_ALONE: readonly CheckId[] = [
  'load-delivered',
  'generator-lag',
  'reached-rate',
  'latency',
  'errors',
  'accuracy',
];

function knownToCallersAlone({ record }: Analysis, check: Check): Check {
  if (record.manifest.loadFrom !== 'elsewhere' || !CALLERS_ALONE.includes(check.id)) return check;
  return withoutObject(
    check.id,
    'load-elsewhere',
    'The load was sent elsewhere and no samples of it were brought along.',
  );
}

/** A failure outweighs a doubt: what the instrument may have caused is no failure any more. */
function overall({ ended }: Analysis, checks: readonly Check[]): Status {
  if (ended === 'failed') return 'error';
  if (checks.some((check) => check.status === 'fail')) return 'fail';
  if (checks.some((check) => check.status === 'inconclusive')) return 'inconclusive';
  return 'pass';
}

/** The recorded end, else the last thing that was recorded at all. */
function endedAtMs({ manifest, load, aws }: RunRecord): number | null {
  if (manifest.end !== null) return manifest.end.atMs;
  let last: number | null = null;
  const see = (atMs: number) => {
    if (last === null || atMs > last) last = atMs;
  };
  for (const event of load) {
    if (event.type === 'sample') see(event.startMs + 1_000);
    if (event.type === 'end') see(event.atMs);
  }
  for (const event of aws) see(observedAtMs(event));
  return last;
}

function trackedOverRun({ evidence }: Analysis): Verdict['trackedMetric'] {
  const { series: metrics, outRule, planStartMs } = evidence;
  return trackedSummary(
    { metrics, target: targetOf(outRule) },
    planStartMs ?? Number.NEGATIVE_INFINITY,
  );
}
