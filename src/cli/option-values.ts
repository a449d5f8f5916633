/** Reads the values of options: what does not fit is refused with what was expected. */
import { type Command, InvalidArgumentError } from 'commander';
import { MAX_SECONDS, secondsOf } from '../input/duration-text.ts';
import { decimalNumber } from '../input/number-text.ts';

/** Labels appear in the first lines of every report. */
const MAX_LABEL_CHARACTERS = 200;
const MAX_SEED = 2 ** 32 - 1;
const MAX_ROWS = 1_000_000_000;
const MAX_DOLLARS = 1_000_000_000;

/** The stand-in's, in `artillery.yml`'s local environment. */
export const DEFAULT_PORT = 4620;

/** Of the commands that watch an endpoint. */
export const STOP_WHEN_DECIDED =
  'after the load, stop watching once every check is decided; a scale-in may go unseen';

export const UI = 'serve the report page while the run goes on, to this machine only';

export const toSeed = wholeNumber(0, MAX_SEED);
export const toPort = wholeNumber(0, 65_535);
export const toInstances = wholeNumber(1, 1_000);
export const toCount = wholeNumber(1, MAX_ROWS);
export const toWorkers = wholeNumber(1, 1_000);
/** More would hide that something is wrong with the instrument. */
export const toRetries = wholeNumber(0, 5);

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = decimalNumber(text);
    if (value !== null && Number.isInteger(value) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a whole number from ${from} to ${to}.`);
  };
}

export function toShare(text: string): number {
  const share = decimalNumber(text);
  if (share !== null && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('expected a share from 0 to 1, such as 0.95.');
}

export function toDollars(text: string): number {
  const usd = decimalNumber(text);
  if (usd !== null && usd >= 0 && usd <= MAX_DOLLARS) return usd;
  throw new InvalidArgumentError(
    `expected an amount in dollars from 0 to ${MAX_DOLLARS}, for example 5.`,
  );
}

/** @returns seconds */
export function toSeconds(text: string): number {
  const seconds = secondsOf(text);
  if (seconds !== null && seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  throw new InvalidArgumentError(
    `expected seconds above 0 and up to ${MAX_SECONDS}, or a duration such as 90s, 20m or 1h.`,
  );
}

const DAY_MS = 86_400_000;

/** @returns epoch ms; that of midnight in UTC for a date alone */
export function toMoment(text: string): number {
  const age = /^(\d{1,5})d$/.exec(text.trim());
  if (age !== null) return Date.now() - Number(age[1]) * DAY_MS;
  const atMs = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(text.trim())
    ? Date.parse(text)
    : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  throw new InvalidArgumentError('expected a date such as 2026-11-01, or an age such as 30d.');
}

export function toLabel(text: string): string {
  const label = text.trim();
  if (label !== '' && label.length <= MAX_LABEL_CHARACTERS) return label;
  throw new InvalidArgumentError(`expected 1 to ${MAX_LABEL_CHARACTERS} characters.`);
}

export function toAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('expected a 12-digit AWS account ID.');
}

const MAX_RPS = 1_000_000;

/** Of the commands that send a load, or judge one by its plan. */
export const RATE = 'scale the plan so that it peaks at this many requests/s';

export function toRate(text: string): number {
  const rps = decimalNumber(text);
  if (rps !== null && rps > 0 && rps <= MAX_RPS) return rps;
  throw new InvalidArgumentError(
    `expected requests/s above 0 and up to ${MAX_RPS}, for example 100.`,
  );
}

/** The name of a new scenario, which its files get, too. */
export function toScenarioName(text: string): string {
  if (/^[A-Za-z0-9][\w-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('expected 1 to 63 letters, digits, - and _.');
}

/** Collects the values of a repeatable option. */
export function gather(value: string, before: string[]): string[] {
  return [...before, value];
}

/** An empty value is a variable that a script did not set, and no option takes it for a default. */
export function refuseEmptyValues(command: Command): void {
  for (const option of command.options) {
    if (!option.required) continue;
    const parse = option.parseArg as ((text: string, before: unknown) => unknown) | undefined;
    option.argParser((text: string, before: unknown) => {
      refuseEmpty(text);
      return parse ? parse(text, before) : text;
    });
  }
  for (const argument of command.registeredArguments) {
    const parse = argument.parseArg as ((text: string, before: unknown) => unknown) | undefined;
    argument.argParser((text: string, before: unknown) => {
      refuseEmpty(text);
      if (parse) return parse(text, before);
      return argument.variadic ? [...((before as string[] | undefined) ?? []), text] : text;
    });
  }
}

function refuseEmpty(text: string): void {
  if (text.trim() !== '') return;
  throw new InvalidArgumentError('expected a value, found nothing; add it or leave out the flag.');
}
