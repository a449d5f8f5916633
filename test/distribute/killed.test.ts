/** Processes that are killed, begin late, or have a wrong clock, all in one load. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  collectDuring,
  distribute,
  type Endpoint,
  importInto,
  SMALL_PLAN,
  startEndpoint,
  stopEndpoint,
  type WorkersRecord,
  writeScenario,
} from './distributed-run.ts';

let endpoint: Endpoint;
let scenario: string;
beforeAll(async () => {
  endpoint = await startEndpoint(['scaleproof.standIn.timeCompression=60']);
  scenario = writeScenario(endpoint, SMALL_PLAN);
});
afterAll(() => stopEndpoint(endpoint));

/** A clock that is 2 s ahead, in a process of its own. */
const AHEAD = `const now = Date.now; Date.now = () => now() + 2_000;`;

test('one is killed, one comes 5 s late, and the clock of one is 2 s ahead: each is named', async () => {
  const folder = await distribute(scenario, { workers: 4, engine: 'artillery' });
  const ahead = join(folder, 'ahead.mjs');
  writeFileSync(ahead, AHEAD);
  const script = join(folder, 'start.sh');
  const begin = (worker: number, env = '') => `${env} sh '${script}' ${worker} &`;
  const command = [
    // From here, not from when the test began: three loads of Artillery and a collector share this machine.
    'export SCALEPROOF_START_AT=$(( ($(date +%s) + 60) * 1000 ))',
    begin(1),
    begin(2),
    begin(4, `NODE_OPTIONS='--import ${ahead}'`),
    // Worker 2 dies amid the plan: it has left samples of some seconds, of the 12 that the plan takes.
    `until [ "$(cat '${folder}'/samples/worker-0002* 2>/dev/null | wc -l)" -ge 5 ]; do sleep 0.2; done`,
    `kill -KILL $(cat '${folder}/worker-2.pid')`,
    // Worker 3 begins to load its engine after the start.
    begin(3),
    'wait',
  ].join('\n');
  const run = await collectDuring(scenario, command, 4);
  const { verdict, code } = await importInto(run, folder);
  expect({ code, status: verdict.status }).toEqual({ code: 3, status: 'inconclusive' });
  const { problems } = JSON.parse(readFileSync(join(run, 'workers.json'), 'utf8')) as WorkersRecord;
  expect(problems.map(({ worker, kind }) => [worker, kind])).toEqual([
    [2, 'cut-off'],
    [3, 'late'],
    [4, 'early'],
  ]);
});
