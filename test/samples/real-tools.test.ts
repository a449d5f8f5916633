/** What the tools themselves write, against what they themselves sum up. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DurationSketch } from '../../src/record/sketch.ts';
import { type LoopbackServer, serve } from '../load/loopback-server.ts';
import { hasK6, hasVegeta, K6, VEGETA } from '../peers.ts';
import { type ReadLoad, readFile } from './tools/reading.ts';

const REQUESTS = 1_000;
const folder = mkdtempSync(join(tmpdir(), 'real-tools-'));
let server: LoopbackServer;

beforeAll(async () => {
  server = await serve((response, _request, number) => {
    // One in fifty each: throttled, an error, a broken connection, no answer at all.
    const kind = number % 50;
    if (kind === 9) return;
    if (kind === 7) {
      response.destroy();
      return;
    }
    const status = kind === 3 ? 503 : kind === 5 ? 429 : 200;
    setTimeout(() => response.writeHead(status).end('ok'), 5 + (number % 40));
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without blocking this process, which answers. */
function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`exit code ${code}`)),
    );
  });
}

/**
 * A sketch is within 1 % of the value of a rank, between some of which the tools interpolate.
 *
 * @param ranks how far away theirs may be, as a share of all
 */
function expectWithinOnePercent(
  sketch: DurationSketch,
  q: number,
  theirs: number,
  ranks = 1 / sketch.count,
): void {
  const [below, above] = [q - ranks, q + ranks].map((near) => sketch.quantile(near)!);
  expect(theirs).toBeGreaterThanOrEqual(below! * 0.99 - 0.01);
  expect(theirs).toBeLessThanOrEqual(above! * 1.01 + 0.01);
}

const totalOf = ({ samples }: ReadLoad) => samples.reduce((sum, { sent }) => sum + sent, 0);

describe.skipIf(!hasK6())('k6 (needs k6: set K6_BIN, or put it on the PATH)', () => {
  const SCRIPT = (origin: string) => `
    import http from 'k6/http';
    export const options = {
      scenarios: { all: { executor: 'shared-iterations', vus: 20, iterations: ${REQUESTS} } },
      summaryTrendStats: ['count', 'max', 'p(50)', 'p(95)', 'p(99)'],
    };
    export default () => { http.get('${origin}/?key=hush', { timeout: '2s' }); };
    export const handleSummary = (data) => ({ 'summary.json': JSON.stringify(data) });`;

  interface Metric {
    readonly values: Readonly<Record<string, number>>;
  }
  let metrics: Readonly<Record<string, Metric>>;

  beforeAll(async () => {
    writeFileSync(join(folder, 'script.js'), SCRIPT(server.origin));
    await run(K6, [
      ...['run', '--quiet', '--no-usage-report', '--address='],
      ...['--out', 'json=k6.json.gz', '--out', 'csv=k6.csv', 'script.js'],
    ]);
    metrics = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')).metrics;
  });

  test.each(['k6.json.gz', 'k6.csv'])('%s holds what its summary says', async (file) => {
    const load = (await readFile(join(folder, file)))!;
    const { values } = metrics.http_req_duration!;
    expect(load.end.sent).toBe(REQUESTS);
    expect(totalOf(load)).toBe(REQUESTS);
    expect(load.latency).toMatchObject({ count: values.count });
    expect(load.latency.max).toBeCloseTo(values.max!, 2);
    for (const [q, name] of [
      [0.5, 'p(50)'],
      [0.95, 'p(95)'],
      [0.99, 'p(99)'],
    ] as const) {
      expectWithinOnePercent(load.latency, q, values[name]!);
    }
    const { correct = 0 } = load.end.outcomes;
    // k6 counts a failed request under `passes`: its metric is a rate of failures.
    expect(REQUESTS - correct).toBe(metrics.http_req_failed!.values.passes);
    for (const outcome of ['throttled', 'server-error', 'timeout'] as const) {
      expect(load.end.outcomes[outcome]).toBeGreaterThan(0);
    }
    // On a connection that was used before, the tool tries again.
    expect(Object.keys(load.end.errors).filter((code) => !/^(EOF|ECONNRESET)$/.test(code))).toEqual(
      [],
    );
  });

  test('its JSON and its CSV tell the same', async () => {
    const [json, csv] = [
      (await readFile(join(folder, 'k6.json.gz')))!,
      (await readFile(join(folder, 'k6.csv')))!,
    ];
    expect(csv.end.outcomes).toEqual(json.end.outcomes);
    expect(json.start.tool?.timeResolutionMs).toBe(1e-6);
    expect(csv.start.tool?.timeResolutionMs).toBe(1_000);
    // Half a second off at most, and a second that begins elsewhere.
    expect(Math.abs(csv.start.planStartMs - json.start.planStartMs)).toBeLessThan(2_000);
  });

  test('iterations that it dropped are requests not sent', async () => {
    writeFileSync(
      join(folder, 'dropping.js'),
      `import http from 'k6/http';
       export const options = { scenarios: { all: { executor: 'constant-arrival-rate', rate: 200,
         timeUnit: '1s', duration: '1s', preAllocatedVUs: 1, maxVUs: 1 } } };
       export default () => { http.get('${server.origin}'); };
       export const handleSummary = (data) => ({ 'dropping-summary.json': JSON.stringify(data) });`,
    );
    await run(K6, [
      ...['run', '--quiet', '--no-usage-report', '--address='],
      ...['--out', 'json=dropping.json', 'dropping.js'],
    ]);
    const { end } = (await readFile(join(folder, 'dropping.json')))!;
    const { metrics: told } = JSON.parse(
      readFileSync(join(folder, 'dropping-summary.json'), 'utf8'),
    );
    expect(end.notSent).toEqual({ 'connection-limit': told.dropped_iterations.values.count });
    expect(end.planned).toBe(end.sent + told.dropped_iterations.values.count);
  });
});

