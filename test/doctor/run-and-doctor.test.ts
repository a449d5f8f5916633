/** What `run` refuses before it loads an endpoint, `doctor` calls a problem. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { priceTable } from '../../src/cost/prices.ts';
import { examine } from '../../src/doctor/examine.ts';
import { UserError } from '../../src/input/user-error.ts';
import { run } from '../../src/run/run.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { start } from '../local/running.ts';
import { scenarioAt } from './scenarios.ts';

const parent = mkdtempSync(join(tmpdir(), 'refused-'));
/** As `reports/` in a folder without one. */
const out = join(parent, 'reports');
afterAll(() => rmSync(parent, { recursive: true }));

const POLICY = { minCapacity: 1, maxCapacity: 4, targetPerMinute: 24_000 };

interface Refused {
  readonly what: string;
  readonly standIn: StandInInput;
  readonly set: readonly string[];
  /** What `--set` cannot change. */
  readonly changed?: Partial<ResolvedScenario>;
  /** Of doctor. */
  readonly item: string;
  readonly message: RegExp;
}

const REFUSED: readonly Refused[] = [
  {
    what: 'more instances in service than it is to start from',
    standIn: { initialInstances: 2, policy: POLICY },
    set: [],
    item: 'start',
    message: /expects to start from 1 instance, but 2 are in service now\./,
  },
  {
    what: 'as many in service as are to come',
    standIn: { initialInstances: 3, policy: POLICY },
    set: ['scaleproof.expect.scaledOut={ atLeastInstances: 3, withinSeconds: 75 }'],
    item: 'start',
    message: /3 instances in service now already meet expect\.scaledOut\.atLeastInstances \(3\)/,
  },
  {
    what: 'a max capacity below what is expected',
    standIn: { policy: { ...POLICY, maxCapacity: 2 } },
    set: ['scaleproof.expect.reachedRate.minInstances=3'],
    item: 'target-value',
    message: /expects 3 instances, but max capacity is 2\./,
  },
  {
    what: 'a metric period that the alarm does not divide',
    standIn: { policy: POLICY },
    set: ['scaleproof.watch.periodSeconds=1.5'],
    item: 'period',
    message: /watch\.periodSeconds is 1\.5, but the scale-out alarm counts .* of 1 s/,
  },
  {
    what: 'an endpoint that does not exist',
    standIn: { policy: POLICY },
    set: ['scaleproof.watch.endpointName=other'],
    item: 'endpoint',
    message: /ndpoint "other"/,
  },
  {
    what: 'a variant that the endpoint does not have',
    standIn: { policy: POLICY },
    set: ['scaleproof.watch.variantName=Blue'],
    item: 'endpoint',
    message: /no variant "Blue"/,
  },
  {
    what: 'a dataset that cannot be read',
    standIn: { policy: POLICY },
    set: [],
    changed: { dataset: '/nowhere/wine.csv' },
    item: 'rows',
    message: /\/nowhere\/wine\.csv/,
  },
  {
    what: 'a target that nothing listens on',
    standIn: { policy: POLICY },
    set: [],
    changed: { target: 'http://127.0.0.1:1' },
    item: 'target',
    message: /127\.0\.0\.1/,
  },
  {
    what: 'AWS APIs that nothing answers for',
    standIn: { policy: POLICY },
    set: ['scaleproof.watch.endpointUrl=http://127.0.0.1:1'],
    item: 'aws',
    message: /http:\/\/127\.0\.0\.1:1/,
  },
];

describe.each(REFUSED)('$what', ({ standIn: settings, set, changed, item, message }) => {
  test('is refused by run and doctor alike', async () => {
    const standIn = await start(settings);
    const scenario = { ...(await scenarioAt(standIn.url, ...set)), ...changed };
    const refused = run({
      ...{ scenario, out, label: null, onProgress: () => {} },
      signal: new AbortController().signal,
    });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
    expect(readdirSync(parent)).toEqual([]);

    const report = await examine({
      ...{ scenario, env: process.env, now: Date.now },
      ...{ prices: priceTable(), livePrices: false },
    });
    const problems = report.items.filter(({ status }) => status === 'problem');
    expect(problems).toMatchObject([{ id: item, message: expect.stringMatching(message) }]);
  });
});
