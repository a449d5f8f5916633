/** Renders a dry run: the plan as a chart, its cost and duration. */
import { costInWords, dollarRange, durationInWords } from '../cost/cost-words.ts';
import { clock, compact, count, counted, rate, seconds } from '../format/numbers.js';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { AXIS_COLUMNS, renderPlot } from '../report/plot.ts';
import { hanging, pad, wrap } from '../report/text-columns.ts';
import type { Phase } from '../scenario/schema.ts';
import type { DryRun } from './dry-run.ts';

const PLOT_ROWS = 7;
/** Wider lines are hard to read. */
const MAX_COLUMNS = 110;
const INDENT = '  ';

/** @param next the command that sends the load */
export function renderDryRun(dry: DryRun, next: string, columns: number, paint: Palette): string {
  const width = Math.min(columns, MAX_COLUMNS);
  const lines = [
    ...wrap(plainText(heading(dry)), width).map(paint.bold),
    ...factRows(dry).flatMap(([name, value]) => hanging(`  ${name.padEnd(13)}`, value, width)),
    '',
    ...wrap(
      `Plan: ${counted(dry.requests, 'request')} in ${clock(dry.loadSeconds)}, up to ${rate(dry.peakRps)}`,
      width,
    ).map(paint.bold),
    ...chart(dry, width, paint),
    ...dry.phases.flatMap((phase) => hanging(INDENT, phaseInWords(phase), width)),
    '',
    ...hanging('Duration: ', `${durationInWords(dry)}${againInWords(dry)}`, width),
    ...hanging('Cost: ', `${costInWords(dry.cost)}.`, width),
    ...dry.cost.rows.flatMap(({ what, usd, assumption }) =>
      hanging(
        INDENT,
        `${what}: ${usd === null ? 'unknown' : dollarRange(usd)} (${plainText(assumption)})`,
        width,
      ),
    ),
    '',
    'No load was sent. To send it:',
    // Never wrapped, so that it can be copied.
    `${INDENT}${plainText(next)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function heading({ scenario, environment, target, engine }: DryRun): string {
  const where = target ?? 'the stand-in on this machine';
  return `Dry run of ${scenario}: environment ${environment}, engine ${engine}, target ${where}`;
}

function factRows({ rows, predictions, endpoint }: DryRun): [string, string][] {
  return [
    ['dataset', `${counted(rows, 'row')}, all encoded`],
    [
      'predictions',
      predictions === null
        ? 'none requested, as they may be billed; `scaleproof check` requests some'
        : `${count(predictions.correct)} of ${count(predictions.asked)} correct`,
    ],
    ['endpoint', plainText(endpointInWords(endpoint))],
  ];
}

function endpointInWords(endpoint: DryRun['endpoint']): string {
  if (endpoint === null) return 'not watched';
  const { name, status, instances } = endpoint;
  return `${name}: ${status}${instances === null ? '' : `, ${counted(instances, 'instance')}`}`;
}

/** The planned rate over time. */
function chart({ phases, loadSeconds }: DryRun, width: number, paint: Palette): string[] {
  const cells = Math.max(1, width - AXIS_COLUMNS);
  const values = Array.from({ length: cells }, (_, cell) =>
    rateAt(phases, ((cell + 0.5) / cells) * loadSeconds),
  );
  const line = { values, style: 'solid' as const, paint: paint.series[1] ?? paint.dim };
  const end = clock(loadSeconds);
  const axis = `${' '.repeat(AXIS_COLUMNS)}0:00${pad(end, cells - '0:00'.length, 'left')}`;
  return [
    ...renderPlot([line], { columns: width, rows: PLOT_ROWS, format: compact }),
    ...(cells > end.length + '0:00 '.length ? [axis] : []),
  ];
}

function rateAt(phases: readonly Phase[], atSeconds: number): number {
  let from = 0;
  for (const { durationSeconds, startRps, endRps } of phases) {
    const share = (atSeconds - from) / durationSeconds;
    if (share < 1) return startRps + (endRps - startRps) * share;
    from += durationSeconds;
  }
  return 0;
}

function phaseInWords({ name, durationSeconds, startRps, endRps }: Phase): string {
  const rates = startRps === endRps ? rate(startRps) : `${rate(startRps)} to ${rate(endRps)}`;
  return plainText(`${name ?? 'phase'}: ${seconds(durationSeconds)}, ${rates}`);
}

function againInWords({ attempts, endpoint }: DryRun): string {
  if (attempts === 1) return '';
  const between = endpoint === null ? '' : ', with the scale-in in between';
  return ` Up to ${attempts} times${between}.`;
}
