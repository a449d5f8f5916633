/** The parts of a run's page: its title, its sections in reading order, and the data of its charts. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { chartsSection } from './charts-section.ts';
import { checksSection } from './checks-section.ts';
import { eventsSection } from './events-section.ts';
import { caveatsSection, factsSection, settingsSection } from './facts-section.ts';
import { failuresSection } from './failures-section.ts';
import { findingsSection } from './findings-section.ts';
import { loadSection } from './load-section.ts';
import type { Markup } from './markup.ts';
import { type PackedData, packed } from './packed-data.ts';
import { pageData } from './page-data.ts';
import { verdictSection } from './verdict-section.ts';

export interface PageParts {
  readonly title: string;
  readonly sections: readonly (Markup | null)[];
  readonly data: PackedData;
}

/** @param timeline of the same run; an empty one leaves the charts out. */
export function reportParts(verdict: Verdict, timeline: Timeline): PageParts {
  const data = pageData(verdict, timeline);
  return {
    title: `${STATUS_WORDS[verdict.status].word}: ${verdict.scenario.name}, ${verdict.runId}`,
    sections: [
      verdictSection(verdict),
      checksSection(verdict.checks),
      findingsSection(verdict.findings),
      chartsSection(data),
      eventsSection(verdict),
      loadSection(verdict),
      failuresSection(verdict),
      settingsSection(verdict),
      caveatsSection(verdict.caveats),
      factsSection(verdict),
    ],
    data: packed(data),
  };
}
