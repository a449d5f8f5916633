/** Judges a run: all checks, doubts and findings, and the verdict. Pure: no clock, no files, no randomness. */
import { type Analysis, analyse } from '../analysis/analyse.ts';
import { observedAtMs } from '../analysis/build-timeline.ts';
import { targetOf } from '../analysis/tracked-metric.ts';
import { trackedSummary } from '../analysis/tracked-series.ts';
import type { RunRecord } from '../record/read.ts';
import { capacityOf } from './capacity.ts';
import { causeOf } from './cause.ts';
import { caveats } from './caveats.ts';
import { LOAD_ELSEWHERE, NOT_WATCHED, notApplicable, type Result } from './checks/definition.ts';
import { type AnyCheck, CHECKS, type Reason } from './checks/registry.ts';
import {
  doubtCounts,
  doubtInstrument,
  doubtRecord,
  doubtUnderstanding,
  doubtWatching,
} from './doubts.ts';
import { findings } from './findings/findings.ts';
import { headline } from './headline.ts';
import { instancesOf } from './instances.ts';
import { loadFigures } from './load-figures.ts';
import { predictionsOf } from './predictions.ts';
import { provenance } from './provenance.ts';
import { settings } from './settings.ts';
import { unlessUnknown } from './unknown-fields.ts';
import { type Check, type Status, VERDICT_VERSION, type Verdict } from './verdict.ts';

/** Total: every record that can be read gets a verdict, wherever it was cut off. */
export function judge(record: RunRecord): Verdict {
  const analysis = analyse(record);
  const checks = judgeChecks(analysis);
  const status = overall(analysis, checks);
  const endedAt = endedAtMs(record);
  const found = findings(analysis);
  const { planStartMs: startedAtMs } = analysis.evidence;
  return {
    schemaVersion: VERDICT_VERSION,
    runId: record.manifest.runId,
    status,
    headline: headline(analysis, checks, status),
    ...provenance(record.manifest),
    timeCompression: timeCompressionKnown(analysis),
    loadFrom: record.manifest.loadFrom ?? 'engine',
    startedAtMs,
    endedAtMs: endedAt,
    durationSeconds:
      startedAtMs === null || endedAt === null ? null : (endedAt - startedAtMs) / 1_000,
    ended: analysis.ended,
    cause: causeOf(status, checks, found),
    checks,
    scalingEvents: [...analysis.events],
    findings: found,
    settings: settings(analysis),
    trackedMetric: trackedOverRun(analysis),
    concurrency: analysis.concurrency.map(({ seen: _, ...use }) => use),
    load: loadFigures(analysis),
    instances: instancesOf(analysis),
    capacity: capacityOf(analysis),
    predictions: predictionsOf(analysis),
    caveats: caveats(analysis),
  };
}

/** All checks, with what is in doubt inconclusive. */
export function judgeChecks(analysis: Analysis): Check[] {
  const results = CHECKS.map((check) => unlessUnknown(analysis, check, resultOf(check, analysis)));
  const doubts = [doubtRecord, doubtWatching, doubtUnderstanding, doubtCounts, doubtInstrument];
  return doubts.reduce<Check[]>((doubted, doubt) => doubt(doubted, analysis), results);
}

/** Null on AWS. The scenario's own stand-in may be as slow as AWS; any other is recognised by being faster. */
function timeCompressionKnown({ record, timeCompression }: Analysis): number | null {
  const own =
    record.manifest.scenario.standIn !== null && record.manifest.scenario.standIn !== undefined;
  return own || timeCompression !== 1 ? timeCompression : null;
}

/** Skips checks whose data nobody recorded: no samples of the load, or nothing watched on AWS. */
function resultOf(check: AnyCheck, analysis: Analysis): Result<Reason> {
  const needsAws = check.dataFrom === 'aws' && check.callersSuffice?.(analysis) !== true;
  if (needsAws && analysis.serving.kind === 'unwatched') {
    return notApplicable('not-watched', NOT_WATCHED);
  }
  return check.dataFrom === 'callers' && analysis.record.manifest.loadFrom === 'elsewhere'
    ? notApplicable('load-elsewhere', LOAD_ELSEWHERE)
    : check.judge(analysis);
}

/** A failure outweighs a doubt, because failures that the generator may have caused are already inconclusive. */
function overall({ ended }: Analysis, checks: readonly Check[]): Status {
  if (ended === 'failed') return 'error';
  if (checks.some((check) => check.status === 'fail')) return 'fail';
  if (checks.some((check) => check.status === 'inconclusive')) return 'inconclusive';
  return 'pass';
}

/** The recorded end, else the time of the last event on record. */
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