describe.skipIf(!hasVegeta())(
  'vegeta (needs vegeta: set VEGETA_BIN, or put it on the PATH)',
  () => {
    interface Report {
      readonly requests: number;
      readonly status_codes: Readonly<Record<string, number>>;
      readonly latencies: Readonly<Record<string, number>>;
    }
    let report: Report;

    beforeAll(async () => {
      writeFileSync(join(folder, 'targets'), `GET ${server.origin}/?key=hush\n`);
      await run(VEGETA, [
        ...['attack', '-targets', 'targets', '-rate', '500', '-duration', `${REQUESTS / 500}s`],
        ...['-timeout', '2s', '-output', 'results.bin'],
      ]);
      for (const to of ['json', 'csv']) {
        await run(VEGETA, ['encode', '-to', to, '-output', `results.${to}`, 'results.bin']);
      }
      const said = execFileSync(VEGETA, ['report', '-type=json', 'results.bin'], { cwd: folder });
      report = JSON.parse(said.toString());
    });

    /** A 200 whose body did not arrive in time is none for us. */
    function brokenBodies(): number {
      const results = readFileSync(join(folder, 'results.json'), 'utf8').trimEnd().split('\n');
      return results
        .map((line) => JSON.parse(line))
        .filter(({ code, error }) => code === 200 && error !== '').length;
    }

    test.each(['results.json', 'results.csv'])('%s holds what its report says', async (file) => {
      const load = (await readFile(join(folder, file)))!;
      expect(load.end.sent).toBe(report.requests);
      expect(totalOf(load)).toBe(report.requests);
      const { outcomes } = load.end;
      expect((outcomes.correct ?? 0) + brokenBodies()).toBe(report.status_codes[200]);
      expect(outcomes.throttled).toBe(report.status_codes[429]);
      expect(outcomes['server-error']).toBe(report.status_codes[503]);
      expect((outcomes.timeout ?? 0) + (outcomes.network ?? 0) - brokenBodies()).toBe(
        report.status_codes[0],
      );
      expect(outcomes.timeout).toBeGreaterThan(0);
      expect(load.latency.max).toBeCloseTo(report.latencies.max! / 1e6, 2);
      // Its own percentiles are estimates, of a t-digest.
      for (const [q, name] of [
        [0.5, '50th'],
        [0.95, '95th'],
      ] as const) {
        expectWithinOnePercent(load.latency, q, report.latencies[name]! / 1e6, 0.01);
      }
    });

    test('its binary results are refused with the command that writes them as text', async () => {
      await expect(readFile(join(folder, 'results.bin'))).rejects.toThrow(
        "FILE: expected a load.ndjson, k6's JSON or CSV output, a JMeter JTL, or what `vegeta encode` writes, found vegeta's binary results; write them as text with `vegeta encode -to json RESULTS > results.json` and pass that.",
      );
    });
  },
);
