/** Parses and validates the benchmark's options. */
import { parseArgs } from 'node:util';
import { UserError } from '../../src/input/user-error.ts';

export interface Options {
  /** Requests per second of the constant loads. */
  readonly rates: readonly number[];
  /** Duration of each load. */
  readonly seconds: number;
  readonly rounds: number;
  /** Markdown file in which to replace the results, or null. */
  readonly write: string | null;
  /** File for all raw values, or null. */
  readonly json: string | null;
}

export const USAGE = `Compares the replay engine with Artillery's own HTTP engine, on loopback.

  npm run bench:load -- [options]

  --rates 500,1000    requests/s of the constant loads    (default 500,1000,2000,4000)
                      1000 also runs a ramp to it and a target stall
  --seconds 10        duration of each load, 3 to 60      (default 10)
  --rounds 3          1 to 9; each reverses the order     (default 3)
  --write FILE        replace the results in this Markdown file
  --json FILE         write every raw value to this file

Examples:
  npm run bench:load -- --rates 1000 --seconds 3 --rounds 1
  npm run bench:load -- --write docs/benchmarks.md --json bench/results/load.json
`;

/** @returns null for --help. @throws UserError naming the option */
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

function toInteger(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UserError(`${option}: expected a whole number from ${min} to ${max}, found "${text}".`);
}
