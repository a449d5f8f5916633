/** Finds which hop throttled requests: API Gateway, Lambda or the endpoint. */
import type { Analysis } from '../../analysis/analyse.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { type MetricOverLoad, metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import type { AwsEvent, MetricService } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import { datapointsOf } from './evidence-lines.ts';
import type { ProblemCode } from './explains.ts';
import { type FindingDetails, type Found, note, problem } from './finding.ts';

/** A limit causes a few throttles: within what the scenario allows, or may allow, they are only a note. */
function throttled(
  code: ProblemCode,
  analysis: Analysis,
  share: number,
  details: FindingDetails,
): Found {
  const { expect, unknownExpectations } = analysis;
  const bound = expect.throttles ?? expect.errors;
  const allowed = unknownExpectations.has('throttles') ? undefined : bound?.maxShare;
  return allowed !== undefined && share > allowed ? problem(code, details) : note(code, details);
}

export function functionThrottled(analysis: Analysis): readonly Found[] {
  const refused = sumOf(analysis, 'lambda', 'Throttles');
  if (refused === null || refused.sum === 0) return [];
  const received = refused.sum + (sumOf(analysis, 'lambda', 'Invocations')?.sum ?? 0);
  const settings = lastObserved(analysis.evidence.aws, 'function');
  const limit =
    settings?.reservedConcurrency === undefined
      ? ''
      : ` Its reserved concurrency is ${count(settings.reservedConcurrency)}.`;
  return [
    throttled('function-throttled', analysis, refused.sum / received, {
      message: `Lambda throttled ${count(refused.sum)} of ${counted(received, 'invocation')} (${percent(refused.sum / received)}); the client saw ${count(analysis.totals.outcomes.throttled ?? 0)} throttled.${limit}`,
      advice:
        'Raise its concurrency above requests per second x seconds per request, or make each request faster.',
      value: quantity(refused.sum / received, 'share'),
      shownBy: nonZero(analysis, 'lambda', 'Throttles', refused),
    }),
  ];
}

/** The client's throttles that Lambda did not cause, bounded by the gateway's 4XXError, which includes its own. */
export function gatewayThrottled(analysis: Analysis): readonly Found[] {
  const refused = sumOf(analysis, 'api-gateway', '4XXError');
  const byFunction = sumOf(analysis, 'lambda', 'Throttles')?.sum ?? 0;
  const seen = (analysis.totals.outcomes.throttled ?? 0) - byFunction;
  const times = Math.min(refused?.sum ?? 0, seen);
  if (refused === null || times <= 0) return [];
  const share = times / Math.max(1, analysis.totals.completed);
  return [
    throttled('gateway-throttled', analysis, share, {
      message: `API Gateway throttled about ${counted(times, 'request')} (${percent(share)}): the client saw them as throttled, but Lambda did not throttle them.`,
      advice:
        'Raise the throttling limit of the stage or usage plan, or the account’s limit in this Region (10,000 requests/s by default).',
      value: quantity(share, 'share'),
      shownBy: nonZero(analysis, 'api-gateway', '4XXError', refused),
    }),
  ];
}

/** A serverless endpoint over its MaxConcurrency, or SageMaker Runtime itself when called directly. */
export function endpointThrottled(analysis: Analysis): readonly Found[] {
  const { serving, record, totals } = analysis;
  const { way } = record.manifest.scenario;
  if (way === null) return [];
  const direct = way === 'sagemaker';
  if (serving.kind !== 'serverless' && !direct) return [];
  const refused = sumOf(analysis, 'sagemaker', 'Invocation4XXErrors');
  const failures =
    (totals.outcomes.throttled ?? 0) + (direct ? 0 : (totals.outcomes['server-error'] ?? 0));
  const times = Math.min(refused?.sum ?? 0, failures);
  if (refused === null || times <= 0) return [];
  const share = times / Math.max(1, totals.completed);
  const limit =
    serving.kind === 'serverless'
      ? `, over its MaxConcurrency of ${count(serving.limits.maxConcurrency)}`
      : '';
  return [
    throttled('endpoint-throttled', analysis, share, {
      message: `The endpoint throttled about ${counted(times, 'request')} (${percent(share)})${limit}.`,
      advice:
        serving.kind === 'serverless'
          ? 'Raise MaxConcurrency (at most 200), or use instances for a load this steady.'
          : 'Request a higher InvokeEndpoint rate in Service Quotas, or send less.',
      value: quantity(share, 'share'),
      shownBy: nonZero(analysis, 'sagemaker', 'Invocation4XXErrors', refused),
    }),
  ];
}

export function spilledOver(analysis: Analysis): readonly Found[] {
  const metric = 'ProvisionedConcurrencySpilloverInvocations';
  const spilled = sumOf(analysis, 'lambda', metric);
  if (spilled === null || spilled.sum === 0) return [];
  const served = sumOf(analysis, 'lambda', 'Invocations')?.sum ?? spilled.sum;
  const provisioned = lastObserved(analysis.evidence.aws, 'function')?.provisionedConcurrency;
  return [
    note('spilled-over', {
      message: `${count(spilled.sum)} of ${counted(served, 'invocation')} exceeded the provisioned concurrency${provisioned === undefined ? '' : ` of ${count(provisioned)}`} and spilled over to on-demand environments, which may have cold starts.`,
      advice: 'Provision more concurrency, or scale it on ProvisionedConcurrencyUtilization.',
      value: served === 0 ? null : quantity(spilled.sum / served, 'share'),
      shownBy: nonZero(analysis, 'lambda', metric, spilled),
    }),
  ];
}

function sumOf({ evidence, loadSpan }: Analysis, service: MetricService, metric: string) {
  return metricOverLoad(evidence.series, loadSpan, service, metric, 'Sum');
}

function nonZero(
  analysis: Analysis,
  service: MetricService,
  metric: string,
  seen: MetricOverLoad,
): AwsEvent[] {
  return datapointsOf(
    analysis,
    service,
    metric,
    seen.points.filter((point) => point.value > 0),
  );
}
