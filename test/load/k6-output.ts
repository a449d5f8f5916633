/** What k6 writes as a worker of a distributed load, made up: its JSON output with the script's marks. */
import { leadInDueMs, leadInIterations } from '../../src/load/k6/stages.ts';
import { buildShare } from '../../src/load/plan.ts';

export const ZERO_MS = Date.UTC(2026, 10, 22, 8);
export const PHASES = [
  { name: 'load', durationSeconds: 3, startRps: 10, endRps: 10 },
  { name: 'rest', durationSeconds: 2, startRps: 0, endRps: 0 },
];

export function point(metric: string, atMs: number, value: number, tags: object = {}): string {
  // k6 writes nanoseconds.
  const fraction = String(Math.round((atMs % 1_000) * 1e6)).padStart(9, '0');
  const time = new Date(atMs).toISOString().replace(/\.\d+/, `.${fraction}`);
  return `${JSON.stringify({ metric, type: 'Point', data: { time, value, tags } })}\n`;
}

/** @param requests as many of its share as were sent */
export function k6Output(
  worker: number,
  workers: number,
  { requests, done = true }: { requests?: number; done?: boolean } = {},
): string {
  const share = buildShare(PHASES, worker, workers);
  const begun = point('replay_begun', ZERO_MS - 5_000, worker, {
    workers: String(workers),
    distribution: 'try',
    start_at_ms: String(ZERO_MS),
    timeout_ms: '10000',
    max_vus: '7',
  });
  const text = [begun, '{"type":"Metric","data":{"name":"replay_sent"},"metric":"replay_sent"}\n'];
  for (let iteration = worker - 1; iteration < leadInIterations(workers); iteration += workers) {
    text.push(point('replay_sent', ZERO_MS + leadInDueMs(iteration, workers), iteration));
  }
  let atMs = ZERO_MS;
  for (let own = 0; own < (requests ?? share.count); own += 1) {
    const iteration = leadInIterations(workers) + own * workers + worker - 1;
    atMs = ZERO_MS + share.intendedMs(own) + 1;
    text.push(point('replay_sent', atMs, iteration));
    atMs += 20;
    text.push(point('replay_ended', atMs, iteration, { outcome: 'correct', status: '200' }));
    text.push(point('replay_clock_low', atMs, -4), point('replay_clock_high', atMs, 8));
  }
  if (done) text.push(point('replay_done', atMs + 5, worker));
  return text.join('');
}
