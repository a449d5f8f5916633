/** Renders the results as Markdown and inserts them into a document. */
import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src/input/user-error.ts';
import type { Machine } from '../machine.ts';
import { figures, percent, renderSpread, table, words } from '../table.ts';
import { type Aim, judgeAims } from './aims.ts';
import type { LoadCase } from './load-case.ts';
import type { Measurement } from './measure.ts';
import type { Options } from './options.ts';
import { Summary } from './summary.ts';
import {
  cpuTable,
  feltTable,
  ownAccountTable,
  pacingTable,
  serviceTimeTable,
  startCost,
} from './tables.ts';

export interface Results {
  readonly machine: Machine;
  readonly options: Options;
  readonly loads: readonly LoadCase[];
  readonly measurements: readonly Measurement[];
}

export function renderMarkdown({ machine, options, loads, measurements }: Results): string {
  const summary = new Summary(measurements);
  return [
    renderConditions(machine, options, summary),
    '### Aims',
    renderAims(judgeAims(summary)),
    '### Pacing',
    pacingTable(summary, loads),
    '### CPU seconds per 1,000 requests',
    cpuTable(summary, loads),
    startCost(summary),
    '### Service time, reported and actual',
    serviceTimeTable(summary, loads),
    '### Caller latency, reported and actual',
    feltTable(summary, loads),
    "### The replay engine's own figures",
    ownAccountTable(summary, loads),
  ].join('\n\n');
}

function renderAims(aims: readonly Aim[]): string {
  return table<Aim>(
    [
      words('Aim', ({ aim }) => aim),
      figures('Measured', ({ measured, render }) => renderSpread(measured, render)),
      words('', ({ met }) => (met === null ? 'not measured' : met ? 'met' : '**not met**')),
    ],
    aims,
  );
}

function renderConditions(
  machine: Machine,
  { seconds, rounds }: Options,
  summary: Summary,
): string {
  const others = summary.worstOthersShare();
  const target = summary.worstTargetUtilization();
  return [
    `- ${machine.date}; ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB; ${machine.system}.`,
    `- Node ${machine.node}, Artillery ${machine.artillery}, undici ${machine.undici}.`,
    `- Loads of ${seconds} s, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: each cell is the median of the rounds, with their range in parentheses.`,
    others === null
      ? '- The CPU use of other processes is unknown on this system.'
      : `- Other processes used at most ${percent(others)} of all cores during a run.`,
    ...(target === null
      ? []
      : [`- The target's event loop was busy for at most ${percent(target)} of a run.`]),
  ].join('\n');
}

/** The text between these lines of a document is replaced; readers do not see them. */
const START = '<!-- bench:load results, written by the benchmark -->';
const END = '<!-- end of bench:load results -->';

/** @throws UserError when it has no markers, which is better known before ten minutes of load */
export function readDocument(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`--write: cannot read ${file}; it must exist.`, { cause });
  }
  replaceResults(text, '', file);
  return text;
}

export function writeResults(file: string, results: string): void {
  writeFileSync(file, replaceResults(readDocument(file), results, file));
}

function replaceResults(text: string, results: string, file: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start !== -1 && end > start) {
    return `${text.slice(0, start + START.length)}\n\n${results}\n\n${text.slice(end)}`;
  }
  throw new UserError(`--write: ${file} must contain the lines "${START}" and "${END}", in order.`);
}
