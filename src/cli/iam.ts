/** `scaleproof iam`: the least IAM policy with which a scenario runs. */
import { Command, InvalidArgumentError } from 'commander';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface IamFlags extends ScenarioFlags {
  readonly account?: string;
  readonly livePrices: boolean;
}

/** @param exit called with the exit code once everything is written */
export function iamCommand(exit: (code: number) => void): Command {
  const command = new Command('iam')
    .description('Print the least IAM policy with which a scenario runs.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one');
  return addScenarioOptions(command)
    .option('--account <id>', 'account that owns the endpoint; any account if left out', toAccount)
    .option('--live-prices', 'also what `doctor --live-prices` needs', false)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: IamFlags) => {
      await printPolicy(name, flags);
      exit(0);
    });
}

const EXAMPLES = `
Reads and invocations alone: nothing Scaleproof does writes to AWS.
Exit codes: 0 printed, 2 usage or configuration.

Examples:
  npx scaleproof iam wine --env nightly > policy.json
  npx scaleproof iam dog-a --env nightly --account 123456789012
`;

async function printPolicy(scenario: string, flags: IamFlags): Promise<void> {
  // Loaded when needed: help and mistakes should not wait for every system's module.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { leastPolicy } = await import('../iam/policy.ts');
  const resolved = await resolveScenario(toScenarioRequest(scenario, flags));
  const { account = null, livePrices } = flags;
  if (resolved.standIn) {
    process.stderr.write(
      `Environment "${flags.env}" loads the stand-in on this machine, which needs no permission; this is the policy for the same names on AWS. Add --env for those of another environment.\n`,
    );
  }
  const policy = leastPolicy(resolved, { account, livePrices });
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
}

function toAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the twelve digits of an AWS account.');
}
