/** `scaleproof capacity-curve`: throughput by number of instances, from the runs on record. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CapacityCurve } from '../capacity/curve-result.ts';
import type { CurveKey, Told } from '../capacity/points.ts';
import { decimalNumber } from '../input/number-text.ts';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import type { GlobalFlags } from './global-options.ts';
import { gather, toRate } from './option-values.ts';
import { outputTo } from './output.ts';

interface CapacityCurveFlags extends GlobalFlags {
  readonly at: readonly number[];
  readonly for: readonly number[];
  readonly across: readonly (keyof CurveKey)[];
  readonly json: boolean;
  readonly markdown: boolean;
}

const REPORTS = 'reports';

/** @param exit called with the exit code after all output is written */
export function capacityCurveCommand(exit: (code: number) => void): Command {
  return new Command('capacity-curve')
    .description('Say what a number of instances carries, from the runs on record.')
    .argument(
      '[run...]',
      `directories of runs and capacity tests, or parents of some (default: all in ${REPORTS}/)`,
    )
    .option('--at <counts>', 'what so many instances carry, such as 8,12', listOf(toInstances), [])
    .option(
      '--for <rates>',
      'how many instances carry so many requests/s, such as 5000',
      listOf(toRate),
      [],
    )
    .addOption(
      new Option('--across <part>', 'use runs that differ in this part of their key; repeatable')
        .argParser(gather)
        .default([]),
    )
    .option('--json', 'print the curve as JSON on stdout', false)
    .option('--markdown', 'print it as Markdown on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (runs: readonly string[], _: unknown, command: Command) => {
      exit(await capacityCurve(runs, command.optsWithGlobals()));
    });
}

const EXAMPLES = `
A point is the throughput within the bound that a capacity test found, or at
which instances of an ordinary run reached their limit. Six points at three or
more counts are needed.

Exit codes: 0 fitted, 2 usage or runs that differ, 3 too few points.

Examples:
  npx scaleproof capacity-curve
  npx scaleproof capacity-curve reports/A reports/B --at 8,12
  npx scaleproof capacity-curve --for 5000        instances for 5,000 requests/s
  npx scaleproof capacity-curve --across instanceType
`;

/** @returns the exit code */
async function capacityCurve(named: readonly string[], flags: CapacityCurveFlags): Promise<number> {
  const { CURVE_KEY_PARTS } = await import('../capacity/points.ts');
  const unknown = flags.across.find((part) => !CURVE_KEY_PARTS.includes(part));
  if (unknown !== undefined) {
    throw new UserError(
      `--across ${shown(unknown)}: expected a part of the key, one of ${CURVE_KEY_PARTS.join(', ')}; correct it.`,
    );
  }
  const { chooseLike } = await import('../capacity/like-points.ts');
  const { capacityCurve: fitted } = await import('../capacity/capacity-curve.ts');
  const isNamed = named.length > 0;
  const { told, unreadable } = await toldBy(isNamed ? named : [REPORTS]);
  const { leftOut, ...like } = chooseLike(told, { across: flags.across, named: isNamed });
  const chosen = { ...like, leftOut: [...leftOut, ...unreadable] };
  const curve = fitted(chosen, { at: flags.at, needed: flags.for, across: flags.across });
  await print(curve, flags);
  return curve.state === 'fitted' ? 0 : 3;
}

/** A directory that cannot be read is an error where it was named, and left out where its parent was. */
async function toldBy(named: readonly string[]) {
  const { measurements } = await import('./run-directories.ts');
  const { readTold } = await import('../capacity/read-told.ts');
  const told: Told[] = [];
  const unreadable: string[] = [];
  for (const path of named) {
    for (const directory of measurements(path)) {
      try {
        told.push(await readTold(directory));
      } catch (cause) {
        if (directory === path || !(cause instanceof Error)) throw cause;
        unreadable.push(`${directory} is left out: ${cause.message}`);
      }
    }
  }
  return { told, unreadable };
}

async function print(curve: CapacityCurve, { json, markdown }: CapacityCurveFlags): Promise<void> {
  if (json) {
    process.stdout.write(`${JSON.stringify(curve, null, 2)}\n`);
    return;
  }
  if (markdown) {
    const { capacityCurveMarkdown } = await import('../report/capacity-curve-markdown.ts');
    process.stdout.write(capacityCurveMarkdown(curve));
    return;
  }
  const { renderCapacityCurve } = await import('../report/capacity-curve-terminal.ts');
  const { palette } = await import('../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  output.write(renderCapacityCurve(curve, output.columns, palette(output.color)));
}

const MOST_INSTANCES = 10_000;

function toInstances(text: string): number {
  const instances = decimalNumber(text);
  const isCount = instances !== null && Number.isInteger(instances);
  if (isCount && instances >= 1 && instances <= MOST_INSTANCES) return instances;
  throw new InvalidArgumentError(
    `expected whole numbers of instances from 1 to ${MOST_INSTANCES}, such as 8 or 8,12.`,
  );
}

/** Of values separated by commas; repeated, it adds to those before. */
function listOf(parse: (text: string) => number) {
  return (text: string, before: readonly number[]): number[] => [
    ...before,
    ...text.split(',').map((part) => parse(part.trim())),
  ];
}
