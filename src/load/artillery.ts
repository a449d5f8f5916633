/** Runs the load in an Artillery process, with the scenario as its script. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { clearStopRequest, requestStop } from './artillery-engine/stop-request.ts';
import { ENGINE_LOG, type LoadExit, type LoadProcess } from './load-process.ts';
import { workersFor } from './plan.ts';

const SCRIPT = 'artillery-script.json';
/**
 * Where Artillery finds the engine when Scaleproof is an installed package. In the repository
 * node_modules has a link to it, and this folder does not exist.
 */
export const ENGINES = fileURLToPath(new URL('../../engines', import.meta.url));
const STOP_TIMEOUT_MS = 10_000;

export function startArtillery(scenario: ResolvedScenario, directory: string): LoadProcess {
  const script = join(directory, SCRIPT);
  writeFileSync(script, `${JSON.stringify(toArtilleryScript(scenario), null, 2)}\n`);
  const log = openSync(join(directory, ENGINE_LOG), 'a');
  const child = spawn(process.execPath, [artilleryBinary(), 'run', '--quiet', script], {
    // Its own process group: this process handles Ctrl-C, so that the load ends with its last sample.
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ARTILLERY_DISABLE_TELEMETRY: 'true',
      NODE_PATH: [ENGINES, process.env.NODE_PATH].filter(Boolean).join(delimiter),
      SCALEPROOF_RUN_DIR: directory,
      SCALEPROOF_PARENT_PID: String(process.pid),
    },
  });
  closeSync(log);
  const exited = new Promise<LoadExit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null, meaning: null }));
    child.once('exit', (code, signal) => resolve({ code, signal, meaning: null }));
  });
  return {
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      try {
        requestStop(directory);
      } catch {
        // Without its run directory the engine cannot be asked to stop, and records nothing anyway.
        child.kill('SIGKILL');
      }
      // A hanging engine must not delay the verdict.
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(kill);
      clearStopRequest(directory);
    },
  };
}

/** What Node runs as Artillery. */
export function artilleryBinary(): string {
  return join(dirname(createRequire(import.meta.url).resolve('artillery/package.json')), 'bin/run');
}

/** @param distribution of a load that several processes send together, each with this script */
export function toArtilleryScript(scenario: ResolvedScenario, distribution?: Distribution): object {
  const { phases, replay } = scenario;
  const workers = distribution === undefined ? workersFor(phases, replay.rpsPerWorker) : 1;
  return {
    config: {
      target: scenario.target,
      // Artillery starts only workers that have arrivals, so n arrivals per second start up to n
      // workers. The engine takes the plan itself from below.
      phases: [{ duration: 1, arrivalRate: workers }],
      engines: { replay: scenario.replay },
      scaleproof: { phases, ...(distribution && { distribution }) },
    },
    scenarios: [
      {
        name: scenario.name,
        engine: 'replay',
        flow: [
          {
            replay: {
              system: scenario.system,
              ...(scenario.dataset ? { dataset: scenario.dataset } : {}),
              way: scenario.way,
              ...(scenario.way === 'http' ? {} : { region: scenario.region }),
              ...Object.fromEntries(Object.entries(scenario.address).filter(([, name]) => name)),
              // Only variable names; the process reads their values from its environment.
              headersFromEnvironment: scenario.headersFromEnvironment,
            },
          },
        ],
      },
    ],
  };
}
