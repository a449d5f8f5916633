import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../src/record/read.ts';
import { onlyRun, start, temporaryDirectory } from '../cli/command.ts';
import { startHostileFront } from './hostile-front.ts';
import { filesUnder, PLANTED, plantedEnvironment, secretsIn, secretsUnder } from './planted.ts';

const directory = temporaryDirectory();
const env = plantedEnvironment(directory);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Four seconds of load, and polls often enough to meet every error more than once. */
const QUICK = [
  'phases=[{ name: hold, duration: 4, arrivalRate: 5 }]',
  'scaleproof.expect={ errors: { maxShare: 0.01 } }',
  'scaleproof.watch.pollSeconds=0.3',
  'scaleproof.watch.metricPollSeconds=0.5',
  'scaleproof.settle.maxSeconds=1',
].flatMap((setting) => ['--set', setting]);

/** The AWS APIs and the prediction API on this machine, in a process of their own. */
async function startLocal(
  scenario: string,
): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const local = start(['local', scenario, '--port', '0'], env);
  // Also when the test fails midway.
  onTestFinished(() => void local.process.kill('SIGKILL'));
  let shown = '';
  local.process.stdout!.on('data', (text: string) => {
    shown += text;
  });
  await local.shown(/AWS_ENDPOINT_URL/);
  return {
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(shown)![0],
    stop: () => {
      local.process.kill('SIGTERM');
      return local.finished;
    },
  };
}

test('the search finds a secret in any encoding', () => {
  const secret = PLANTED.environmentToken;
  for (const text of [
    `x${secret}y`,
    encodeURIComponent(secret),
    Buffer.from(`a${secret}b`).toString('base64'),
    Buffer.from(`ab${secret}`).toString('base64url'),
    Buffer.from(`abc${secret}def`).toString('base64'),
    JSON.stringify({ secret }),
  ]) {
    expect(secretsIn(text)).toEqual(['environmentToken']);
  }
  expect(secretsIn('authorization: aws4-hmac-sha256 Signature=0')).toHaveLength(2);
  expect(secretsIn('nothing')).toEqual([]);
});

describe.each([
  ['wine', 'http'],
  ['dog-a', 'lambda'],
])(
  '%s, loaded by way %s, with secrets in the environment and errors that quote requests',
  (scenario) => {
    test('no secret, signature or token in any file or on any screen; only dummies on the wire', async () => {
      const { stop, url } = await startLocal(scenario);
      let refusesPrediction = () => true;
      const front = await startHostileFront(url, ({ headers, url = '' }, number) => {
        const operation = String(headers['x-amz-target'] ?? '');
        if (/DescribeEndpoint$/.test(operation)) return false;
        if (operation !== '' || !/invocations|DummyStage/.test(url)) return number % 2 === 0;
        return refusesPrediction();
      });
      const out = join(directory, scenario);
      mkdirSync(out);
      const aimed = [
        ...['--set', 'scaleproof.standIn='],
        ...['--set', `target=${front.url}`],
        ...['--set', `scaleproof.watch.endpointUrl=${front.url}`],
      ];
      const doctor = await start(['doctor', scenario, ...aimed], env).finished;
      const check = await start(['check', scenario, '--row', '1', '--json', ...aimed], env)
        .finished;
      // Of the preflight most are answered, or there would be no load.
      let predictions = 0;
      refusesPrediction = () => ++predictions % 4 === 0;
      const kept = join(directory, `${scenario}-history`);
      const record = ['--record', '--history', join(kept, 'history.ndjson')];
      const run = await start(['run', scenario, '--out', out, ...record, ...aimed, ...QUICK], env)
        .finished;
      await start(['history', 'page', ...record.slice(1)], env).finished;
      const report = await start(['report', onlyRun(out)], env).finished;
      await front.close();
      await stop();

      for (const [name, { stdout, stderr }] of Object.entries({ doctor, check, run, report })) {
        expect(secretsIn(stdout), `${name}, stdout`).toEqual([]);
        expect(secretsIn(stderr), `${name}, stderr`).toEqual([]);
      }
      expect(secretsUnder(out)).toEqual([]);
      expect(secretsUnder(kept)).toEqual([]);
      expect(filesUnder(kept)).toHaveLength(2);
      // All of it has happened: errors that quote, recorded as gaps, shown by check, a load, reports.
      expect(front.quoted()).toBeGreaterThan(10);
      const { aws, load } = await readRun(onlyRun(out));
      const gaps = aws.filter((event) => event.type === 'gap');
      expect(gaps.map(({ message }) => message).join()).toContain('(redacted)');
      expect(check.stdout).toContain('HTTP 403: ');
      expect(load.at(-1)).toMatchObject({ type: 'end', sent: 20 });
      const failures = load.filter((event) => event.type === 'failure');
      expect(failures.map(({ body }) => body).join()).toContain('(redacted)');
      expect(report.stdout).toContain('HTTP 403: row ');
      const names = filesUnder(out).map((file) => file.slice(onlyRun(out).length + 1));
      expect(names).toEqual(expect.arrayContaining(['engine.log', 'report.html', 'manifest.json']));

      const signed = front.arrivals.filter(({ headers }) => headers.authorization !== undefined);
      expect(signed.length).toBeGreaterThan(20);
      for (const { headers, url } of front.arrivals) {
        const { authorization = 'Credential=local/' } = headers;
        expect(authorization).toContain('Credential=local/');
        expect(headers).not.toHaveProperty('x-amz-security-token');
        // Signature and all belong there; the planted secrets do not.
        const head = JSON.stringify(headers) + url;
        expect(secretsIn(head).filter((what) => what in PLANTED)).toEqual([]);
      }
    });
  },
);
