/** One line a run, with its raw values. */
import { percent } from './aims.ts';
import type { Measurement } from './measure.ts';
import type { Turn } from './rounds.ts';

export function renderRun({ load, engine, round }: Turn, run: Measurement): string {
  const { observed, cpuSeconds, wallSeconds, responseTimeMs, own } = run;
  const parts = [
    `round ${round}`,
    load.title.padEnd(16),
    engine.padEnd(6),
    `${observed.arrived}/${observed.planned}`.padStart(11),
    `own second ${percent(observed.ownSecondShare).padStart(8)}`,
    `lag p50 ${ms(observed.lagMs.p50)} p99 ${ms(observed.lagMs.p99)}`,
    `cpu ${cpuSeconds?.toFixed(2).padStart(5) ?? '?'} s`,
    `wall ${wallSeconds.toFixed(1).padStart(4)} s`,
    `service p99 ${ms(observed.serviceTimeMs.p99)} reported ${ms(responseTimeMs?.p99)}`,
    `felt p99 ${ms(observed.feltMs.p99)}${own ? ` reported ${ms(own.latencyMs.p99)}` : ''}`,
  ];
  if (run.othersCpuShare !== null && run.othersCpuShare > 0.1) {
    parts.push(`! others took ${percent(run.othersCpuShare)} of the CPU`);
  }
  if (run.exit !== 0) parts.push(`! exit ${run.exit}`);
  if (run.errors > 0) parts.push(`! ${run.errors} errors`);
  return parts.join('  ');
}

function ms(value: number | undefined): string {
  return value === undefined ? '?' : value.toFixed(1).padStart(6);
}
