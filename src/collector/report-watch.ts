/** Watches SageMaker's own scaling reports. Without them nothing is lost but a second opinion: a failure is a gap. */
import { HIGH_RESOLUTION_PERIOD_SECONDS, METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import { News } from './news.ts';
import type { PollContext, Poller } from './poller.ts';
import { fetchReports, REPORTED, type ScalingReport } from './scaling-reports.ts';

/** CloudWatch keeps what is finer than a minute for three hours. */
const LOOK_BACK_MINUTES = 180;

export class ReportWatch {
  readonly #context: PollContext;
  readonly #poller: Poller;
  readonly #news = new News<ScalingReport>(
    ({ metric, timestampMs, labels }) => [metric, timestampMs, JSON.stringify(labels)].join('|'),
    ({ value }) => String(value),
  );
  readonly #startMs: number;

  constructor(context: PollContext, intervalMs: number) {
    this.#context = context;
    this.#startMs = context.sinceMs;
    this.#poller = context.poller({ api: 'QueryMetrics', intervalMs, poll: () => this.#poll() });
  }

  start(): Promise<void> {
    return this.#poller.start();
  }

  stop(): Promise<void> {
    return this.#poller.stop();
  }

  async #poll(): Promise<void> {
    const { watch, clients, now, awsTime, write } = this.#context;
    const minuteMs = Math.min(METRIC_PERIOD_SECONDS, watch.periodSeconds) * 1_000;
    const stepMs = (minuteMs * HIGH_RESOLUTION_PERIOD_SECONDS) / METRIC_PERIOD_SECONDS;
    const endMs = awsTime(now());
    const fromMs = Math.max(awsTime(this.#startMs), endMs - LOOK_BACK_MINUTES * minuteMs);
    const window = {
      // On the same steps at every poll, or each would date a report anew.
      startMs: Math.floor(fromMs / stepMs) * stepMs,
      endMs,
      stepSeconds: stepMs / 1_000,
    };
    for (const metric of REPORTED) {
      const reports = await fetchReports(clients.promQl, watch, metric, window, now());
      this.#news.of(reports).forEach(write);
    }
  }
}
