/** From a measured run, the settings of a stand-in that behaves like its endpoint. */
import { countedPoints, instancesAtStart } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { CannotTellError } from '../../input/cannot-tell-error.ts';
import type { RunRecord } from '../../record/read.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { firstTraffic } from './first-traffic.ts';
import { frontSettings } from './front-settings.ts';
import { type FoundCapacity, instanceSettings } from './instance-settings.ts';
import { provisioning } from './provisioning.ts';
import { publishing } from './publishing.ts';
import { scalingSettings } from './scaling-settings.ts';
import { known, notKnown, type Setting } from './setting.ts';

export interface Calibration {
  readonly runId: string;
  /** As the run's: durations below are AWS's, and a stand-in divides them by it. */
  readonly timeCompression: number;
  /** In the order of the scenario's block. */
  readonly settings: readonly Setting[];
  /** Each a sentence: what a stand-in without it gets wrong, and how to learn it. */
  readonly missing: readonly string[];
  /** It scales under a policy, and the run does not tell how long that takes. */
  readonly scalingUnknown: boolean;
}

const AGAIN = 'run the scenario again, and calibrate from that run';

/** @throws CannotTellError for a run that says too little of the endpoint */
export function calibrate(record: RunRecord, found: FoundCapacity | null = null): Calibration {
  const evidence = evidenceOf(record);
  const { runId } = record.manifest;
  refuse(runId, evidence, record);
  const { analysis, compression } = evidence!;
  const isServerless = analysis.serving.kind === 'serverless';
  const instance = instanceSettings(evidence!, found);
  const settings = [
    ...(isServerless ? [] : endpointSettings(evidence!)),
    ...publishing(evidence!),
    ...(isServerless ? withoutInstances(instance) : instance),
    ...(isServerless
      ? []
      : [provisioning(evidence!), ...firstTraffic(evidence!), ...scalingSettings(evidence!)]),
    ...frontSettings(evidence!),
  ];
  const value = (key: string) => settings.find((one) => one.key === key)?.value ?? null;
  const isUnknown = (key: string) =>
    settings.some((one) => one.key === key && one.value === null);
  const scales =
    value('policy.metric') !== null &&
    Number(value('policy.maxCapacity')) > Number(value('policy.minCapacity'));
  const scalingUnknown = scales && isUnknown('instance.provisioningSeconds');
  return {
    runId,
    timeCompression: compression,
    settings,
    missing: [
      ...(isUnknown('instance.concurrency') && !isServerless
        ? [
            'What one instance carries is not known: none was at its limit. Find it with `npx scaleproof capacity SCENARIO`, and name that directory after the run.',
          ]
        : []),
      ...(scalingUnknown
        ? [
            'How long new instances take is not known: the run did not scale out to the end. Calibrate from one that did.',
          ]
        : []),
    ],
    scalingUnknown,
  };
}

/** @throws CannotTellError */
function refuse(runId: string, evidence: Evidence | null, { manifest }: RunRecord): void {
  const say = (why: string) => {
    throw new CannotTellError(`${runId} ${why}`);
  };
  if (evidence === null) return say(`does not say how long its metric periods were; ${AGAIN}.`);
  const { analysis } = evidence;
  const { kind } = analysis.serving;
  if (kind === 'unwatched') {
    return say(
      'watched nothing on AWS (`watch: none`), so it tells nothing of an endpoint; calibrate from a run that watched one.',
    );
  }
  if (manifest.loadFrom === 'elsewhere') {
    return say(
      'has no samples of its load, which was sent elsewhere, and callers tell what a request takes; run the scenario itself, or collect with --samples.',
    );
  }
  if (analysis.ended !== 'completed') {
    return say(`did not complete (${analysis.ended}), so it may have seen half of what happens; ${AGAIN}.`);
  }
  if (analysis.damage.load !== null || analysis.damage.aws !== null) {
    const file = analysis.damage.load === null ? 'aws.ndjson' : 'load.ndjson';
    return say(`lacks part of its record: ${file} is missing or cut short; restore it, or run the scenario again.`);
  }
  if (kind === 'unseen' || kind === 'uncounted') {
    return say(
      'never saw the endpoint (DescribeEndpoint told nothing); see what was denied with `npx scaleproof report`, and run again.',
    );
  }
  if (analysis.totals.completed === 0) return say(`has no answered request; ${AGAIN}.`);
  return undefined;
}

function endpointSettings({ analysis }: Evidence): Setting[] {
  const { evidence, loadSpan } = analysis;
  const counted = countedPoints(evidence.points);
  const config = lastObserved(evidence.aws, 'endpoint-config');
  return [
    counted.length === 0 || loadSpan === null
      ? notKnown('initialInstances', 'no poll returned a count')
      : known(
          'initialInstances',
          instancesAtStart(counted, loadSpan.fromMs),
          'in service when the load began',
        ),
    config?.instanceType === undefined
      ? notKnown('instanceType', 'DescribeEndpointConfig did not tell')
      : known('instanceType', config.instanceType, 'DescribeEndpointConfig'),
    notKnown('routing', 'no call that was recorded tells; random is what SageMaker does unasked'),
  ];
}

/** Requests/s that a stand-in of these settings carries with one instance; null where they do not tell. */
export function carriedBy(settings: readonly Setting[]): number | null {
  const of = (key: string) => settings.find((one) => one.key === `instance.${key}`)?.value ?? null;
  const [slots, medianMs, sigma] = ['concurrency', 'serviceTimeMs', 'serviceTimeSigma'].map(of);
  if (slots === null || medianMs === null || sigma === null) return null;
  const meanMs = Number(medianMs) * Math.exp(Number(sigma) ** 2 / 2);
  return (Number(slots) * 1_000) / meanMs;
}

/** Its executions have a time, and no slots or queue. */
function withoutInstances(settings: readonly Setting[]): Setting[] {
  return settings.filter(
    ({ key }) => !['instance.concurrency', 'instance.queue'].includes(key),
  );
}
