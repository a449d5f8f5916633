import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRecording } from '../../src/recordings/read-recording.ts';
import { start as startStandIn } from '../local/running.ts';
import { type Started, scaleproof, start } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-record-'));
const started: Started[] = [];
afterAll(async () => {
  for (const { process } of started) process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function settingsFor(url: string): string[] {
  return [
    'scaleproof.standIn=',
    `scaleproof.watch={ endpointName: wine, endpointUrl: "${url}", pollSeconds: 0.2, metricPollSeconds: 0.4 }`,
  ].flatMap((setting) => ['--set', setting]);
}

const answersOf = (out: string) => readFileSync(join(out, 'answers.ndjson'), 'utf8');

test.concurrent('records, replaces names, and the recording answers as AWS did', async () => {
  const { url } = await startStandIn();
  const out = join(folder, 'new', 'a');
  const { code, stdout, stderr } = await scaleproof(
    ...['record', 'wine', '--env', 'local', ...settingsFor(url), '--for', '2s', '--out', out],
  );
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'Recording what AWS answers of wine for 2 s; Ctrl-C ends it and keeps what is there.\n',
  });
  expect(stdout).toMatch(/^Recorded \d+ answers in 0:0\d: /);
  expect(stdout).toMatch(/\n +1 {2}endpoint\n/);
  expect(readdirSync(out)).toEqual(['answers.ndjson', 'recording.json']);
  const { recording, exchanges } = readRecording(out);
  // The stand-in's minute takes a second, which its alarm tells.
  expect(recording).toMatchObject({
    from: 'stand-in',
    timeCompression: 60,
    watch: { endpointName: 'endpoint-1', variantName: 'variant-1' },
  });
  expect(recording.watch).not.toHaveProperty('endpointUrl');
  expect(new Set(exchanges.map(({ operation }) => operation))).toContain('GetMetricData');
  expect(answersOf(out)).not.toMatch(/AllTraffic|123456789012|127\.0\.0\.1|"wine|Authorization/);

  const local = start(['local', '--recording', out, '--port', '0', '--json']);
  started.push(local);
  await local.shown('\n');
  local.process.kill('SIGTERM');
  const { code: ended, stdout: line } = await local.finished;
  expect(ended).toBe(0);
  expect(JSON.parse(line)).toMatchObject({ recording, folder: out });
});

test.concurrent('Ctrl-C ends it and keeps what is there', async () => {
  const { url } = await startStandIn();
  const out = join(folder, 'b');
  const recording = start([
    'record',
    'wine',
    '--env',
    'local',
    ...settingsFor(url),
    '--for',
    '1h',
    '--out',
    out,
    '-q',
  ]);
  started.push(recording);
  // Made once the endpoint has been looked up.
  while (!existsSync(out)) await new Promise((resolve) => setTimeout(resolve, 20));
  recording.process.kill('SIGINT');
  const { code, stdout, stderr } = await recording.finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Recorded ');
  expect(readRecording(out).exchanges.length).toBeGreaterThan(0);
});

test.concurrent.each([
  [['--env', 'local'], 'Say how long to record: add --for 20m.'],
  [['--env', 'local', '--for', '7h'], '--for: a recording lasts 6 hours at most'],
  [['--env', 'local', '--for', '1s'], 'starts its own stand-in'],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await scaleproof('record', 'wine', ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test.concurrent('a folder that exists is left alone', async () => {
  const { url } = await startStandIn();
  const { code, stderr } = await scaleproof(
    ...['record', 'wine', '--env', 'local', ...settingsFor(url), '--for', '1s', '--out', folder],
  );
  expect(code).toBe(2);
  expect(stderr).toContain('already exists, and a recording is not added to another');
});

test.concurrent('an endpoint that is not there leaves no folder', async () => {
  const out = join(folder, 'c');
  const { code, stderr } = await scaleproof(
    ...['record', 'wine', '--env', 'local', ...settingsFor('http://127.0.0.1:1')],
    ...['--for', '1s', '--out', out],
  );
  expect(code).toBe(2);
  expect(stderr).not.toContain('    at ');
  expect(existsSync(out)).toBe(false);
});
