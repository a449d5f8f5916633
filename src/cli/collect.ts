/** `scaleproof collect`: the collector and the verdict, for a load that somebody else sends. */
import { Command, InvalidArgumentError } from 'commander';
import ms, { type StringValue } from 'ms';
import type { CollectFlags } from './collect-scenario.ts';
import { addScenarioOptions, toLabel } from './scenario-options.ts';

/** @param exit called with the exit code once everything is written */
export function collectCommand(exit: (code: number) => void): Command {
  const command = new Command('collect')
    .description('Watch and judge a load that is sent elsewhere: Fargate, a colleague, real users.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one');
  return addScenarioOptions(command, 'nightly')
    .option('--for <duration>', 'how long to watch, for example 20m', toSeconds)
    .option('--during <command>', 'run this command in a shell and watch until it ends')
    .option('--load-from <file>', 'take the load samples from this load.ndjson')
    .option('-o, --out <dir>', 'directory in which the run gets its own', 'reports')
    .option(
      '--label <text>',
      'a name to find the run by, kept in its manifest and verdict',
      toLabel,
    )
    .option('--json', 'print the verdict object alone on stdout; progress goes to stderr', false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: CollectFlags) => {
      const { collectScenario } = await import('./collect-scenario.ts');
      exit(await collectScenario(scenario, flags, exit));
    });
}

const EXAMPLES = `
Without samples (--load-from) what only callers can tell is not judged: latency,
errors, accuracy, the rate held. Nothing is written to AWS.

Exit codes: those of \`scaleproof run\`.

Examples:
  npx scaleproof collect wine --env release --for 30m
  npx scaleproof collect wine --during 'k6 run soak.js'
  npx scaleproof collect wine --load-from colleague/load.ndjson
`;

function toSeconds(text: string): number {
  const milliseconds = ms(text as StringValue);
  if (typeof milliseconds === 'number' && milliseconds > 0) return milliseconds / 1_000;
  throw new InvalidArgumentError('expected a duration such as 90s, 20m or 1h.');
}
