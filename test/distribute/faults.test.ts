/** What becomes of a worker's fault: real processes, broken while they send, and files broken afterwards. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasK6 } from '../peers.ts';
import {
  collectDuring,
  distribute,
  type Endpoint,
  importInto,
  SMALL_PLAN,
  startEndpoint,
  stopEndpoint,
  writeScenario,
} from './distributed-run.ts';

const PLANNED = 620;

let endpoint: Endpoint;
let scenario: string;
beforeAll(async () => {
  endpoint = await startEndpoint(['scaleproof.standIn.timeCompression=60']);
  scenario = writeScenario(endpoint, SMALL_PLAN);
});
afterAll(() => stopEndpoint(endpoint));

/** A copy of a distribution, whose samples are then changed. */
function copyOf(folder: string, change: (samples: string) => void): string {
  const copy = mkdtempSync(join(tmpdir(), 'faulty-'));
  cpSync(folder, copy, { recursive: true });
  change(join(copy, 'samples'));
  return copy;
}

const engines = hasK6() ? (['artillery', 'k6'] as const) : (['artillery'] as const);

describe.each(engines)('two processes of %s', (engine) => {
  let folder: string;
  let run: string;
  beforeAll(async () => {
    folder = await distribute(scenario, { workers: 2, engine });
    run = await collectDuring(scenario, `sh '${join(folder, 'start.sh')}'`, 2);
  });

  /** What importing a changed copy says of the load, into a copy of the run. */
  async function delivered(change: (samples: string) => void) {
    const into = mkdtempSync(join(tmpdir(), 'run-'));
    cpSync(run, into, { recursive: true });
    const { verdict, code } = await importInto(into, copyOf(folder, change));
    const { status, reason, message } = verdict.checks.find(({ id }) => id === 'load-delivered')!;
    return { code, status, reason, message, planned: verdict.load?.planned };
  }
  const fileOf = (samples: string, worker: number) =>
    join(samples, readdirSync(samples).find((name) => name.includes(`000${worker}`))!);
  /** Changes the text of the second worker's file, packed or not. */
  const rewrite = (change: (text: string) => string) => (samples: string) => {
    const file = fileOf(samples, 2);
    const isPacked = file.endsWith('.gz');
    const bytes = readFileSync(file);
    const text = change((isPacked ? gunzipSync(bytes) : bytes).toString('utf8'));
    writeFileSync(file, isPacked ? gzipSync(text) : text);
  };

  test('send the whole plan, and their samples are judged as one load', async () => {
    expect(await delivered(() => {})).toMatchObject({ status: 'pass', planned: PLANNED });
  });

  test.each<[string, string, (samples: string) => void, RegExp]>([
    ['a file is missing', 'worker-missing', (samples) => rmSync(fileOf(samples, 2)), /worker 2/i],
    [
      'a file is there twice',
      'worker-doubled',
      (samples) => cpSync(fileOf(samples, 2), `${fileOf(samples, 2).replace('000', 'copy-000')}`),
      /worker 2/i,
    ],
    ['a file holds its lines twice', 'worker-doubled', rewrite((text) => text + text), /worker 2/i],
    [
      'a file ends with half a line',
      'worker-cut-off',
      rewrite((text) => text.slice(0, Math.floor(text.length * 0.7))),
      /worker 2/i,
    ],
  ])('%s: inconclusive, with the worker', async (_what, reason, change, message) => {
    const seen = await delivered(change);
    expect(seen).toMatchObject({ status: 'inconclusive', reason, code: 3 });
    expect(seen.message).toMatch(message);
  });
});
