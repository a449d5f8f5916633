/** `scaleproof import`: merges what workers on other machines left, and judges the load as a whole. */
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { Distribution } from '../record/distribution.ts';
import { WITHHELD } from '../scenario/repeat-arguments.ts';
import { refuseOwnStandIn } from './collect.ts';
import { addRecordOptions } from './history/history-options.ts';
import { RATE, toLabel, toRate } from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface LoadFlags extends ScenarioFlags {
  readonly rate?: number;
}

interface ImportFlags extends LoadFlags {
  readonly run?: string;
  readonly out: string;
  readonly label?: string;
  readonly junit?: string;
  readonly json: boolean;
  readonly record: boolean;
  readonly history: string;
}

/** @param exit called with the exit code after all output is written */
export function importCommand(exit: (code: number) => void): Command {
  const command = new Command('import')
    .description('Merge the samples of workers on other machines, and judge the load as a whole.')
    .argument('<place>', 'of the samples: a folder, s3://BUCKET/PREFIX, or one file or log')
    .argument('[scenario]', 'the scenario; default: that of distribution.json');
  return addRecordOptions(addLoadOptions(command))
    .option('--run <dir>', 'the run of `collect --workers` that watched this load')
    .option('-o, --out <dir>', 'parent of the run directory', 'reports')
    .option('--label <text>', 'label for the run, recorded in manifest and verdict', toLabel)
    .option('--json', 'print the verdict as JSON on stdout; progress goes to stderr', false)
    .option('--junit <file>', 'write junit.xml to this file, too; also when nothing could run')
    .addHelpText('after', EXAMPLES)
    .action(async (samples: string, scenario: string | undefined, _: unknown, command: Command) =>
      exit(await importSamples(samples, scenario, command, exit)),
    );
}

/** What `distribute` records of a scenario. */
function addLoadOptions(command: Command): Command {
  return addScenarioOptions(command, 'nightly').option('--rate <rps>', RATE, toRate);
}

const EXAMPLES = `
All workers are merged into one load. A worker that is missing, cut off, late,
or there twice makes the verdict inconclusive and is named.

Without --run, AWS is asked for the time in which the load was sent; only
\`collect\` counts instances while it is sent. S3 is read with your AWS
credentials: s3:ListBucket and s3:GetObject.

Exit codes: those of \`scaleproof run\`.

Examples:
  npx scaleproof import distributed/wine-nightly --run reports/RUN
  npx scaleproof import s3://my-bucket/wine/2026-11-21
  npx scaleproof import pods.log wine --env release --rate 50000
`;

/** @returns the exit code */
async function importSamples(
  samples: string,
  named: string | undefined,
  command: Command,
  exit: (code: number) => void,
): Promise<number> {
  const flags = command.optsWithGlobals<ImportFlags>();
  const given = flagsGiven(command);
  refuseUnused(flags, named, given);
  const { findSamples } = await import('../samples/find-samples.ts');
  const found = await findSamples({ at: samples, region: flags.region });
  try {
    const { importAsRun, importIntoRun } = await import('../run/import-samples.ts');
    const { showRun } = await import('./show-run.ts');
    const { run, out, label = null } = flags;
    if (run !== undefined) {
      return await showRun({ ...flags, ui: false }, exit, async (watched) => ({
        result: await importIntoRun(found, run, watched),
        notRepeated: null,
      }));
    }
    const scenario = await resolve(samples, named, flags, found.distribution);
    return await showRun({ ...flags, ui: false }, exit, async (watched) => ({
      result: await importAsRun(found, { ...watched, scenario, out, label }),
      notRepeated: null,
    }));
  } finally {
    found.place.close();
  }
}

const SCENARIO_FLAGS = ['env', 'way', 'set', 'config', 'rate'];

function flagsGiven(command: Command): string[] {
  return SCENARIO_FLAGS.filter((name) => command.getOptionValueSource(name) === 'cli');
}

/** @throws UserError for flags that would be passed over */
function refuseUnused(
  { run, label }: ImportFlags,
  named: string | undefined,
  given: readonly string[],
): void {
  if (run !== undefined && (named !== undefined || given.length > 0 || label !== undefined)) {
    throw new UserError(
      '--run names a run with its scenario and label; leave out scenario, scenario options and --label.',
    );
  }
  if (named === undefined && given.length > 0) {
    throw new UserError(
      `--${given[0]} belongs to a scenario; name it after the samples, or leave the flag out to take everything from distribution.json.`,
    );
  }
}

async function resolve(
  samples: string,
  named: string | undefined,
  flags: LoadFlags,
  distribution: Distribution | null,
) {
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const [name, own] =
    named === undefined ? distributed(samples, flags, distribution) : [named, flags];
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, own),
    ...(own.rate === undefined ? {} : { peakRps: own.rate }),
    loadElsewhere: true,
  });
  refuseOwnStandIn(scenario);
  if (distribution !== null && scenario.systemId !== distribution.systemId) {
    throw new UserError(
      `The samples in ${samples} are of system "${distribution.systemId}", but scenario "${name}" is for "${scenario.systemId}"; leave out the scenario to take that of distribution.json.`,
    );
  }
  return scenario;
}

/** The scenario and flags that `distribute` was given. @throws UserError where they are not known */
function distributed(
  samples: string,
  { quiet, region }: LoadFlags,
  distribution: Distribution | null,
): [string, LoadFlags] {
  if (distribution === null) {
    throw new UserError(
      `${samples} holds no distribution.json, which names the scenario; name it after the samples: \`scaleproof import ${samples} SCENARIO\`.`,
    );
  }
  const secret = distribution.arguments.find((word) => word.endsWith(`=${WITHHELD}`));
  if (secret !== undefined) {
    throw new UserError(
      `distribution.json withholds a value that may be secret (${secret}); name the scenario and its options after the samples.`,
    );
  }
  const recorded = addLoadOptions(new Command().argument('<scenario>')).option('--region <name>');
  recorded.exitOverride().configureOutput({ writeErr() {} });
  try {
    recorded.parse([...distribution.arguments], { from: 'user' });
  } catch (cause) {
    throw new UserError(
      `distribution.json: "arguments": ${(cause as Error).message}; name the scenario and its options after the samples.`,
      { cause },
    );
  }
  const flags = recorded.opts<LoadFlags>();
  return [recorded.args[0]!, { ...flags, quiet, ...(region !== undefined && { region }) }];
}
