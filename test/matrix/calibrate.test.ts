/** Calibrating from a run of a stand-in recovers its settings, within the tolerances that docs/capacity.md states. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Calibration, calibrate } from '../../src/capacity/calibrate/calibrate.ts';
import { recordedScenario } from '../../src/capacity/calibrate/recorded-scenario.ts';
import { calibratedScenario } from '../../src/capacity/calibrate/scenario-file.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import type { StandInConfig } from '../../src/scenario/stand-in-config.ts';
import { judge } from '../../src/verdict/judge.ts';
import { FUZZ_TIMES } from '../fuzz-times.ts';
import { CHOSEN, COMPRESSION, DRAWN, type KnownWorld } from './calibrated-worlds.ts';
import { runInVirtualTime } from './lab.ts';
import { type LabRun, scenarioOf } from './lab-scenario.ts';

/** Relative, and in the setting's own unit; a known value may be off by the larger of both. */
const TOLERANCES: Readonly<
  Record<string, { readonly share?: number; readonly absolute?: number }>
> = {
  publishDelaySeconds: { absolute: 10 },
  overheadMs: { share: 0.1, absolute: 4 },
  'instance.serviceTimeMs': { share: 0.08 },
  'instance.serviceTimeSigma': { absolute: 0.06 },
  'instance.concurrency': { share: 0.1 },
  'instance.queue': { share: 0.03, absolute: 2 },
  'instance.provisioningSeconds': { absolute: 8 },
  'instance.trafficDelaySeconds': { absolute: 10 },
  'instance.warmUpSeconds': { share: 0.2 },
  'instance.warmUpFactor': { share: 0.35 },
};
/** These a run may leave open; all others it must tell. */
const MAY_BE_UNKNOWN = [
  'routing',
  'instance.queue',
  'instance.trafficDelaySeconds',
  'instance.warmUpSeconds',
  'lambda.coldStartMs',
  'lambda.keepWarmSeconds',
];

const records = new Map<string, Promise<RunRecord>>();
function recordOf({ name, run }: KnownWorld): Promise<RunRecord> {
  const made = records.get(name) ?? runInVirtualTime(run);
  records.set(name, made);
  return made;
}

function truthOf({ run }: KnownWorld, key: string): unknown {
  const { standIn } = scenarioOf(run);
  const inner = (at: unknown, part: string) => (at as Record<string, unknown> | undefined)?.[part];
  return key.split('.').reduce<unknown>(inner, standIn);
}

/** Those whose settings differ most; `npm run test:all` takes all. */
const WORLDS = FUZZ_TIMES === 1 ? CHOSEN.slice(0, 3) : [...CHOSEN, ...DRAWN];

describe.each(WORLDS)('$name', (world) => {
  test('its settings are recovered', async () => {
    const { settings, timeCompression, scalingUnknown } = calibrate(await recordOf(world));
    expect(timeCompression).toBe(COMPRESSION);
    expect(scalingUnknown).toBe(false);
    expect(settings.length).toBeGreaterThan(20);
    for (const { key, value, evidence } of settings) {
      const truth = truthOf(world, key);
      if (value === null) {
        expect(MAY_BE_UNKNOWN, `${key}: ${evidence}`).toContain(key);
        continue;
      }
      const { share = 0, absolute = 0 } = TOLERANCES[key] ?? {};
      if (typeof truth !== 'number' || typeof value !== 'number') {
        expect(value, key).toBe(truth);
        continue;
      }
      expect(Math.abs(value - truth), `${key}: ${value}, truth ${truth}`).toBeLessThanOrEqual(
        Math.max(share * truth, absolute) + 1e-9,
      );
    }
  });
});

test('new instances that are slow at first are seen to be', async () => {
  const world = CHOSEN.find(({ name }) => name === 'slow at first')!;
  const { settings } = calibrate(await recordOf(world));
  const found = settings.filter(({ key }) => key.startsWith('instance.warmUp'));
  expect(found.map(({ value }) => value)).not.toContain(null);
  expect(found).toHaveLength(2);
});

test('a queue that filled is seen to have', async () => {
  const { settings } = calibrate(await recordOf(CHOSEN[0]!));
  expect(settings.find(({ key }) => key === 'instance.queue')!.value).not.toBeNull();
});

