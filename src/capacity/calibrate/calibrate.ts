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
import { whyNotCalibrated } from './why-not-calibrated.ts';

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

/** @throws CannotTellError for a run that says too little of the endpoint, with the next step */
export function calibrate(record: RunRecord, found: FoundCapacity | null = null): Calibration {
  const evidence = evidenceOf(record);
  const { runId } = record.manifest;
  const why = whyNotCalibrated(evidence);
  if (evidence === null || why !== null) throw new CannotTellError(`${runId} ${why}`);
  const { analysis, compression } = evidence;
  const isServerless = analysis.serving.kind === 'serverless';
  const instance = instanceSettings(evidence, found);
  const settings = [
    ...(isServerless ? [] : endpointSettings(evidence)),
    ...publishing(evidence),
    ...(isServerless ? withoutInstances(instance) : instance),
    ...(isServerless
      ? []
      : [provisioning(evidence), ...firstTraffic(evidence), ...scalingSettings(evidence)]),
    ...frontSettings(evidence),
  ];
  const value = (key: string) => settings.find((one) => one.key === key)?.value ?? null;
  const isUnknown = (key: string) => settings.some((one) => one.key === key && one.value === null);
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

/** Its executions have a time, and no slots or queue. */
function withoutInstances(settings: readonly Setting[]): Setting[] {
  return settings.filter(({ key }) => !['instance.concurrency', 'instance.queue'].includes(key));
}
