/** Finds which hop throttled requests: API Gateway, Lambda or the endpoint. */
import type { Analysis } from '../../analysis/analyse.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { type MetricOverLoad, metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted, percent } from '../../format/numbers.js';
import type { AwsEvent, MetricService } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { type FindingDetails, note, problem } from './finding.ts';

/** A few are the price of a limit: within what the scenario allows, or may allow, they are worth a note only. */
function told(code: string, analysis: Analysis, share: number, details: FindingDetails): Finding {
  const { expect, unknownExpectations } = analysis;
  const bound = expect.throttles ?? expect.errors;
  const allowed = unknownExpectations.has('throttles') ? undefined : bound?.maxShare;
  return allowed !== undefined && share > allowed ? problem(code, details) : note(code, details);
}

export function functionThrottled(analysis: Analysis): readonly Finding[] {
  const refused = sumOf(analysis, 'lambda', 'Throttles');
  if (refused === null || refused.sum === 0) return [];
  const came = refused.sum + (sumOf(analysis, 'lambda', 'Invocations')?.sum ?? 0);
  const settings = lastObserved(analysis.evidence.aws, 'function');
  const limit =
    settings?.reservedConcurrency === undefined
      ? ''
      : ` It may run ${counted(settings.reservedConcurrency, 'invocation')} at once (reserved).`;
  return [
    told('function-throttled', analysis, refused.sum / came, {
      message: `Lambda throttled ${count(refused.sum)} of ${counted(came, 'invocation')} (${percent(refused.sum / came)}); the client saw ${count(analysis.totals.outcomes.throttled ?? 0)} throttled.${limit}`,
      advice:
        'Raise its concurrency to requests per second x seconds each takes, with some to spare, or shorten what each takes.',
      value: quantity(refused.sum / came, 'share'),
      shownBy: nonZero(analysis, 'lambda', 'Throttles', refused),
    }),
  ];
}

/** The client's throttles that the function does not account for; a gateway's 4XX holds its own. */
export function gatewayThrottled(analysis: Analysis): readonly Finding[] {
  const refused = sumOf(analysis, 'api-gateway', '4XXError');
  const byFunction = sumOf(analysis, 'lambda', 'Throttles')?.sum ?? 0;
  const seen = (analysis.totals.outcomes.throttled ?? 0) - byFunction;
  const throttled = Math.min(refused?.sum ?? 0, seen);
  if (refused === null || throttled <= 0) return [];
  const share = throttled / Math.max(1, analysis.totals.completed);
  return [
    told('gateway-throttled', analysis, share, {
      message: `API Gateway throttled about ${counted(throttled, 'request')} (${percent(share)}): the client saw them as throttled and no service behind it did.`,
      advice:
        'Raise the throttle of the stage or usage plan, or the account’s rate in this Region (10,000 requests/s by default).',
      value: quantity(share, 'share'),
      shownBy: nonZero(analysis, 'api-gateway', '4XXError', refused),
    }),
  ];
}

/** A serverless endpoint over its MaxConcurrency, or the runtime itself when asked directly. */
export function endpointThrottled(analysis: Analysis): readonly Finding[] {
  const { serving, record, totals } = analysis;
  const { way } = record.manifest.scenario;
  if (way === null) return [];
  const direct = way === 'sagemaker';
  if (serving.kind !== 'serverless' && !direct) return [];
  const refused = sumOf(analysis, 'sagemaker', 'Invocation4XXErrors');
  const failures =
    (totals.outcomes.throttled ?? 0) + (direct ? 0 : (totals.outcomes['server-error'] ?? 0));
  const throttled = Math.min(refused?.sum ?? 0, failures);
  if (refused === null || throttled <= 0) return [];
  const share = throttled / Math.max(1, totals.completed);
  const limit =
    serving.kind === 'serverless'
      ? `, over its ${counted(serving.limits.maxConcurrency, 'request')} at once`
      : '';
  return [
    told('endpoint-throttled', analysis, share, {
      message: `The endpoint turned away about ${counted(throttled, 'request')} (${percent(share)})${limit}.`,
      advice:
        serving.kind === 'serverless'
          ? 'Raise MaxConcurrency (200 at most), or use instances for a load as steady as this.'
          : 'Ask for a higher rate of InvokeEndpoint in Service Quotas, or send less.',
      value: quantity(share, 'share'),
      shownBy: nonZero(analysis, 'sagemaker', 'Invocation4XXErrors', refused),
    }),
  ];
}

export function spilledOver(analysis: Analysis): readonly Finding[] {
  const metric = 'ProvisionedConcurrencySpilloverInvocations';
  const spilled = sumOf(analysis, 'lambda', metric);
  if (spilled === null || spilled.sum === 0) return [];
  const served = sumOf(analysis, 'lambda', 'Invocations')?.sum ?? spilled.sum;
  const provisioned = lastObserved(analysis.evidence.aws, 'function')?.provisionedConcurrency;
  return [
    note('spilled-over', {
      message: `${count(spilled.sum)} of ${counted(served, 'invocation')} found no provisioned environment free${provisioned === undefined ? '' : ` of ${count(provisioned)}`} and went to ordinary ones, which may begin cold.`,
      advice: 'Provision more, or scale the provisioned concurrency on its utilization.',
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
