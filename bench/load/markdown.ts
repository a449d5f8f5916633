/** The results as Markdown: the machine, the aims, and a table for each question. */
import { type Aim, judgeAims, percent } from './aims.ts';
import { cpuTable, startCost } from './cpu-table.ts';
import type { LoadCase } from './load-case.ts';
import type { Machine } from './machine.ts';
import type { Measurement } from './measure.ts';
import type { Options } from './options.ts';
import { ownAccountTable, pacingTable } from './pacing-table.ts';
import { renderSpread } from './spread.ts';
import { Summary } from './summary.ts';
import { figures, table, words } from './table.ts';
import { feltTable, serviceTimeTable } from './truth-tables.ts';

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
    '### Sent when it was meant to be',
    pacingTable(summary, loads),
    '### CPU seconds per 1,000 requests',
    cpuTable(summary, loads),
    startCost(summary),
    "### The target's time, reported and true",
    serviceTimeTable(summary, loads),
    "### The caller's time, reported and true",
    feltTable(summary, loads),
    "### The replay engine's own account",
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
    `- Loads of ${seconds} s, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: a cell is the median of the rounds and, in brackets, their range.`,
    others === null
      ? '- What other processes took of the CPU is not known on this system.'
      : `- Other processes took at most ${percent(others)} of all cores during a run.`,
    ...(target === null
      ? []
      : [`- The target's event loop was busy for at most ${percent(target)} of a run.`]),
  ].join('\n');
}
