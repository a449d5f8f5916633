/** Tells, after the load, whether every check is decided and nothing that AWS still reports can change it. Pure. */
import { type Analysis, analyse } from '../analysis/analyse.ts';
import type { RunEnd } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';
import { polledToTheEnd } from './checks/polled-to-the-end.ts';
import { definitionOf, factsOf } from './checks/registry.ts';
import { judgeChecks } from './judge.ts';
import type { Check } from './verdict.ts';

export interface SoFar {
  /** How the load ended. */
  readonly end: RunEnd;
  /** The datapoints that cover the load are final. */
  readonly areMetricsFinal: boolean;
}

/** Judges what is on record as though watching ended now. */
export function isDecided(record: RunRecord, { end, areMetricsFinal }: SoFar): boolean {
  const analysis = analyse(endedNow(record, end));
  return (
    polledToTheEnd(analysis) &&
    isAtRest(analysis) &&
    judgeChecks(analysis).every((check) => stays(check, analysis, areMetricsFinal))
  );
}

/** Without the collector's last line, the record would count as cut off. */
function endedNow(record: RunRecord, end: RunEnd): RunRecord {
  const settled = { type: 'collector', atMs: end.atMs, state: 'settled' } as const;
  return { ...record, manifest: { ...record.manifest, end }, aws: [...record.aws, settled] };
}

/** A change under way at the end of the load may yet come, or be withdrawn, and belongs to the load. */
function isAtRest({ evidence }: Analysis): boolean {
  const last = evidence.points.at(-1);
  return last?.desired == null || last.desired === last.current;
}

function stays(check: Check, analysis: Analysis, areMetricsFinal: boolean): boolean {
  if (check.status === 'inconclusive') return false;
  if (check.status === 'skipped') return true;
  if (factsOf(check)?.mayTurn === true) return false;
  const { lastEvidence, judgesDataOf } = definitionOf(check.id);
  const last = typeof lastEvidence === 'function' ? lastEvidence(analysis) : lastEvidence;
  // What each hop counted can still turn a result into a doubt.
  const needsMetrics = last === 'metrics' || (judgesDataOf?.(analysis) ?? []).length > 0;
  return areMetricsFinal || !needsMetrics;
}
