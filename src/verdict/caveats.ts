/** Lists what could not be measured or read, one sentence each. */
import type { Analysis } from '../analysis/analyse.ts';
import { GAP_WORDS } from '../analysis/gaps.ts';
import { ofOneType } from '../analysis/instance-pools.ts';
import { damagedSketches } from '../analysis/load-seconds.ts';
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import { count, counted, seconds } from '../format/numbers.js';
import { EVERY_CHECK_DECIDED, type Gap } from '../record/aws-events.ts';
import { CHECKS } from './checks/registry.ts';
import { notUnderstood, notUnderstoodInWords } from './not-understood.ts';
import { awsDamageInWords, loadDamageInWords } from './record-in-words.ts';
import { toolCaveats } from './tool-in-words.ts';
import { unknownInWords } from './unknown-fields.ts';

/** Report a clock offset above this, and an error of it above this. */
const NOTABLE_OFFSET_MS = 1_000;

export function caveats(analysis: Analysis): string[] {
  return [
    ...unreadableFiles(analysis),
    ...unknownInWords(analysis),
    ...compression(analysis),
    ...ending(analysis),
    ...workers(analysis),
    ...toolCaveats(analysis),
    ...unwatched(analysis),
    ...notUnderstood(analysis).map(notUnderstoodInWords),
    ...clock(analysis),
    ...gaps(analysis.evidence.aws.filter((event): event is Gap => event.type === 'gap')),
    ...unsettled(analysis),
    ...endedEarly(analysis),
    ...lostInstances(analysis),
    ...severalTypes(analysis),
    ...unreadableSketches(analysis),
  ];
}

/** What is missing from the files; each missing file is mentioned once. */
function unreadableFiles(analysis: Analysis): string[] {
  const { record, damage } = analysis;
  const mentioned = (file: string) =>
    (file === 'load.ndjson' && damage.load?.kind === 'missing') ||
    (file === 'aws.ndjson' && damage.aws?.kind === 'missing');
  return [
    ...record.problems
      .filter(({ file, kind }) => kind !== 'missing' || !mentioned(file))
      .map(({ message }) => message),
    ...[loadDamageInWords(analysis), awsDamageInWords(analysis)].filter((words) => words !== null),
  ];
}

function compression({ record, timeCompression: factor }: Analysis): string[] {
  if (factor === 1 || factor === null) return [];
  const period = seconds(METRIC_PERIOD_SECONDS / factor);
  const how = record.manifest.scenario.standIn
    ? `The stand-in divided every AWS duration by ${count(factor)}`
    : `InvocationsPerInstance is counted in periods of ${period}, where AWS publishes it once a minute, so this is a stand-in that divides time by ${count(factor)}`;
  return [
    `${how}: a metric period of ${METRIC_PERIOD_SECONDS} s lasted ${period}. Scaling times are not those of AWS.`,
  ];
}

function ending({ ended, record, evidence }: Analysis): string[] {
  const after = `after ${counted(evidence.seconds.length, 'second')} of load`;
  switch (ended) {
    case 'completed':
      return [];
    case 'interrupted': {
      const signal = record.manifest.end?.signal;
      return [`The run was interrupted${signal ? ` by ${signal}` : ''} ${after}.`];
    }
    case 'aborted':
      return [
        `The load was stopped ${after}: ${record.manifest.end?.message ?? 'too many requests failed.'}`,
      ];
    case 'cut-off':
      return [`The run was cut off ${after}: it has no recorded end.`];
    case 'failed':
      return [
        `The harness failed ${after}: ${record.manifest.end?.message ?? 'no reason was recorded.'}`,
      ];
  }
}

function workers({ totals }: Analysis): string[] {
  const sentences: string[] = [];
  if (totals.absentWorkers > 0) {
    sentences.push(
      `${count(totals.absentWorkers)} of ${counted(totals.expectedWorkers, 'worker')} never reported.`,
    );
  }
  if (totals.connectionLimitHits > 0) {
    sentences.push(
      `${counted(totals.connectionLimitHits, 'send')} had to wait for a free connection.`,
    );
  }
  return sentences;
}

function unwatched({ serving, expect }: Analysis): string[] {
  if (serving.kind !== 'unwatched') return [];
  const asked = CHECKS.filter(
    ({ dataFrom, expectation }) =>
      // The limit on flapping is a default.
      dataFrom === 'aws' && expectation && expectation !== 'flapping' && expect[expectation],
  ).map(({ id }) => id);
  const skipped =
    asked.length === 0
      ? ''
      : ` The scenario expects more of runs that watch: ${asked.join(', ')} ${asked.length === 1 ? 'was' : 'were'} skipped.`;
  return [
    `Nothing on AWS was watched (\`watch: none\`), so scaling, instances and CloudWatch metrics are not judged.${skipped}`,
  ];
}

