/** The examples for CI systems, run as these would: their shell steps in order, night after night. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { STAND_IN } from '../reliability/quick-settings.ts';

const HISTORY = '.scaleproof/history.ndjson';

/** A scenario that scales out on its own stand-in within seconds. */
const SCENARIO = stringify({
  config: {
    environments: {
      local: {
        phases: [
          { duration: 2, arrivalRate: 10, rampTo: 60 },
          { duration: 10, arrivalRate: 60 },
        ],
        scaleproof: {
          watch: { endpointName: 'wine-xgboost', pollSeconds: 0.4, metricPollSeconds: 0.6 },
          expect: { errors: { maxShare: 0.01 }, generatorLag: { p99Ms: 5_000 } },
          settle: { maxSeconds: 30 },
          standIn: STAND_IN,
        },
      },
    },
  },
  scenarios: [{ name: 'quick', engine: 'replay', flow: [{ replay: { system: 'wine' } }] }],
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A fresh checkout of a team's repository, with the packages installed, and the cache of the night before. */
function checkout(cache: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'scaleproof-ci-'));
  folders.push(folder);
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'scenarios/quick.yml'), SCENARIO);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(resolve('bin/scaleproof.js'), join(folder, 'node_modules/.bin/scaleproof'));
  if (cache !== null) {
    mkdirSync(dirname(join(folder, HISTORY)), { recursive: true });
    cpSync(cache, join(folder, HISTORY));
  }
  return folder;
}

interface Night {
  readonly folder: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

const SETTINGS = { SCENARIO: 'quick', ENVIRONMENT: 'local', SCALEPROOF_HISTORY: HISTORY };

/** As both CI systems and most others do: each line must succeed. */
function shell(folder: string, script: string, more: NodeJS.ProcessEnv = {}): Night {
  const { SCALEPROOF_CONFIG: _, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: '1', ...SETTINGS, LABEL: 'nightly', ...more };
  const { stdout, stderr, status } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { folder, stdout, stderr, status };
}

interface Step {
  readonly name?: string;
  readonly run?: string;
}

function githubNight(cache: string | null, commit: string): Night & { readonly summary: string } {
  const workflow = parse(readFileSync('examples/ci/github-actions.yml', 'utf8'));
  const steps: Step[] = workflow.jobs.nightly.steps;
  const folder = checkout(cache);
  const summaryFile = join(folder, 'summary.md');
  const ran = steps
    .filter(({ name, run }) => run !== undefined && name !== 'Install' && !name?.startsWith('Open'))
    .map(({ run }) =>
      shell(folder, run!, {
        GITHUB_ACTIONS: 'true',
        GITHUB_SHA: commit,
        GITHUB_STEP_SUMMARY: summaryFile,
      }),
    );
  expect(ran).toHaveLength(2);
  return {
    folder,
    stdout: ran.map(({ stdout }) => stdout).join(''),
    stderr: ran.map(({ stderr }) => stderr).join(''),
    status: Math.max(...ran.map(({ status }) => status ?? 99)),
    summary: readFileSync(summaryFile, 'utf8'),
  };
}

describe('GitHub Actions', () => {
  test('the second night finds the first in the cache, and is compared with it', () => {
    const first = githubNight(null, 'a'.repeat(40));
    expect(first).toMatchObject({ status: 0 });
    expect(first.summary).toContain('## ✓ PASS');
    expect(first.stdout).toContain('Insufficient history: 1 night of 6');
    expect(existsSync(join(first.folder, 'junit.xml'))).toBe(true);

    const second = githubNight(join(first.folder, HISTORY), 'b'.repeat(40));
    expect(second).toMatchObject({ status: 0 });
    expect(second.stdout).toContain('Insufficient history: 2 nights of 6');
    expect(second.stdout).toMatch(/^Provisioning +[\d.]+ s +[\d.]+ s/m);
    const entries = readFileSync(join(second.folder, HISTORY), 'utf8').trim().split('\n');
    expect(entries.map((line) => JSON.parse(line).commit)).toEqual([
      'a'.repeat(40),
      'b'.repeat(40),
    ]);
  });
});

describe('the others', () => {
  test('GitLab', () => {
    const job = parse(readFileSync('examples/ci/gitlab-ci.yml', 'utf8'))['does-it-scale'];
    const night = shell(checkout(null), job.script.join('\n'));
    expect(night).toMatchObject({ status: 0 });
    expect(night.stdout).toContain('Insufficient history: 1 night of 6');
  });

  test('a plain shell, whose flags go to the run', () => {
    const script = resolve('examples/ci/nightly.sh');
    const night = shell(checkout(null), `${script} --set scaleproof.expect.errors.maxShare=0.5`);
    expect(night).toMatchObject({ status: 0 });
    expect(night.stdout).toContain('Insufficient history: 1 night of 6');
  });

  test('a run that fails decides, whatever its history', () => {
    const script = resolve('examples/ci/nightly.sh');
    const never = "--set 'scaleproof.expect.latency={ percentile: 50, maxMs: 1, over: run }'";
    const night = shell(checkout(null), `${script} ${never}`);
    expect([night.status, night.stderr]).toEqual([1, expect.any(String)]);
  });
});
