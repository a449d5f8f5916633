/** `scaleproof distribute`: prepares a load that many workers send together. */
import { Command, Option } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { WorkerPlatform } from '../record/distribution.ts';
import { ENGINES, type Engine } from '../scenario/engine-names.ts';
import { EXIT_HARNESS_FAILED } from './exit-codes.ts';
import { RATE, toDollars, toRate, toSeconds, toSeed, toWorkers } from './option-values.ts';
import { outputTo } from './output.ts';
import { PLATFORMS } from './platform-names.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface DistributeFlags extends ScenarioFlags {
  readonly on: WorkerPlatform;
  readonly rate?: number;
  readonly workers?: number;
  readonly rpsPerWorker?: number;
  readonly engine?: Engine;
  readonly seed?: number;
  /** Seconds. */
  readonly startIn?: number;
  readonly samples?: string;
  readonly workerRole?: string;
  readonly out: string;
  readonly apply: boolean;
  readonly yes: boolean;
  /** US dollars. */
  readonly maxCost?: number;
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function distributeCommand(exit: (code: number) => void): Command {
  const command = new Command('distribute')
    .description('Prepare a load that many workers send together, and the commands for it.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command, 'nightly')
    .addOption(
      new Option('--on <platform>', 'where workers run').choices(PLATFORMS).makeOptionMandatory(),
    )
    .option('--rate <rps>', RATE, toRate)
    .option('--workers <n>', 'number of workers (default: as few as the peak needs)', toWorkers)
    .option('--rps-per-worker <rps>', 'what one worker sends at most', toRate)
    .addOption(
      new Option('--engine <name>', "load engine (default: the platform's)").choices(ENGINES),
    )
    .option('--seed <n>', 'seed for drawing dataset rows', toSeed)
    .option('--start-in <duration>', 'start so long after the workers, such as 5m', toSeconds)
    .option(
      '--samples <where>',
      's3://BUCKET/PREFIX, or with k6-operator the name of a claim (ReadWriteMany)',
    )
    .option('--worker-role <name>', "with fargate or lambda: the workers' IAM role")
    .option('-o, --out <dir>', 'parent of the folder to write', 'distributed')
    .option('--apply', 'also run the commands: creates what they say, and loads', false)
    .option('-y, --yes', 'with --apply: load other machines without asking', false)
    .option('--max-cost <usd>', 'refuse if the estimate exceeds this many US dollars', toDollars)
    .option('--json', 'print what was prepared as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await distribute(scenario, command.optsWithGlobals())),
    );
}

const EXAMPLES = `
Writes a folder and prints the commands; creates nothing elsewhere without
--apply. The workers' samples are judged with \`scaleproof import\`.

Exit codes: 0 prepared, 2 usage or configuration; with --apply also those of
\`scaleproof run\`.

Examples:
  npx scaleproof distribute wine --rate 50000 --on k6-operator
  npx scaleproof distribute wine --rate 50000 --on fargate \\
    --samples s3://my-bucket/loads
  npx scaleproof distribute wine --rate 9000 --on lambda --workers 10 \\
    --samples s3://my-bucket/loads --apply --max-cost 5
  npx scaleproof distribute wine --on processes --workers 2 --apply
`;

/** @returns the exit code */
async function distribute(name: string, flags: DistributeFlags): Promise<number> {
  // Imported lazily: help and usage errors should not wait for the AWS clients.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { engineOn } = await import('../distribute/refuse.ts');
  const { prepareHere } = await import('../distribute/prepare-here.ts');
  const { on: platform, rate, seed, startIn, workerRole, out } = flags;
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: engineOn(platform, flags.engine),
    ...(rate === undefined ? {} : { peakRps: rate }),
    ...(seed === undefined ? {} : { seed }),
  });
  const shown = await prepareHere({
    scenario,
    platform,
    out,
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    ...(flags.rpsPerWorker === undefined ? {} : { rpsPerWorker: flags.rpsPerWorker }),
    ...(startIn === undefined ? {} : { startInSeconds: startIn }),
    ...(flags.samples === undefined ? {} : { samples: flags.samples }),
    ...(workerRole === undefined ? {} : { role: workerRole }),
  });
  const { cost } = shown;
  const { guard } = await import('./guard.ts');
  // Enforces --max-cost; before --apply there is nothing to confirm.
  await guard(scenario, { ...flags, yes: true, retries: 0, cost });
  const { writePrepared } = await import('../distribute/write-files.ts');
  writePrepared(shown, process.cwd());
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  if (flags.json) {
    const { files, ...rest } = shown;
    const listed = { schemaVersion: 1, ...rest, files: files.map(({ path }) => path) };
    process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
  } else {
    const { renderPrepared } = await import('../distribute/render-prepared.ts');
    const { palette } = await import('../report/palette.ts');
    output.write(renderPrepared(shown, output.columns, palette(output.color)));
  }
  if (!flags.apply) return 0;
  if (!(await guard(scenario, { ...flags, retries: 0, cost }))) {
    throw new UserError(`Cancelled; nothing was created. The files are in ${shown.directory}.`);
  }
  const { runSteps } = await import('../distribute/run-steps.ts');
  const { shellWord } = await import('../format/shell-word.ts');
  const itself = [process.execPath, process.argv[1]!].map(shellWord).join(' ');
  const say = outputTo(process.stderr, process.env);
  const { code, failed } = await runSteps(shown.steps, itself, ({ what }) => {
    if (!flags.quiet) say.write(`\n${what}\n`);
  });
  if (failed === null) return code;
  say.write(
    `${failed.what}: exited with code ${code}, so the rest was not run:\n${failed.command}\n`,
  );
  return EXIT_HARNESS_FAILED;
}
