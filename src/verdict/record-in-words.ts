/** Describes what a run's record lacks, and samples that do not match the time AWS was watched. */
import type { Analysis } from '../analysis/analyse.ts';
import { answeredOf, type Hop } from '../analysis/hop-counts.ts';
import type { FileDamage } from '../analysis/record-damage.ts';
import { isCounted, isWatched } from '../analysis/watched-span.ts';
import { clock, count, counted, dayAndTime, dayOf, timeOfDay } from '../format/numbers.js';
import { watchOf } from '../record/manifest.ts';

/** Null while the record of the load is whole. */
export function loadDamageInWords({ damage }: Analysis): string | null {
  return inWords(damage.load, 'load.ndjson', 'the load');
}

/** Null while the record of AWS is whole. */
export function awsDamageInWords({ damage }: Analysis): string | null {
  return inWords(damage.aws, 'aws.ndjson', 'AWS');
}

function inWords(damage: FileDamage | null, file: string, what: string): string | null {
  if (damage === null) return null;
  if (damage.kind === 'missing') {
    return `The record of ${what} is missing: ${file} does not exist or has no readable lines.`;
  }
  const { endsAtSeconds, ofSeconds } = damage;
  const end = `The record of ${what} ends at ${clock(Math.max(0, endsAtSeconds))} of ${clock(ofSeconds)}`;
  return endsAtSeconds < ofSeconds ? `${end}.` : `${end}, without its last line.`;
}

/** Null unless the samples are of a load during which AWS was hardly observed. */
export function unwatchedInWords(analysis: Analysis): string | null {
  const { watched } = analysis;
  return isWatched(watched) ? null : bothTimes(analysis, watched?.span ?? null);
}

/** Null unless the samples are of a load during which instances were hardly counted. */
export function uncountedInWords(analysis: Analysis): string | null {
  const { watched, evidence } = analysis;
  if (isCounted(watched)) return null;
  const first = evidence.points[0];
  const last = evidence.points.at(-1);
  const polls = first && last ? { fromMs: first.atMs, toMs: last.atMs } : null;
  return `${bothTimes(analysis, polls)} Instances counted at another time prove nothing.`;
}

/** `The samples cover 04:54:10 to 04:55:10 UTC; AWS was observed from ...`. */
function bothTimes({ loadSpan }: Analysis, seen: Analysis['loadSpan']): string {
  if (loadSpan === null) return 'There are no samples.';
  const days = new Set(
    [loadSpan, seen ?? loadSpan].flatMap(({ fromMs, toMs }) => [fromMs, toMs].map(dayOf)),
  );
  const moment = days.size > 1 ? dayAndTime : timeOfDay;
  const samples = `The samples cover ${moment(loadSpan.fromMs)} to ${moment(loadSpan.toMs)} UTC`;
  return seen === null
    ? `${samples}; AWS was not observed at all.`
    : `${samples}; AWS was observed from ${moment(seen.fromMs)} to ${moment(seen.toMs)} UTC.`;
}

/** The watched function or endpoint did not answer the load. */
export function bypassedInWords({ record, totals }: Analysis, { name, received }: Hop): string {
  const watch = watchOf(record.manifest);
  const [watched, key] =
    name === 'Lambda'
      ? [watch?.functionName, 'watch.functionName']
      : [watch?.endpointName, 'watch.endpointName and watch.variantName'];
  const whose = watched == null ? '' : ` for "${watched}"`;
  return `${name} counted ${counted(received, 'request')}${whose}, but ${count(answeredOf(totals))} were answered, so most answers came from elsewhere and what it did says nothing of this load. Check ${key}, and caches in front of it.`;
}
