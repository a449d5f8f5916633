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
import { type PackedData, packed } from './packed-data.ts';
import { chartedRun } from './page-data.ts';
import { predictionsSection } from './predictions-section.ts';
import { repeatSection } from './repeat-section.ts';
import { storySection } from './story-section.ts';
import { verdictSection } from './verdict-section.ts';

export interface PageParts {
  readonly title: string;
  readonly sections: readonly (Markup | null)[];
  readonly data: PackedData;
}

/**
 * @param timeline of the same run; an empty one leaves the charts out
 * @param lines those that the findings cite
 */
export function reportParts(
  verdict: Verdict,
  timeline: Timeline,
  lines: EvidenceLines = new Map(),
): PageParts {
  const { startMs } = timeline;
  const run = chartedRun(verdict, timeline);
  return {
    title: `${STATUS_WORDS[verdict.status].word}: ${verdict.scenario.name}, ${verdict.runId}`,
    sections: [
      verdictSection(verdict, startMs),
      storySection(run),
      checksSection(verdict.checks, startMs),
      findingsSection(verdict.findings, startMs, lines),
      latencySection(timeline, run.data),
      eventsSection(verdict, run.events, startMs),
      chartsSection(run.data),
      loadSection(verdict),
      predictionsSection(verdict),
      failuresSection(verdict, timeline),
      settingsSection(verdict),
      caveatsSection(verdict.caveats),
      factsSection(verdict),
      repeatSection(verdict),
      dataSection(verdict, run.data),
    ],
    data: packed(run.data),
  };
}
