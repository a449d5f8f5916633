/** Why a run says too little of its endpoint to calibrate from. */
import type { Evidence } from './evidence.ts';

const AGAIN = 'run the scenario again, and calibrate from that run';

/** @returns the rest of a sentence about the run, with the next step; null where it says enough */
export function whyNotCalibrated(evidence: Evidence | null): string | null {
  if (evidence === null) return `does not say how long its metric periods were; ${AGAIN}.`;
  const { analysis } = evidence;
  const { kind } = analysis.serving;
  if (kind === 'unwatched') {
    return 'watched nothing on AWS (`watch: none`), so it tells nothing of an endpoint; calibrate from a run that watched one.';
  }
  if (analysis.record.manifest.loadFrom === 'elsewhere') {
    return 'has no samples of its load, which something else sent, and only callers tell what a request takes; run the scenario itself, or `collect` with --load-from.';
  }
  if (analysis.ended !== 'completed') {
    return `did not complete (${analysis.ended}), so it may have seen half of what happens; ${AGAIN}.`;
  }
  const { load, aws } = analysis.damage;
  if (load !== null || aws !== null) {
    const file = load === null ? 'aws.ndjson' : 'load.ndjson';
    return `lacks part of its record: ${file} is missing or cut short; restore it, or run the scenario again.`;
  }
  if (kind === 'unseen' || kind === 'uncounted') {
    return 'never saw the endpoint, because DescribeEndpoint told nothing; see why with `npx scaleproof report`, and run again.';
  }
  return analysis.totals.completed === 0 ? `has no answered request; ${AGAIN}.` : null;
}
