/** `scaleproof plan`: what callers and the bill would see, by traffic and policy. */
import { Command, InvalidArgumentError } from 'commander';
import { decimalNumber } from '../input/number-text.ts';
import { gather, toCount, toRate, toSeconds } from './option-values.ts';
import { outputTo } from './output.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface PlanFlags extends ScenarioFlags {
  readonly traffic?: string;
  readonly scale: number;
  readonly base?: number;
  readonly peak?: number;
  readonly days?: number;
  readonly rise?: number;
  readonly sweep: string[];
  readonly schedule: string[];
  readonly price: string[];
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function planCommand(exit: (code: number) => void): Command {
  const command = new Command('plan')
    .description('Plan scaling policies for a traffic: what callers and the bill would see.')
    .argument('<scenario>', 'a scenario with a standIn section, for example wine, or a path');
  return addScenarioOptions(command)
    .option(
      '--traffic <what>',
      "a CSV file, cloudwatch:7d, daily, launch or hourly-burst (default: the scenario's phases)",
    )
    .option('--scale <factor>', 'multiply every rate, such as 1.5 for growth', toFactor, 1)
    .option('--base <rps>', 'of a shape: requests/s at quiet times', toRate)
    .option('--peak <rps>', 'of a shape: requests/s at its highest', toRate)
    .option('--days <n>', 'of a shape: days (default: daily 7, others 1)', toDays)
    .option('--rise <time>', 'of a shape: from base to peak (default: 10m)', toRise)
    .option(
      '--sweep <key=values>',
      'try these, such as target=6000,9000; repeatable, several are crossed',
      gather,
      [],
    )
    .option(
      '--schedule <action>',
      'also try with this scheduled action, such as "cron(0 8 * * ? *) min=4"; repeatable',
      gather,
      [],
    )
    .option('--price <key=usd>', 'override a price; repeatable', gather, [])
    .option('--json', 'print the plan as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await planScenario(scenario, command.optsWithGlobals())),
    );
}

const EXAMPLES = `
The endpoint is the scenario's standIn section, as \`calibrate\` writes it. Sends
no load; only cloudwatch:Nd asks AWS, for Invocations. A CSV file has the header
"time,requests per second" and times with their zone, equally far apart.

Keys of --sweep: target (requests per instance and minute), concurrency
(concurrent requests per instance), metric, min, max, cooldown, datapoints;
fixed=N is no policy and N instances.

Exit codes: 0 a policy keeps the bound, 2 usage, configuration or bad traffic,
3 no policy keeps it.

Examples:
  npx scaleproof plan wine --sweep target=12000,18000 --sweep max=4,8
  npx scaleproof plan wine --traffic daily --base 100 --peak 1500 --sweep max=8
  npx scaleproof plan wine --traffic requests.csv --scale 1.5 --json > plan.json
  npx scaleproof plan wine --traffic cloudwatch:7d --sweep min=1,2,4
`;

/** @returns the exit code */
async function planScenario(name: string, flags: PlanFlags): Promise<number> {
  // Imported lazily: help and usage errors should not wait for the AWS clients.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { parsePrice, priceTable } = await import('../cost/prices.ts');
  const given = Object.fromEntries(flags.price.map(parsePrice));
  const scenario = await resolveScenario(toScenarioRequest(name, flags));
  const { chooseTraffic } = await import('../planner/choose-traffic.ts');
  const { plan } = await import('../planner/plan.ts');
  const traffic = await chooseTraffic(scenario, flags, Date.now());
  const progress = outputTo(process.stderr, process.env);
  const planned = plan({
    scenario,
    traffic,
    sweeps: flags.sweep,
    schedules: flags.schedule,
    prices: priceTable({ ...scenario.prices, ...given }),
    onPolicy(id, index, of) {
      if (progress.isTerminal && !flags.quiet)
        progress.write(`\r\u001b[KPlanning ${index + 1} of ${of}: ${id}`);
    },
  });
  if (progress.isTerminal && !flags.quiet) progress.write('\r\u001b[K');
  if (flags.json) process.stdout.write(`${JSON.stringify(planned, null, 2)}\n`);
  else {
    const { renderPlan } = await import('../report/plan-terminal.ts');
    const { palette } = await import('../report/palette.ts');
    const output = outputTo(process.stdout, process.env);
    output.write(renderPlan(planned, output.columns, palette(output.color)));
  }
  return planned.pick.id === null ? 3 : 0;
}

const MAX_FACTOR = 1_000;

function toFactor(text: string): number {
  const factor = decimalNumber(text);
  if (factor !== null && factor > 0 && factor <= MAX_FACTOR) return factor;
  throw new InvalidArgumentError(`expected a factor above 0 and up to ${MAX_FACTOR}, such as 1.5.`);
}

const MAX_DAYS = 400;

function toDays(text: string): number {
  const days = toCount(text);
  if (days <= MAX_DAYS) return days;
  throw new InvalidArgumentError(`expected a whole number of days from 1 to ${MAX_DAYS}.`);
}

/** A launch begins at 9:00 and has to be over by midnight. */
const MAX_RISE_SECONDS = 12 * 3_600;

function toRise(text: string): number {
  const seconds = toSeconds(text);
  if (seconds <= MAX_RISE_SECONDS) return seconds;
  throw new InvalidArgumentError('expected a time up to 12h, such as 10m.');
}
