/** A load sent by several real processes, through the commands that a user types: distribute, collect, import. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { WorkersRecord } from '../../src/record/workers-record.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { type Finished, type Started, scaleproof, start } from '../cli/command.ts';

export interface Endpoint {
  readonly url: string;
  readonly process: Started;
}

/** A stand-in of its own, because the next load must find the instances it began with. */
export async function startEndpoint(settings: readonly string[]): Promise<Endpoint> {
  const sets = settings.flatMap((entry) => ['--set', entry]);
  const process = start(['local', 'wine', '--port', '0', '--json', ...sets]);
  let stdout = '';
  process.process.stdout!.on('data', (text: string) => {
    stdout += text;
  });
  await process.shown(/\n/);
  return { url: (JSON.parse(stdout) as { url: string }).url, process };
}

export async function stopEndpoint({ process }: Endpoint): Promise<void> {
  process.process.kill('SIGTERM');
  await process.finished;
}

export interface Plan {
  readonly phases: readonly object[];
  readonly expect: object;
}

/** Little, because every process of it shares two cores with its target. */
export const SMALL_PLAN: Plan = {
  phases: [
    { name: 'ramp', duration: 4, arrivalRate: 10, rampTo: 60 },
    { name: 'hold', duration: 8, arrivalRate: 60 },
  ],
  expect: {
    errors: { maxShare: 0.01 },
    accuracy: { minShare: 0.95 },
    // How fast this machine is must not decide these tests.
    generatorLag: { p99Ms: 2_000 },
  },
};

/** @returns the file of a scenario that loads and watches the endpoint. */
export function writeScenario({ url }: Endpoint, { phases, expect }: Plan): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'distributed-')), 'scenarios');
  mkdirSync(folder);
  const file = join(folder, 'wine-by-several.yml');
  const watch = { endpointName: 'wine-xgboost', endpointUrl: url, pollSeconds: 0.5 };
  const scenario = {
    config: {
      target: url,
      phases,
      engines: { replay: {} },
      scaleproof: {
        watch: { ...watch, metricPollSeconds: 1 },
        settle: { maxSeconds: 60 },
        expect,
      },
    },
    scenarios: [
      { name: 'wine-by-several', engine: 'replay', flow: [{ replay: { system: 'wine' } }] },
    ],
  };
  writeFileSync(file, stringify(scenario));
  return file;
}

/** @returns the folder that `distribute` wrote */
export async function distribute(
  scenario: string,
  { workers, engine }: { readonly workers: number; readonly engine: 'artillery' | 'k6' },
): Promise<string> {
  const out = join(scenario, '..', '..', 'distributed');
  const { code, stderr } = await scaleproof(
    ...['distribute', scenario, '--env', 'local', '--on', 'processes'],
    ...['--workers', String(workers), '--engine', engine, '--out', out],
  );
  if (code !== 0) throw new Error(`distribute: ${stderr}`);
  return join(out, readdirSync(out).at(-1)!);
}

/** Watches the endpoint while a command starts the workers. @returns the run directory */
export async function collectDuring(
  scenario: string,
  command: string,
  workers: number,
): Promise<string> {
  const out = join(scenario, '..', '..', 'reports');
  const { stderr } = await scaleproof(
    ...['collect', scenario, '--env', 'local', '--workers', String(workers)],
    ...['--during', command, '--out', out],
  );
  const runs = readdirSync(out);
  if (runs.length === 0) throw new Error(`collect: ${stderr}`);
  return join(out, runs.at(-1)!);
}

export interface Imported extends Finished {
  readonly verdict: Verdict;
}

export async function importInto(run: string, samples: string): Promise<Imported> {
  const finished = await scaleproof('import', samples, '--run', run, '--json');
  if (finished.stdout === '') throw new Error(`import: ${finished.stderr}`);
  return { ...finished, verdict: JSON.parse(finished.stdout) as Verdict };
}

export type { WorkersRecord };
