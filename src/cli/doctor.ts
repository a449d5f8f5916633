/** `scaleproof doctor`: checks whether a scenario is ready to run, its cost and its duration. */
import { Command, Option } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { WorkerPlatform } from '../record/distribution.ts';
import { ENGINES, type Engine } from '../scenario/engine-names.ts';
import { onInterrupt } from './interrupt.ts';
import { gather, RATE, toRate, toWorkers } from './option-values.ts';
import { outputTo } from './output.ts';
import { PLATFORMS } from './platform-names.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface DoctorFlags extends ScenarioFlags {
  readonly engine?: Engine;
  readonly rate?: number;
  readonly on?: WorkerPlatform;
  readonly workers?: number;
  readonly json: boolean;
  readonly price: string[];
  readonly livePrices: boolean;
  readonly postman?: string;
  readonly junit?: string;
}

/** @param exit called with the exit code after all output is written */
export function doctorCommand(exit: (code: number) => void): Command {
  const command = new Command('doctor')
    .description('Check that a scenario is ready to run; estimate its cost and duration.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command)
    .addOption(
      new Option('--engine <name>', "load engine (default: artillery, or --on's)").choices(ENGINES),
    )
    .option('--rate <rps>', RATE, toRate)
    .addOption(
      new Option('--on <platform>', 'where workers would send it: see distribute').choices(
        PLATFORMS,
      ),
    )
    .option('--workers <n>', 'with --on: their number', toWorkers)
    .option('--json', 'print the report as JSON on stdout; text goes to stderr', false)
    .option('--price <key=usd>', 'override a price; repeatable', gather, [])
    .option('--live-prices', 'fetch the price of the instance type from AWS', false)
    .option('--postman <file>', 'also check the collection that `check --postman` would send')
    .option('--junit <file>', 'write the items to this file as JUnit XML; also an error')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await doctorScenario(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
Sends no load and writes nothing to AWS.
Exit codes: 0 ready, 1 not ready, 2 usage or configuration, 130/143 interrupted.

Examples:
  npx scaleproof doctor wine
  npx scaleproof doctor wine --env nightly
  npx scaleproof doctor wine --env nightly --price ml.m5.xlarge=0.25
  npx scaleproof doctor dog-a --env nightly --live-prices --json > doctor.json
  npx scaleproof doctor wine --env nightly --rate 50000 --on fargate
`;

/** @returns the exit code */
async function doctorScenario(
  name: string,
  flags: DoctorFlags,
  exit: (code: number) => void,
): Promise<number> {
  const { on } = flags;
  if (on === undefined && flags.workers !== undefined) {
    throw new UserError('--workers is a number of workers elsewhere; add --on, or leave it out.');
  }
  // Imported lazily: help and usage errors should not wait for the AWS clients.
  const { parsePrice, priceTable } = await import('../cost/prices.ts');
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { engineOn } = await import('../distribute/refuse.ts');
  const { loadOfWorkers } = await import('../doctor/worker-items.ts');
  const given = Object.fromEntries(flags.price.map(parsePrice));
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: on === undefined ? (flags.engine ?? 'artillery') : engineOn(on, flags.engine),
    ...(flags.rate === undefined ? {} : { peakRps: flags.rate }),
  });
  const load = on === undefined ? null : loadOfWorkers(scenario, on, flags.workers);
  const prices = priceTable({ ...scenario.prices, ...given });
  const { checkCommand } = await import('../check/advice.ts');
  const { examine } = await import('../doctor/examine.ts');
  const { renderDoctor } = await import('../doctor/render-doctor.ts');
  const { palette } = await import('../report/palette.ts');
  const { withTarget } = await import('../run/with-target.ts');
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  const interrupt = onInterrupt(exit);
  try {
    const report = await withTarget(scenario, (aimed) =>
      examine({
        scenario: aimed,
        env: process.env,
        now: Date.now,
        prices,
        livePrices: flags.livePrices,
        collection: flags.postman ?? null,
        load,
      }),
    );
    const interrupted = interrupt.exitCode();
    if (interrupted !== null) return interrupted;
    const shown = flags.quiet ? { ...report, items: report.items.filter(isTrouble) } : report;
    output.write(
      renderDoctor(shown, output.columns, palette(output.color), checkCommand(scenario)),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (flags.junit !== undefined) {
      const { renderDoctorJunit } = await import('../doctor/doctor-junit.ts');
      const { writeNamed } = await import('./write-named.ts');
      writeNamed('--junit', flags.junit, renderDoctorJunit(report));
    }
    return report.status === 'ready' ? 0 : 1;
  } finally {
    interrupt.dispose();
  }
}

function isTrouble({ status }: { readonly status: string }): boolean {
  return status === 'problem' || status === 'warning';
}
