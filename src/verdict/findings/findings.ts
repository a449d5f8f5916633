/** Lists all findings: what a run shows that its reader should know, beyond what the checks decide. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Finding } from '../verdict.ts';
import { alarmInsufficientData } from './alarm-data.ts';
import { awsScalingTime } from './aws-scaling-time.ts';
import { cooldownWaited } from './cooldown.ts';
import { copiesWaitedForInstances, nothingInService } from './copies.ts';
import { detectionCouldBeFaster, slowDetection } from './detection.ts';
import { errorsWhileUpdating } from './errors-while-updating.ts';
import { type Finder, findingOf } from './finding.ts';
import { flapping } from './flapping.ts';
import { clockSkewed, generatorOverloaded, littlesLawViolated } from './instrument.ts';
import { latencyNotRecovered } from './latency-not-recovered.ts';
import { metricsLate } from './metrics-late.ts';
import { metricsMissing } from './metrics-missing.ts';
import { alarmWatchesOther, burstableInstance, noPolicy } from './policy.ts';
import { fellBackToAnotherType, waitedForCapacity } from './pools.ts';
import { accuracyFellWhileScaling, wrongPredictions } from './predictions.ts';
import { scaleOutAbandoned, slowProvisioning } from './provisioning.ts';
import { refusedScaling } from './refused-scaling.ts';
import { countsDiffer } from './request-counts.ts';
import { lateScaleIn, missingScaleIn } from './scale-in.ts';
import { atMaxCapacity, scalingSuspended } from './scaling-limits.ts';
import { targetStalled } from './stall.ts';
import { implausibleTarget, loadTooSmall } from './target.ts';
import { targetAboveCapacity } from './target-above-capacity.ts';
import {
  endpointThrottled,
  functionThrottled,
  gatewayThrottled,
  spilledOver,
} from './throttling.ts';
import { unevenInstances } from './uneven-instances.ts';

/** In reading order: the measurement itself, what held scaling back, its lag, what callers felt. */
const FINDERS: readonly Finder[] = [
  generatorOverloaded,
  littlesLawViolated,
  clockSkewed,
  metricsMissing,
  metricsLate,
  noPolicy,
  alarmWatchesOther,
  alarmInsufficientData,
  burstableInstance,
  implausibleTarget,
  targetAboveCapacity,
  loadTooSmall,
  scalingSuspended,
  refusedScaling,
  scaleOutAbandoned,
  atMaxCapacity,
  slowDetection,
  fellBackToAnotherType,
  waitedForCapacity,
  copiesWaitedForInstances,
  slowProvisioning,
  flapping,
  lateScaleIn,
  missingScaleIn,
  nothingInService,
  latencyNotRecovered,
  unevenInstances,
  errorsWhileUpdating,
  targetStalled,
  functionThrottled,
  gatewayThrottled,
  endpointThrottled,
  wrongPredictions,
  accuracyFellWhileScaling,
  countsDiffer,
  spilledOver,
  cooldownWaited,
  detectionCouldBeFaster,
  awsScalingTime,
];

/** Problems first, then notes. Pure and total, like the checks. */
export function findings(analysis: Analysis): Finding[] {
  const all = FINDERS.flatMap((find) => find(analysis)).map((found) =>
    findingOf(found, analysis.evidence.clock),
  );
  return [
    ...all.filter((finding) => finding.severity === 'problem'),
    ...all.filter((finding) => finding.severity === 'note'),
  ];
}
