/** The CloudWatch datapoints of a made-up run, of each service on a request's way. */
import type { AwsEvent, Datapoint, MetricService } from '../../src/record/aws-events.ts';
import { type Knobs, PERIOD_SECONDS, T0 } from './synthetic-knobs.ts';

type Figure = readonly [MetricService, string, string, number];

export function syntheticMetrics(knobs: Knobs, inService: (second: number) => number): AwsEvent[] {
  const events: AwsEvent[] = [];
  for (let start = 0; start + PERIOD_SECONDS <= knobs.watchSeconds; start += PERIOD_SECONDS) {
    for (const [service, metric, stat, whole] of figures(knobs, start, inService)) {
      const value = knobs.metric(`${service}/${metric}`, start, whole);
      if (value === null) continue;
      events.push(...revisions(knobs, start, { service, metric, stat, value }));
    }
  }
  return events;
}

function figures(
  knobs: Knobs,
  start: number,
  inService: (second: number) => number,
): readonly Figure[] {
  let requests = 0;
  let perInstance = 0;
  let atOnce = 0;
  for (let second = start; second < start + PERIOD_SECONDS; second += 1) {
    if (second >= knobs.loadSeconds) continue;
    const sent = knobs.sent(second, knobs.planned(second));
    requests += sent;
    perInstance += sent / inService(second);
    atOnce = Math.max(atOnce, knobs.inFlight(second, sent));
  }
  return [
    ['sagemaker', 'InvocationsPerInstance', 'Sum', perInstance],
    ['sagemaker', 'Invocations', 'Sum', requests],
    ['sagemaker', 'Invocation4XXErrors', 'Sum', 0],
    ['sagemaker', 'ModelLatency', 'Average', knobs.serviceTimeMs(start)],
    ['sagemaker', 'OverheadLatency', 'Average', 2],
    ['lambda', 'Invocations', 'Sum', requests],
    ['lambda', 'Throttles', 'Sum', 0],
    ['lambda', 'ProvisionedConcurrencySpilloverInvocations', 'Sum', 0],
    ['lambda', 'ConcurrentExecutions', 'Maximum', atOnce],
    ['api-gateway', 'Count', 'Sum', requests],
    ['api-gateway', '4XXError', 'Sum', 0],
  ];
}

/** First half of it, then all of it, then, if watched for so long, the same once more: final. */
function revisions(
  knobs: Knobs,
  start: number,
  figure: Pick<Datapoint, 'service' | 'metric' | 'stat' | 'value'>,
): Datapoint[] {
  const seenAtMs = (delaySeconds: number) =>
    T0 + Math.min(knobs.watchSeconds, start + PERIOD_SECONDS + delaySeconds) * 1_000;
  const whole = {
    type: 'datapoint',
    unit: 'count',
    periodSeconds: PERIOD_SECONDS,
    timestampMs: T0 + start * 1_000 + knobs.offsetMs,
    ...figure,
  } as const;
  const delay = knobs.publishDelaySeconds;
  const revisions: Datapoint[] = [
    { ...whole, seenAtMs: seenAtMs(delay), value: figure.value / 2, revision: 0, final: false },
    { ...whole, seenAtMs: seenAtMs(delay + 1), revision: 1, final: false },
  ];
  if (start + PERIOD_SECONDS + delay + 15 <= knobs.watchSeconds) {
    revisions.push({ ...whole, seenAtMs: seenAtMs(delay + 15), revision: 1, final: true });
  }
  return revisions;
}