function clock({ evidence, damage, serving }: Analysis): string[] {
  if (serving.kind === 'unwatched') return [];
  const { offsetMs, plusMinusMs } = evidence.clock;
  if (evidence.aws.length === 0)
    return damage.aws === null ? ['Nothing was recorded from AWS.'] : [];
  if (plusMinusMs === null) {
    return [
      'The offset between the AWS clock and this one was not measured and is assumed to be 0.',
    ];
  }
  const sentences: string[] = [];
  if (Math.abs(offsetMs) > NOTABLE_OFFSET_MS) {
    const side = offsetMs > 0 ? 'ahead of' : 'behind';
    sentences.push(
      `The AWS clock is ${seconds(Math.abs(offsetMs) / 1_000)} ${side} the local one; AWS times are corrected for it.`,
    );
  }
  if (plusMinusMs > NOTABLE_OFFSET_MS) {
    sentences.push(
      `The offset between the clocks is known only to ± ${seconds(plusMinusMs / 1_000)}.`,
    );
  }
  return sentences;
}

/** One sentence for each API and kind of failure, however often it happened. */
function gaps(all: readonly Gap[]): string[] {
  const byKind = new Map<string, Gap[]>();
  for (const gap of all) {
    const key = `${gap.api} ${GAP_WORDS[gap.kind]}`;
    byKind.set(key, [...(byKind.get(key) ?? []), gap]);
  }
  return [...byKind].map(([what, same]) => {
    const times = counted(same.length, 'time');
    return `${what} ${times}, for ${seconds(coveredMs(same) / 1_000)} in total (${same[0]!.message}).`;
  });
}

/** Time covered by gaps that may overlap, ms. */
function coveredMs(same: readonly Gap[]): number {
  let covered = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const gap of same.toSorted((left, right) => left.fromMs - right.fromMs)) {
    covered += Math.max(0, gap.toMs - Math.max(gap.fromMs, untilMs));
    untilMs = Math.max(untilMs, gap.toMs);
  }
  return covered;
}

/** Only datapoints of the load: later ones decide nothing. */
function unsettled({ evidence, ended, loadSpan }: Analysis): string[] {
  if (ended !== 'completed' || loadSpan === null) return [];
  const open = evidence.series
    .flatMap((series) => series.points)
    .filter((point) => !point.final && point.startMs < loadSpan.toMs);
  return open.length === 0
    ? []
    : [
        `${counted(open.length, 'datapoint')} of the load had not become final when watching ended.`,
      ];
}

/** With `--stop-when-decided`. */
function endedEarly({ evidence }: Analysis): string[] {
  return evidence.aws.some(
    (event) => event.type === 'collector' && event.note === EVERY_CHECK_DECIDED,
  )
    ? [
        'Watching ended early, because every check was decided: what AWS did after that, such as a scale-in, was not seen.',
      ]
    : [];
}

/** Fewer instances in service at an unchanged desired count: AWS lost one, it did not scale in. */
function lostInstances({ evidence }: Analysis): string[] {
  const points = evidence.points;
  const losses = points.filter((point, index) => {
    const previous = points[index - 1];
    return (
      point.current !== null &&
      point.desired !== null &&
      previous?.current != null &&
      previous.desired === point.desired &&
      point.current < previous.current &&
      point.current < point.desired
    );
  });
  return losses.length === 0
    ? []
    : [
        `Instances went out of service ${counted(losses.length, 'time')} without a change of the desired count.`,
      ];
}

/** What instances carry is told of one type alone. */
function severalTypes({ evidence, capacity }: Analysis): string[] {
  const { instanceType, leftOut } = ofOneType(evidence.seconds, evidence.points);
  if (leftOut === 0) return [];
  return [
    instanceType === null || capacity === null
      ? 'Instances of several types were in service together, so what each number of them carried is not told.'
      : `What each number of instances carried is told of ${instanceType} alone: for ${counted(leftOut, 'second')} of the load, other types were in service.`,
  ];
}

function unreadableSketches({ record }: Analysis): string[] {
  const damaged = damagedSketches(record.load);
  return damaged === 0
    ? []
    : [
        `${counted(damaged, 'latency sketch', 'latency sketches')} could not be read and ${damaged === 1 ? 'is' : 'are'} left out.`,
      ];
}
