/** `scaleproof iam`: prints the least-privilege IAM policy a scenario needs. */
import { Command } from 'commander';
import { toAccount } from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface IamFlags extends ScenarioFlags {
  readonly account?: string;
  readonly livePrices: boolean;
}

/** @param exit called with the exit code after all output is written */
export function iamCommand(exit: (code: number) => void): Command {
  const command = new Command('iam')
    .description('Print the least-privilege IAM policy a scenario needs.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command)
    .option('--account <id>', 'account that owns the endpoint (default: any)', toAccount)
    .option('--live-prices', 'include what `doctor --live-prices` needs', false)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _: unknown, command: Command) => {
      await printPolicy(name, command.optsWithGlobals());
      exit(0);
    });
}

const EXAMPLES = `
The policy allows reads and invocations only: Scaleproof writes nothing to AWS.
Exit codes: 0 printed, 2 usage or configuration.

Examples:
  npx scaleproof iam wine --env nightly > policy.json
  npx scaleproof iam dog-a --env nightly --account 123456789012
`;

async function printPolicy(scenario: string, flags: IamFlags): Promise<void> {
  // Imported lazily: help and usage errors should not wait for every system's module.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { leastPolicy } = await import('../iam/policy.ts');
  const resolved = await resolveScenario({
    ...toScenarioRequest(scenario, flags),
    aboutAws: true,
  });
  const { account = null, livePrices } = flags;
  const policy = leastPolicy(resolved, { account, livePrices });
  if (policy.Statement.length === 0 && !flags.quiet) {
    process.stderr.write(
      'This scenario needs no AWS permission: it watches nothing (`watch: none`) and its requests are not signed. IAM takes no policy without statements, so attach none.\n',
    );
  }
  if (resolved.standIn && !flags.quiet) {
    process.stderr.write(
      `Environment "${flags.env}" uses the stand-in on this machine, which needs no permissions; this policy is for the same resource names on AWS. Use --env for another environment.\n`,
    );
  }
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
}