describe('nothing that only a stand-in knows is read', () => {
  const same = (record: RunRecord) => calibrate(record);

  test('without it, and with lies in its place, the result is the same', async () => {
    const record = await recordOf(CHOSEN[0]!);
    const told = same(record);
    const { manifest } = record;
    const { standIn: _, ...scenario } = manifest.scenario;
    expect(same({ ...record, truth: [], manifest: { ...manifest, scenario } })).toEqual(told);
    const lying = { ...scenario, standIn: { timeCompression: 99 } };
    const truth = record.truth.map((event) => ({ ...event, atMs: event.atMs + 1e6 }));
    expect(same({ ...record, truth, manifest: { ...manifest, scenario: lying } })).toEqual(told);
  });
});

describe('the scenario that is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calibrated-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function written(calibration: Calibration, record: RunRecord, environment = 'local') {
    const recorded = recordedScenario(record.manifest)!;
    const file = join(folder, `${environment}.yml`);
    writeFileSync(file, calibratedScenario(calibration, recorded, { environment }));
    return (asked: string) => resolveScenario({ scenario: file, environment: asked, env: {} });
  }

  test('resolves to the settings, phases and expectations of the run', async () => {
    const record = await recordOf(CHOSEN[0]!);
    const calibration = calibrate(record);
    const scenario = await (await written(calibration, record))('local');
    const standIn = scenario.standIn as unknown as StandInConfig;
    expect(standIn.timeCompression).toBe(COMPRESSION);
    for (const { key, value } of calibration.settings) {
      if (value === null) continue;
      const at = key.split('.').reduce<unknown>((one, part) => Object(one)[part], standIn);
      expect(at, key).toBe(value);
    }
    expect(scenario.phases.map(({ durationSeconds }) => durationSeconds)).toEqual([65, 30, 185]);
    expect(scenario.expect).toEqual(record.manifest.scenario.expect);
    expect(scenario.watch).toMatchObject({
      endpointName: 'iris',
      periodSeconds: 60,
      pollSeconds: 1,
    });
  });

  test('from a run on AWS it runs in real time, and in a twelfth of it', async () => {
    const record = await recordOf(CHOSEN[0]!);
    const calibration = { ...calibrate(record), timeCompression: 1 };
    const resolved = await written(calibration, record, 'calibrated');
    expect((await resolved('calibrated')).standIn!.timeCompression).toBe(1);
    const quick = await resolved('quick');
    // All of it is divided: what was 240 s is 20.
    expect(quick.standIn!.timeCompression).toBe(12);
    expect(quick.phases.map(({ durationSeconds }) => durationSeconds)).toEqual([5.5, 2.5, 15.5]);
    expect(quick.expect.scaledOut!.withinSeconds).toBe(20);
  });
});

test('a run on the calibrated stand-in has the same verdict and similar stages', async () => {
  const world = CHOSEN[0]!;
  const original = await recordOf(world);
  const standIn: Record<string, unknown> = {};
  for (const { key, value } of calibrate(original).settings) {
    if (value === null) continue;
    const [section, inner] = key.split('.') as [string, string | undefined];
    standIn[section] =
      inner === undefined ? value : { ...Object(standIn[section]), [inner]: value };
  }
  const { scaleproof } = world.run;
  const again: LabRun = {
    ...world.run,
    seed: 77,
    scaleproof: { ...scaleproof, standIn: { timeCompression: COMPRESSION, ...standIn } },
  };
  const [first, second] = [judge(original), judge(await runInVirtualTime(again))];
  expect(second.status).toBe(first.status);
  const outcomes = ({ checks }: typeof first) => checks.map(({ id, status }) => `${id} ${status}`);
  expect(outcomes(second)).toEqual(outcomes(first));
  expect(second.scalingEvents.map(({ toInstances }) => toInstances)).toEqual(
    first.scalingEvents.map(({ toInstances }) => toInstances),
  );
  const total = ({ scalingEvents }: typeof first) => scalingEvents[0]!.totalSeconds!;
  // One metric period, and what the polls leave open.
  expect(Math.abs(total(second) - total(first))).toBeLessThanOrEqual(60 / COMPRESSION + 2);
});
