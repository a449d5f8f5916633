/** The parts of a run's page: its title, its sections in reading order, and the data of its charts. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { chartsSection } from './charts-section.ts';
import { checksSection } from './checks-section.ts';
import { dataSection } from './data-section.ts';
import { eventsSection } from './events-section.ts';
import { caveatsSection, factsSection, settingsSection } from './facts-section.ts';
import { failuresSection } from './failures-section.ts';
import { type EvidenceLines, findingsSection } from './findings-section.ts';
import { latencySection } from './latency-section.ts';
import { loadSection } from './load-section.ts';
import type { Markup } from './markup.ts';
import { instancesSection } from './multiples/instances-section.ts';
import { workersSection } from './multiples/workers-section.ts';
import { type PackedData, packed } from './packed-data.ts';
import { type ChartedRun, chartedRun } from './page-data.ts';
import { predictionsSection } from './predictions-section.ts';
import { repeatSection } from './repeat-section.ts';
import { storySection } from './story-section.ts';
import { verdictSection } from './verdict-section.ts';

export interface PageParts {
  readonly title: string;
  readonly sections: readonly (Markup | null)[];
  readonly data: PackedData;
}

interface Shown {
  readonly verdict: Verdict;
  readonly timeline: Timeline;
  readonly run: ChartedRun;
  /** The time axis's zero, local epoch ms. */
  readonly startMs: number;
  readonly lines: EvidenceLines;
}

/**
 * Each section, in reading order. `judged`: it tells what the checks, findings and caveats made of the run;
 * `measured`: what was recorded, which a run that is going on has, too; `events`: the same, once there are
 * any.
 */
const SECTIONS: readonly (readonly [
  kind: 'judged' | 'measured' | 'events',
  render: (shown: Shown) => Markup | null,
])[] = [
  ['judged', ({ verdict, startMs }) => verdictSection(verdict, startMs)],
  ['measured', ({ run }) => storySection(run)],
  ['judged', ({ verdict, startMs }) => checksSection(verdict.checks, startMs)],
  ['judged', ({ verdict, startMs, lines }) => findingsSection(verdict.findings, startMs, lines)],
  [
    'judged',
    ({ verdict, timeline, run }) => latencySection(timeline, run.data, verdict.target.way),
  ],
  ['events', ({ verdict, run, startMs }) => eventsSection(verdict, run.events, startMs)],
  ['measured', ({ run }) => chartsSection(run.data)],
  ['measured', ({ verdict, timeline }) => instancesSection(verdict, timeline.instanceLines)],
  ['measured', ({ timeline }) => workersSection(timeline.workers)],
  ['measured', ({ verdict }) => loadSection(verdict)],
  ['measured', ({ verdict }) => predictionsSection(verdict)],
  ['measured', ({ verdict, timeline }) => failuresSection(verdict, timeline)],
  ['measured', ({ verdict }) => settingsSection(verdict)],
  ['judged', ({ verdict }) => caveatsSection(verdict.caveats)],
  ['judged', ({ verdict }) => factsSection(verdict)],
  ['judged', ({ verdict }) => repeatSection(verdict)],
  ['judged', ({ verdict, run }) => dataSection(verdict, run.data)],
];

/**
 * @param timeline of the same run; an empty one leaves the charts out
 * @param lines those that the findings cite
 */
export function reportParts(
  verdict: Verdict,
  timeline: Timeline,
  lines: EvidenceLines = new Map(),
): PageParts {
  const run = chartedRun(verdict, timeline);
  const shown = { verdict, timeline, run, startMs: timeline.startMs, lines };
  return {
    title: `${STATUS_WORDS[verdict.status].word}: ${verdict.scenario.name}, ${verdict.runId}`,
    sections: SECTIONS.map(([, render]) => render(shown)),
    data: packed(run.data),
  };
}

/** What is recorded so far of a run that is going on. */
export function measuredParts(
  verdict: Verdict,
  timeline: Timeline,
): Pick<PageParts, 'sections' | 'data'> {
  const run = chartedRun(verdict, timeline);
  const shown = { verdict, timeline, run, startMs: timeline.startMs, lines: new Map() };
  const sections = SECTIONS.filter(
    ([kind]) => kind === 'measured' || (kind === 'events' && verdict.scalingEvents.length > 0),
  );
  return { sections: sections.map(([, render]) => render(shown)), data: packed(run.data) };
}
