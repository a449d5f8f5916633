/** What the benchmark is asked to do: parsed and refused here, once. */
import { parseArgs } from 'node:util';
import { UserError } from '../../src/input/user-error.ts';

export interface Options {
  /** Requests per second of the constant loads. */
  readonly rates: readonly number[];
  /** Length of every load. */
  readonly seconds: number;
  readonly rounds: number;
  /** Markdown file whose results are to be replaced, null to leave every file alone. */
  readonly write: string | null;
  /** Where every raw value goes, null for nowhere. */
  readonly json: string | null;
}

export const USAGE = `Compares the replay engine with Artillery's own HTTP engine, on loopback.

  npm run bench:load -- [options]

  --rates 500,1000    requests/s of the constant loads    (default 500,1000,2000,4000)
                      1000 brings along a ramp to it and a stall of the target
  --seconds 10        length of every load, 3 to 60       (default 10)
  --rounds 3          1 to 9; each reverses the order     (default 3)
  --write FILE        replace the results in this Markdown file
  --json FILE         write every raw value to this file

Examples:
  npm run bench:load -- --rates 1000 --seconds 3 --rounds 1
  npm run bench:load -- --write docs/benchmarks.md --json bench/results/load.json
`;

/** @returns null when the usage was asked for. @throws UserError naming the option */
export function parseOptions(args: readonly string[]): Options | null {
  const { values } = readArguments(args);
  if (values.help) return null;
  return {
    rates: values.rates.split(',').map((rate) => toInteger('--rates', rate, 10, 10_000)),
    seconds: toInteger('--seconds', values.seconds, 3, 60),
    rounds: toInteger('--rounds', values.rounds, 1, 9),
    write: values.write ?? null,
    json: values.json ?? null,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rates: { type: 'string', default: '500,1000,2000,4000' },
        seconds: { type: 'string', default: '10' },
        rounds: { type: 'string', default: '3' },
        write: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new UserError(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

function toInteger(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new UserError(
    `${option}: expected a whole number from ${least} to ${most}, found "${text}".`,
  );
}
