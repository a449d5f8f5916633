/** Checks that CloudWatch has recent metrics, and this machine's clock offset from AWS. Pure. */
import { counted, milliseconds, seconds } from '../format/numbers.js';
import type { Answer } from './answer.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import { type RecentTraffic, WINDOW_MINUTES } from './recent-metrics.ts';

const METRICS = { id: 'metrics', group: 'Metrics and clock', title: 'Metrics' } as const;
const CLOCK = { id: 'clock', group: 'Metrics and clock', title: 'Clock' } as const;

/** AWS rejects signatures beyond this offset. */
const REJECTED_SECONDS = 300;
const NOTEWORTHY_SECONDS = 5;

export function metricsItem(
  traffic: Answer<RecentTraffic>,
  published: boolean | null,
  hasJustStarted: boolean,
): Item {
  if (!traffic.ok) return skipped(METRICS, `Could not be read: ${traffic.failure.message}.`);
  const { datapoints, invocations } = traffic.value;
  if (datapoints > 0) {
    const summary = invocations === 0 ? 'zero traffic' : counted(invocations, 'invocation');
    return ok(
      METRICS,
      `${counted(datapoints, 'datapoint')} in ${WINDOW_MINUTES} minutes: ${summary}.`,
    );
  }
  if (hasJustStarted) return ok(METRICS, 'None yet: the stand-in has just started.');
  const none = `No datapoint of Invocations in ${WINDOW_MINUTES} minutes`;
  if (published === false) {
    return warning(
      METRICS,
      `${none}, and none in two weeks.`,
      'Check watch.endpointName, watch.variantName and watch.region, then send a request.',
    );
  }
  const next = 'Send a few requests and run doctor again two minutes later.';
  return warning(METRICS, `${none}; the endpoint may have had no traffic.`, next);
}

/** @param offset AWS minus this machine, ms; null without an AWS response */
export function clockItem(offset: { offsetMs: number; plusMinusMs: number } | null): Item {
  if (offset === null) return skipped(CLOCK, 'No AWS response to compare clocks with.');
  const { offsetMs, plusMinusMs } = offset;
  const apart = Math.abs(offsetMs) / 1_000;
  // An interval that contains 0 shows no offset.
  if (Math.abs(offsetMs) <= plusMinusMs) {
    return ok(
      CLOCK,
      `In sync with AWS to within ${milliseconds(Math.ceil(plusMinusMs + Math.abs(offsetMs)))}.`,
    );
  }
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  const message = `This machine is ${seconds(apart)} ± ${seconds(plusMinusMs / 1_000)} ${direction} AWS`;
  if (apart < NOTEWORTHY_SECONDS) return ok(CLOCK, `${message}; reports correct for it.`);
  const next = 'Synchronize the clock with NTP.';
  if (apart < REJECTED_SECONDS) return warning(CLOCK, `${message}.`, next);
  return problem(CLOCK, `${message}; AWS rejects requests with that much clock skew.`, next);
}
