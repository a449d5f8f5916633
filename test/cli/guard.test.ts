import { PassThrough } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import { mayLoad } from '../../src/cli/guard.ts';
import { UserError } from '../../src/input/user-error.ts';
import { start } from './command.ts';

const EXPOSURE = {
  host: 'api.example.com',
  peakRps: 1_000,
  requests: 1_351_500,
  loadSeconds: 1_500,
  attempts: 1,
};
/** So that its cost is asked of nobody on the net. */
const NO_AWS = 'scaleproof.watch.endpointUrl=http://127.0.0.1:1';
const COST = '$2.10';

/** What is asked, and whether the load may go on, when somebody types `answer`. */
async function answering(answer: string) {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(`${answer}\n`);
  const may = await mayLoad(EXPOSURE, { yes: false, cost: COST }, { input, output });
  return { may, asked: String(output.read()) };
}

describe('before loading another machine', () => {
  it('shows host, peak rate, requests, duration and cost, and accepts y or yes', async () => {
    const { may, asked } = await answering('y');
    expect(may).toBe(true);
    expect(asked).toBe(
      'This loads api.example.com with up to 1,000 requests/s, 1,351,500 requests in 25:00, costing $2.10.\nContinue? [y/N] ',
    );
    expect((await answering(' YES ')).may).toBe(true);
  });

  it('says how often it may load when attempts may follow', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    input.end('n\n');
    await mayLoad({ ...EXPOSURE, attempts: 3 }, { yes: false, cost: COST }, { input, output });
    expect(String(output.read())).toContain('in 25:00, up to 3 times, costing $2.10.');
  });

  it.each(['', 'n', 'no', 'yikes', 'ye'])('treats %j as no', async (answer) => {
    expect((await answering(answer)).may).toBe(false);
  });

  it('does not ask with --yes', async () => {
    expect(await mayLoad(EXPOSURE, { yes: true, cost: null }, null)).toBe(true);
  });

  it('fails without a terminal, and names the option to add', async () => {
    await expect(mayLoad(EXPOSURE, { yes: false, cost: null }, null)).rejects.toThrow(UserError);
    await expect(mayLoad(EXPOSURE, { yes: false, cost: null }, null)).rejects.toThrow(
      /api\.example\.com.*Add --yes/,
    );
  });
});

test('`run` sends nothing to another machine without --yes, and exits with 2', async () => {
  const { finished } = start(
    ['run', 'wine', '--env', 'smoke', '--out', '/nowhere', '--set', NO_AWS],
    {
      // TEST-NET-1: nobody is there, and nobody must be asked.
      WINE_API_URL: 'http://192.0.2.1',
      WINE_ENDPOINT_NAME: 'wine',
      AWS_REGION: 'eu-west-1',
    },
  );
  const { code, stderr } = await finished;
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^This would load 192\.0\.2\.1, which is not this machine, with up to 5 requests\/s, 100 requests in 0:20, costing .*Add --yes/,
  );
});
