/** `scaleproof local` for scripts: one line of JSON, and variables for a shell's `eval`. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const SCALEPROOF = 'bin/scaleproof.js';
const execute = promisify(execFile);

const local = spawn(process.execPath, [SCALEPROOF, 'local', 'wine', '--port', '0', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
afterAll(async () => {
  local.kill();
  if (local.exitCode === null) await once(local, 'exit');
});
const [line] = (await once(local.stdout.setEncoding('utf8'), 'data')) as [string];
const listening = JSON.parse(line);

test('--json says where it listens, and gives a prediction that it repeats', async () => {
  expect(listening).toMatchObject({
    url: `http://127.0.0.1:${listening.port}`,
    endpointName: 'wine-xgboost',
    metricPeriodSeconds: 5,
    environment: { AWS_ENDPOINT_URL: listening.url, AWS_REGION: 'us-east-1' },
  });
  const { request, response } = listening.prediction;
  const { url, method, headers, body } = request;
  const answer = await fetch(url, { method, headers, body });
  expect({ status: answer.status, body: await answer.text() }).toEqual(response);
  expect(response.body).toContain('Your Wine class is Cultivar');
});

test('--export prints what a shell evaluates', async () => {
  const command = `eval "$("${process.execPath}" ${SCALEPROOF} local --export --port ${listening.port})"; env`;
  const { stdout } = await execute('sh', ['-c', command], {
    env: { ...process.env, AWS_PROFILE: 'production', AWS_SESSION_TOKEN: 'of a real account' },
  });
  expect(stdout).toContain(`AWS_ENDPOINT_URL=${listening.url}\n`);
  expect(stdout).toContain('AWS_ACCESS_KEY_ID=local\n');
  expect(stdout).not.toMatch(/AWS_PROFILE|AWS_SESSION_TOKEN/);
});

test('--export prints nothing for a stand-in that is not there', async () => {
  // Port 1 is reserved, and nothing listens on it.
  await expect(
    execute(process.execPath, [SCALEPROOF, 'local', '--export', '--port', '1']),
  ).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^Nothing listens on http:\/\/127\.0\.0\.1:1; start one with/),
  });
});
