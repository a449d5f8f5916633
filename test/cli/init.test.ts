import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test, vi } from 'vitest';
import { initScenario } from '../../src/cli/init-scenario.ts';
import { scaleproof } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-init-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FLAGS = { quiet: false, force: false, json: false } as const;

test('writes what its flags say and ends with the next command', async () => {
  const dir = join(folder, 'flags');
  const request = join(folder, 'request.txt');
  const response = join(folder, 'response.json');
  writeFileSync(request, `curl https://api.example.com/v1 -d '{"text":"fine"}'`);
  writeFileSync(response, '{"label":"positive"}');
  const args = ['init', 'reviews', '--request', request, '--response', response, '--dir', dir];
  const { code, stdout, stderr } = await scaleproof(...args, '--endpoint', 'e');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('The module reads the response you pasted as correct.');
  expect(stdout).toContain('export AWS_REGION=');
  expect(stdout).toMatch(/\n {2}npx scaleproof check \S+reviews\.yml --env smoke\n$/);

  const again = await scaleproof(...args);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(
    /reviews\.yml, .* exists already; choose another name, or add --force/,
  );
  const forced = await scaleproof(...args, '--force', '--json');
  expect(JSON.parse(forced.stdout)).toMatchObject({
    files: expect.arrayContaining([join(dir, 'reviews.ts')]),
    variables: ['REVIEWS_ENDPOINT_NAME', 'AWS_REGION'],
    next: expect.stringContaining('check'),
  });
});

test('asks for what no flag says', async () => {
  const dir = join(folder, 'asked');
  const input = new PassThrough();
  const output = new PassThrough();
  const shown = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  input.end(
    [
      ...['reviews', '', 'POST /v1 HTTP/1.1', 'Host: h.example', '', '{"text":', '"fine"}', '.'],
      ...['{"label":"positive"}', '.', '', 'reviews-prod', '250', ''],
    ].join('\n'),
  );
  const code = await initScenario(null, { ...FLAGS, dir }, { input, output });
  shown.mockRestore();
  expect(code).toBe(0);
  const scenario = readFileSync(join(dir, 'scenarios', 'reviews.yml'), 'utf8');
  expect(scenario).toContain('target: https://h.example');
  expect(scenario).toContain('endpointName: reviews-prod');
  expect(scenario).toContain('rampTo: 250');
  expect(readFileSync(join(dir, 'reviews.csv'), 'utf8')).toBe('text,label\nfine,positive\n');
});

test.each([
  ['as an answer', ['none'], {}],
  ['by Enter, where the API is not on AWS', [''], {}],
  ['by flag', [], { endpoint: 'none' }],
])('watches nothing where told so: %s', async (where, answer, flags) => {
  const dir = join(folder, where.replaceAll(' ', '-'));
  const input = new PassThrough();
  const output = new PassThrough();
  const shown = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const lines = ['', 'curl http://h.example -d text', '.', 'positive', '.', '', ...answer, '', ''];
  input.end(lines.join('\n'));
  const code = await initScenario('reviews', { ...FLAGS, ...flags, dir }, { input, output });
  shown.mockRestore();
  expect(code).toBe(0);
  expect(String(output.read())).toMatch(
    answer.length === 0 ? /^(?!.*SageMaker endpoint)/s : /"none" to watch nothing/,
  );
  const scenario = readFileSync(join(dir, 'scenarios', 'reviews.yml'), 'utf8');
  expect(scenario).toContain('watch: none');
  expect(scenario).not.toMatch(/scaledOut|converged|settle/);
});

test('Enter reads the endpoint from the environment, where the API is on AWS', async () => {
  const { scenario, asked } = await answered(
    'curl https://x.execute-api.eu-west-1.amazonaws.com/p -d text',
    ...['.', 'positive', '.', '', '', ''],
  );
  expect(asked).toContain('or empty to read it from the environment');
  expect(scenario).toContain('$env.REVIEWS_ENDPOINT_NAME');
});

test('reminds once of what ends pasted text, asks for a path, and says what it took as the label', async () => {
  const { asked, said } = await answered(
    ...['{"text":', '', '', '"fine"}', '.', '{"result":{"class":"good"}}', '.'],
    ...['http://h.example/v1', '', ''],
  );
  expect(asked.match(/\(a line with only a dot ends it\)/g)).toHaveLength(1);
  expect(asked).toContain('URL of the API, with its path');
  expect(said).toContain('It took result.class ("good") as the label; --label-at PATH');
});

/** Answers after the scenario's name and system. */
async function answered(...lines: string[]) {
  const dir = mkdtempSync(join(folder, 'answered-'));
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  input.end(['', ...lines].join('\n'));
  await initScenario('reviews', { ...FLAGS, dir }, { input, output });
  const said = shown.mock.calls.join('');
  shown.mockRestore();
  const scenario = readFileSync(join(dir, 'scenarios', 'reviews.yml'), 'utf8');
  return { scenario, asked: String(output.read()), said };
}

test('without a terminal, says which flags are missing', async () => {
  const { code, stderr } = await scaleproof('init');
  expect(stderr).toMatch(/`scaleproof init NAME`, or run in a terminal/);
  expect(code).toBe(2);
});
