/** Renders what was prepared: workers, start, limits, cost, permissions, files and commands. */
import { costInWords, dollarRange } from '../cost/cost-words.ts';
import type { CostEstimate } from '../cost/estimate.ts';
import { clock, count, counted, dayAndTime, rate } from '../format/numbers.js';
import { loadFactsOf } from '../load/load-facts.ts';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, wrap } from '../report/text-columns.ts';
import { workersInWords } from './platforms.ts';
import type { Prepared } from './prepared.ts';
import type { Limit } from './worker-limits.ts';

export interface Shown extends Prepared {
  readonly limits: readonly Limit[];
  readonly cost: CostEstimate;
}

/** Wider lines are hard to read. */
const MAX_COLUMNS = 110;
const INDENT = '  ';

export function renderPrepared(shown: Shown, columns: number, paint: Palette): string {
  const width = Math.min(columns, MAX_COLUMNS);
  const { distribution, directory, steps, notes, permissions, limits, cost } = shown;
  const item = (text: string) => hanging(`${INDENT}- `, plainText(text), width);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
  const lines = [
    ...wrap(plainText(`Prepared ${distribution.id} in ${directory}`), width).map(paint.bold),
    ...facts(shown).flatMap(([name, value]) =>
      hanging(`${INDENT}${name.padEnd(10)}`, plainText(value), width),
    ),
    ...section(
      'Limits',
      limits.flatMap((limit) => limitLines(limit, width, paint)),
    ),
    ...section(
      `Cost: ${costInWords(cost)}`,
      cost.rows.flatMap(({ what, usd, assumption }) =>
        item(`${what}: ${usd === null ? 'unknown' : dollarRange(usd)} (${assumption})`),
      ),
    ),
    ...section('Permissions', permissions.flatMap(item)),
    ...section('Before you begin', notes.flatMap(item)),
    // Never wrapped, so that they can be copied.
    ...section(
      'Commands, in this order',
      steps.flatMap(({ what, command }, index) => [
        ...hanging(`${INDENT}${index + 1}. `, plainText(`${what}:`), width),
        `${INDENT}   ${plainText(command)}`,
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function facts({ distribution, workers, files, directory }: Prepared): [string, string][] {
  const { platform, engine, phases, samples } = distribution;
  const { least, most } = workers.requests;
  const load = loadFactsOf(phases);
  const share = least === most ? count(least) : `${count(least)} or ${count(most)}`;
  return [
    [
      'plan',
      `${counted(load.requests, 'request')} in ${clock(load.seconds)}, up to ${rate(load.peakRps)}`,
    ],
    ['workers', `${workersInWords(platform, workers.workers)}, engine ${engine}`],
    ['each', `up to ${rate(workers.peakRps)}, ${share} requests`],
    ['start', startInWords(distribution)],
    ['samples', platform === 'processes' ? `${directory}/${samples}` : samples],
    [
      'files',
      files
        .map(({ path }) => path.split('/')[0]!)
        .filter((each, index, all) => all.indexOf(each) === index)
        .join(', '),
    ],
  ];
}

function startInWords({ startAtMs, platform }: Prepared['distribution']): string {
  if (startAtMs !== null) {
    return `${dayAndTime(startAtMs)}; a worker that is not ready by then is late`;
  }
  return platform === 'fargate' || platform === 'lambda'
    ? 'agreed on by the workers, once all are ready'
    : 'one moment for all, counted from the command that sends the load';
}

function limitLines(
  { title, status, message, next }: Limit,
  width: number,
  paint: Palette,
): string[] {
  const text = hanging(
    `${INDENT}${status.padEnd(8)}${title.padEnd(13)}`,
    plainText(message),
    width,
  );
  const advice =
    next === null ? [] : hanging(`${INDENT}${' '.repeat(21)}-> `, plainText(next), width);
  const painted =
    status === 'ok'
      ? text
      : text.map((line, index) => (index === 0 ? line.replace(status, paint.warn(status)) : line));
  return [...painted, ...advice];
}
