/** Renders the verdict and the run as one self-contained HTML file. */
import type { Timeline } from '../analysis/timeline.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { SCRIPT, STYLE_SHEET } from './html/assets.ts';
import type { EvidenceLines } from './html/findings-section.ts';
import { multiplesStyleSheet } from './html/multiples/assets.ts';
import { page } from './html/page.ts';
import { reportParts } from './html/report-parts.ts';

/**
 * @param timeline of the same run; an empty one leaves the charts out
 * @param lines those that the findings cite; the page names the others by file and number
 */
export function renderHtml(verdict: Verdict, timeline: Timeline, lines?: EvidenceLines): string {
  const { title, data, sections } = reportParts(verdict, timeline, lines);
  const styleSheet = hasMultiples(timeline) ? multiplesStyleSheet() : STYLE_SHEET;
  return page(title, data, sections, { script: SCRIPT, styleSheet });
}

function hasMultiples({ workers, instanceLines }: Timeline): boolean {
  return workers !== undefined || instanceLines !== undefined;
}
