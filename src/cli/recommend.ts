/** `scaleproof recommend`: a scaling policy from measured capacity and measured lag. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { decimalNumber } from '../input/number-text.ts';
import type { GlobalFlags } from './global-options.ts';
import { toRate } from './option-values.ts';
import { outputTo } from './output.ts';

interface RecommendFlags extends GlobalFlags {
  readonly out: string;
  readonly growth?: number;
  readonly peak?: number;
  readonly base?: number;
  readonly surviveOne: boolean;
  readonly metric: 'invocations' | 'concurrency';
  readonly format: 'text' | 'aws' | 'terraform' | 'cloudformation';
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function recommendCommand(exit: (code: number) => void): Command {
  return new Command('recommend')
    .description('Recommend a scaling policy from measured capacity and measured lag.')
    .argument('[run...]', 'directories of capacity tests and of runs (default: the latest run)')
    .option('-o, --out <dir>', 'parent of the run directories', 'reports')
    .option('--growth <rate>', 'how fast the load grows, such as "100/s per minute"', toGrowth)
    .option('--peak <rps>', 'requests/s to be carried at most', toRate)
    .option('--base <rps>', 'requests/s to be carried at all times', toRate)
    .option('--survive-one', 'carry the base with one instance lost, too', false)
    .addOption(
      new Option('--metric <name>', 'what the policy of --format tracks')
        .choices(['invocations', 'concurrency'])
        .default('invocations'),
    )
    .addOption(
      new Option('--format <name>', 'print the policy as commands or a template')
        .choices(['text', 'aws', 'terraform', 'cloudformation'])
        .default('text'),
    )
    .option('--json', 'print the recommendation as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (runs: string[], _: unknown, command: Command) => {
      const flags = command.optsWithGlobals<RecommendFlags>();
      // Imported lazily: help and usage errors should not wait for it.
      const { recommendPolicy } = await import('../run/recommend-policy.ts');
      const found = await recommendPolicy(runs.length === 0 ? [await newest(flags.out)] : runs, {
        growthPerMinute: flags.growth ?? null,
        peakRps: flags.peak ?? null,
        baseRps: flags.base ?? null,
        surviveOne: flags.surviveOne,
      });
      const output = outputTo(process.stdout, process.env);
      if (flags.json) {
        const { policyRequests } = await import('../capacity/recommend/policy-requests.ts');
        const requests = policyRequests(found.endpoint, found.policy);
        output.write(`${JSON.stringify({ ...found, requests }, null, 2)}\n`);
      } else if (flags.format === 'text') {
        const { renderRecommendation } = await import('../report/recommendation-terminal.ts');
        const { palette } = await import('../report/palette.ts');
        output.write(renderRecommendation(found, output.columns, palette(output.color)));
      } else {
        const { policyText } = await import('../report/policy-text.ts');
        output.write(policyText(flags.format, found.endpoint, await policyOf(found, flags.metric)));
      }
      exit(0);
    });
}

const EXAMPLES = `
target = MAX_RPS x safety factor x 60, as AWS has it, with a safety factor from
how much the load grows until new instances help. Commands and templates are
printed, never run: Scaleproof only reads from AWS.

Exits with 0 recommended, 2 usage or no such run, 3 too little was measured.

Examples:
  npx scaleproof recommend reports/CAPACITY-TEST reports/NIGHTLY
  npx scaleproof recommend reports/NIGHTLY --growth "9/s per minute"
  npx scaleproof recommend reports/NIGHTLY --peak 3000 --base 200 --survive-one
  npx scaleproof recommend reports/NIGHTLY --format terraform > scaling.tf
  npx scaleproof recommend reports/NIGHTLY --metric concurrency --format aws
`;

async function newest(out: string): Promise<string> {
  const { newestRun } = await import('./run-directories.ts');
  const found = newestRun(out);
  if (found !== null) return found;
  const { UserError } = await import('../input/user-error.ts');
  throw new UserError(
    `No runs under ${out}/; name the directory of a capacity test or of a run, or their parent with --out.`,
  );
}

async function policyOf(
  found: import('../capacity/recommend/recommendation.ts').Recommendation,
  metric: RecommendFlags['metric'],
) {
  if (metric === 'invocations') return found.policy;
  const faster = found.alternatives.find(({ kind }) => kind === 'high-resolution')?.policy;
  if (faster) return faster;
  const { CannotTellError } = await import('../input/cannot-tell-error.ts');
  throw new CannotTellError(
    'Nothing shows that --metric concurrency would serve better, or what its target is; run without it to see why, and name a capacity test, which counts concurrency.',
  );
}

const PER_MINUTE: Readonly<Record<string, number>> = { second: 60, minute: 1, hour: 1 / 60 };

/** @returns requests/s that come on top every minute */
function toGrowth(text: string): number {
  const [, rate = '', unit = 'minute'] =
    /^([\d.]+)\s*(?:\/s|rps|requests\/s)?\s*(?:(?:per|a|each|\/)\s*(second|minute|hour))?$/.exec(
      text.trim(),
    ) ?? [];
  const perUnit = decimalNumber(rate);
  if (perUnit !== null && perUnit > 0 && Number.isFinite(perUnit)) {
    return perUnit * PER_MINUTE[unit]!;
  }
  throw new InvalidArgumentError(
    'expected a growth such as "100/s per minute" or "50/s per hour".',
  );
}
