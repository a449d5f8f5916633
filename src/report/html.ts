/** Renders the verdict and the run as one self-contained HTML file. */
import type { Timeline } from '../analysis/timeline.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { SCRIPT, STYLE_SHEET } from './html/assets.ts';
import { chartsSection } from './html/charts-section.ts';
import { checksSection } from './html/checks-section.ts';
import { eventsSection } from './html/events-section.ts';
import { caveatsSection, factsSection, settingsSection } from './html/facts-section.ts';
import { failuresSection } from './html/failures-section.ts';
import { findingsSection } from './html/findings-section.ts';
import { loadSection } from './html/load-section.ts';
import { packed } from './html/packed-data.ts';
import { page } from './html/page.ts';
import { pageData } from './html/page-data.ts';
import { verdictSection } from './html/verdict-section.ts';
import { STATUS_WORDS } from './status-words.ts';

/** @param timeline of the same run; an empty one leaves the charts out. */
export function renderHtml(verdict: Verdict, timeline: Timeline): string {
  const data = pageData(verdict, timeline);
  const title = `${STATUS_WORDS[verdict.status].word}: ${verdict.scenario.name}, ${verdict.runId}`;
  return page(
    title,
    packed(data),
    [
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
    { script: SCRIPT, styleSheet: STYLE_SHEET },
  );
}
