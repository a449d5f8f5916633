/** Calibrates a stand-in from run directories, and writes the scenario. */
import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type Calibration, calibrate } from '../capacity/calibrate/calibrate.ts';
import { foundCapacity } from '../capacity/calibrate/found-capacity.ts';
import { recordedScenario } from '../capacity/calibrate/recorded-scenario.ts';
import { calibratedScenario } from '../capacity/calibrate/scenario-file.ts';
import { isCapacityTest, readCapacityResult } from '../capacity/read-result.ts';
import { CannotTellError } from '../input/cannot-tell-error.ts';
import { UserError } from '../input/user-error.ts';
import { type RunRecord, readRun } from '../record/read.ts';
import { judge } from '../verdict/judge.ts';

export interface Calibrated {
  readonly calibration: Calibration;
  readonly file: string;
  /** The command that runs it; null where the stand-in does not play the system. */
  readonly next: string | null;
  readonly notes: readonly string[];
  /** The generator was late or sent less: what it added is in the times. */
  readonly isInDoubt: boolean;
}

export interface CalibrateOrder {
  readonly run: string;
  /** Directories of capacity tests. */
  readonly tests: readonly string[];
  /** Null: named after the scenario. */
  readonly file: string | null;
  readonly force: boolean;
}

/**
 * Nothing is written where anything is missing.
 * @throws UserError, UnreadableRunError, CannotTellError
 */
export async function calibrateRun(order: CalibrateOrder): Promise<Calibrated> {
  const { run, tests, force } = order;
  if (isCapacityTest(run)) {
    throw new UserError(
      `${run} is a capacity test, which shows neither scale-out nor policy; name an ordinary run first and this directory after it.`,
    );
  }
  const record = await readRun(run);
  const recorded = recordedScenario(JSON.parse(await readFile(join(run, 'manifest.json'), 'utf8')));
  const found = foundCapacity(await Promise.all(tests.map(readCapacityResult)));
  const calibration = calibrate(record, found);
  if (recorded === null) {
    throw new CannotTellError(
      `${record.manifest.runId} does not record what it sent and watched, so nothing can be asked of a stand-in; run the scenario again with this version.`,
    );
  }
  const { isBuiltIn, name, system } = recorded;
  const file = order.file ?? `${name.replaceAll(/[^\w.-]+/g, '_')}-calibrated.yml`;
  if (existsSync(file) && !force) {
    throw new UserError(
      `${file} exists already; name another with -o, or add --force to overwrite it.`,
    );
  }
  // A configuration file there may have an environment `local`, which must not disagree with this one.
  const isShared = existsSync(join(dirname(dirname(resolve(file))), 'artillery.yml'));
  const environment = isShared ? 'calibrated' : 'local';
  const doubts = doubtsOf(record);
  write(file, calibratedScenario(calibration, recorded, { environment, doubts }));
  const path = relative(process.cwd(), resolve(file));
  const named = /[/\\]|\.ya?ml$/.test(path) ? path : `./${path}`;
  return {
    calibration,
    file,
    next: isBuiltIn
      ? `npx scaleproof run ${named}${isShared ? ` --env ${environment}` : ''}`
      : null,
    notes: [
      ...doubts,
      ...(isBuiltIn
        ? []
        : [`The stand-in does not play ${system}, so \`run\` cannot use this file; \`plan\` can.`]),
      ...(calibration.timeCompression === 1 && isBuiltIn
        ? ['It runs in real time; --env quick takes a twelfth of it.']
        : []),
    ],
    isInDoubt: doubts.length > 0,
  };
}

/** A generator that is late, or sends less, measures itself. */
function doubtsOf(record: RunRecord): string[] {
  return judge(record)
    .checks.filter(
      ({ id, status }) =>
        (id === 'generator-lag' || id === 'load-delivered') && status === 'inconclusive',
    )
    .map(
      ({ id }) =>
        `The run is in doubt (${id}): what the generator added is in the times measured, so they may be far off. Calibrate from one that is not.`,
    );
}

/** @throws UserError when it cannot be written */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`Cannot write ${file} (${code}); name another file with -o.`, { cause });
  }
}
