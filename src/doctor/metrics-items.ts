/** Checks that metrics arrive, and how far this machine's clock is from AWS's. Pure. */
import { counted, milliseconds, seconds } from '../format/numbers.js';
import type { Answer } from './answer.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import { type RecentTraffic, WINDOW_MINUTES } from './recent-metrics.ts';

const METRICS = { id: 'metrics', group: 'Metrics and clock', title: 'Metrics' } as const;
const CLOCK = { id: 'clock', group: 'Metrics and clock', title: 'Clock' } as const;

/** Signatures of AWS are refused beyond this. */
const REFUSED_SECONDS = 300;
const NOTEWORTHY_SECONDS = 5;

export function metricsItem(
  traffic: Answer<RecentTraffic>,
  published: boolean | null,
  hasJustStarted: boolean,
): Item {
  if (!traffic.ok) return skipped(METRICS, `Not read: ${traffic.failure.message}.`);
  const { datapoints, invocations } = traffic.value;
  if (datapoints > 0) {
    const told = invocations === 0 ? 'zero traffic' : counted(invocations, 'invocation');
    return ok(
      METRICS,
      `${counted(datapoints, 'datapoint')} in ${WINDOW_MINUTES} minutes: ${told}.`,
    );
  }
  if (hasJustStarted) return ok(METRICS, 'None yet: the stand-in has just started.');
  const none = `No datapoint of Invocations in ${WINDOW_MINUTES} minutes`;
  if (published === false) {
    return warning(
      METRICS,
      `${none}, nor any in two weeks.`,
      'Check watch.endpointName, watch.variantName and watch.region, and send a request.',
    );
  }
  const next = 'Send it a few requests, and look again two minutes later.';
  return warning(METRICS, `${none}; that may be for want of traffic.`, next);
}

/** @param offset AWS minus this machine, ms; null when no answer told the time */
export function clockItem(offset: { offsetMs: number; plusMinusMs: number } | null): Item {
  if (offset === null) return skipped(CLOCK, 'No AWS response to compare clocks with.');
  const { offsetMs, plusMinusMs } = offset;
  const apart = Math.abs(offsetMs) / 1_000;
  // The offset lies anywhere within its interval: one that holds 0 is no offset that was seen.
  if (Math.abs(offsetMs) <= plusMinusMs) {
    return ok(
      CLOCK,
      `In step with AWS, to within ${milliseconds(Math.ceil(plusMinusMs + Math.abs(offsetMs)))}.`,
    );
  }
  const way = offsetMs > 0 ? 'behind' : 'ahead of';
  const message = `This machine is ${seconds(apart)} ± ${seconds(plusMinusMs / 1_000)} ${way} AWS`;
  if (apart < NOTEWORTHY_SECONDS) return ok(CLOCK, `${message}, which a report corrects.`);
  const next = 'Set this clock by NTP.';
  if (apart < REFUSED_SECONDS) return warning(CLOCK, `${message}.`, next);
  return problem(CLOCK, `${message}, and AWS refuses signatures that old.`, next);
}
