/** `scaleproof capacity`: finds how many requests/s an endpoint carries at its present count. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { durationOf } from '../input/duration-text.ts';
import { shareOf } from '../input/share-text.ts';
import { UserError } from '../input/user-error.ts';
import { ENGINES, type Engine } from '../scenario/engine-names.ts';
import { toDollars, toInstances, toLabel, toRate, toSeconds, toSeed } from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface CapacityFlags extends ScenarioFlags {
  readonly engine: Engine;
  readonly seed?: number;
  readonly bound?: { readonly percentile: number; readonly maxMs: number };
  readonly maxErrorShare?: number;
  readonly from?: number;
  readonly upTo?: number;
  /** A share of the interval's upper end. */
  readonly precision?: number;
  /** Seconds. */
  readonly step?: number;
  readonly instances?: number;
  readonly out: string;
  readonly label?: string;
  readonly json: boolean;
  readonly yes: boolean;
  /** US dollars. */
  readonly maxCost?: number;
}

/** @param exit called with the exit code after all output is written */
export function capacityCommand(exit: (code: number) => void): Command {
  const command = new Command('capacity')
    .description('Find how many requests/s the endpoint carries at its present instance count.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command)
    .addOption(
      new Option('--engine <name>', 'load engine; k6 must be installed separately')
        .choices(ENGINES)
        .default('artillery'),
    )
    .option('--seed <n>', 'seed for drawing dataset rows', toSeed)
    .option(
      '--bound <text>',
      'latency that callers must keep, such as "p99 400ms" (default: the scenario’s)',
      toBound,
    )
    .option(
      '--max-error-share <share>',
      'share of requests that may fail, such as 1% (default: the scenario’s)',
      toErrorShare,
    )
    .option('--from <rps>', 'first rate (default: a tenth of the scenario’s peak)', toRate)
    .option('--up-to <rps>', 'highest rate (default: eight times the scenario’s peak)', toRate)
    .option('--precision <share>', 'widest interval to end with (default: 5%)', toPrecision)
    .option(
      '--step <duration>',
      'length of each step (default: by rate, from 16s on the stand-in, from 150s elsewhere)',
      toSeconds,
    )
    .option(
      '--instances <n>',
      'on the embedded stand-in: test so many; elsewhere: refuse any other count',
      toInstances,
    )
    .option('-o, --out <dir>', 'parent of the test’s directory', 'reports')
    .option('--label <text>', 'label for the test, recorded in its manifest', toLabel)
    .option('--json', 'print the result as JSON on stdout; progress goes to stderr', false)
    .option('-y, --yes', 'load other machines without asking for confirmation', false)
    .option(
      '--max-cost <usd>',
      'refuse if the test may cost more than this many US dollars',
      toDollars,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await findCapacity(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
Rising steps until one is not carried, refining steps until the interval is
narrow enough, then an overload and down again. The instance count must stay:
a stand-in holds it, on AWS its scaling must be suspended (the command to do
so is printed; Scaleproof changes nothing itself).

Exit codes: 0 found, or carried the highest rate tried; 2 usage or
            configuration; 3 cannot tell, or nothing was carried;
            4 harness failure; 130/143 interrupted.

Examples:
  npx scaleproof capacity wine
  npx scaleproof capacity wine --instances 2
  npx scaleproof capacity wine --bound "p99 100ms" --json > capacity.json
  npx scaleproof capacity car --engine k6 --precision 3%
  npx scaleproof capacity wine --env nightly --step 5m --max-cost 10 --yes
  npx scaleproof report reports/2026-11-21T09-30-05.123Z-wine-local-capacity
`;

/** @returns the exit code */
async function findCapacity(
  name: string,
  flags: CapacityFlags,
  exit: (code: number) => void,
): Promise<number> {
  // Imported lazily: help and usage errors should not wait for the AWS clients.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: flags.engine,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
  const { capacitySettings } = await import('../capacity/settings.ts');
  const { mostRps } = await import('../load/plan.ts');
  const { availableParallelism } = await import('node:os');
  const { bound, maxErrorShare, from, upTo, precision, step } = flags;
  const settings = capacitySettings(
    scenario,
    {
      ...(bound && { bound }),
      ...(maxErrorShare !== undefined && { maxErrorShare }),
      ...(from !== undefined && { fromRps: from }),
      ...(upTo !== undefined && { upToRps: upTo }),
      ...(precision !== undefined && { precision }),
      ...(step !== undefined && { stepSeconds: step }),
    },
    mostRps(availableParallelism(), scenario.replay.rpsPerWorker),
  );
  const { worstCase } = await import('../capacity/search.ts');
  const { guard } = await import('./guard.ts');
  const { phasesOf } = await import('../run/load-phases.ts');
  const phases = phasesOf({ steps: [...worstCase(settings)] });
  if (!(await guard({ ...scenario, phases }, { ...flags, retries: 0 }))) {
    throw new UserError('Cancelled; no load was sent.');
  }
  const { showCapacityTest } = await import('./show-capacity.ts');
  const { instances = null, out, label = null } = flags;
  return showCapacityTest(flags, exit, { scenario, settings, instances, out, label });
}

/** `p99 400ms`, `p99.9 <= 1.5s`, `95 400`. */
function toBound(text: string): { percentile: number; maxMs: number } {
  const [, written = '', time = ''] =
    /^p?(\d+(?:\.\d+)?)\s*(?:<=?|:|\s)\s*(.+)$/i.exec(text.trim()) ?? [];
  const percentile = Number(written);
  const maxMs = durationOf(time, 1);
  if (percentile > 0 && percentile < 100 && maxMs !== null && maxMs > 0) {
    return { percentile, maxMs };
  }
  throw new InvalidArgumentError('expected a percentile and a time, such as "p99 400ms".');
}

function toErrorShare(text: string): number {
  const share = shareOf(text);
  if (share !== null && share < 1) return share;
  throw new InvalidArgumentError('expected a share below 1, such as 1% or 0.01.');
}

const FINEST = 0.01;

function toPrecision(text: string): number {
  const share = shareOf(text);
  if (share !== null && share >= FINEST && share <= 0.5) return share;
  throw new InvalidArgumentError('expected a share from 1% to 50%, such as 5%.');
}
