/** A judgment of nights as rows of text, which terminal and Markdown lay out. */
import { counted } from '../format/numbers.js';
import { changeText, inUnit } from '../format/units.js';
import type { HistoryJudgment, JudgedMetric } from '../history/judge-history.ts';
import { nightInWords } from './run-words.ts';
import { STATUS_WORDS } from './status-words.ts';

export interface JudgmentRow {
  readonly metric: JudgedMetric;
  readonly title: string;
  /** `REGRESSION`, `better`, `in doubt`; empty where nothing is. */
  readonly word: string;
  readonly was: string;
  readonly now: string;
  readonly change: string;
  /** `2026-05-01 0123abcdef`. */
  readonly since: string;
  readonly lastGood: string;
}

const WORDS = {
  regression: 'REGRESSION',
  improvement: 'better',
  'in-doubt': 'in doubt',
  steady: '',
  'insufficient-history': '',
} as const;

/** Metrics of which something is to be said, regressions first. */
export function judgmentRows({ metrics }: HistoryJudgment): JudgmentRow[] {
  const order = Object.keys(WORDS);
  return metrics
    .filter(({ judgment }) => WORDS[judgment.state] !== '')
    .toSorted((a, b) => order.indexOf(a.judgment.state) - order.indexOf(b.judgment.state))
    .map(rowOf);
}

function rowOf(metric: JudgedMetric): JudgmentRow {
  const { judgment, unit, compareBy, title, firstChanged, lastGood } = metric;
  const known = judgment.state === 'insufficient-history' ? null : judgment;
  const change = known?.change ?? null;
  const size = compareBy === 'ratio' ? change?.relativeSize : change?.size;
  return {
    metric,
    title,
    word: WORDS[judgment.state],
    was: inUnit(known?.normal.median ?? null, unit),
    now: inUnit(change?.median ?? metric.value, unit),
    change: changeText(size ?? null, compareBy),
    since: firstChanged === null ? '' : nightInWords(firstChanged),
    lastGood: lastGood === null ? '' : nightInWords(lastGood),
  };
}

/** One sentence, and what to do next where there is something to do. */
export function judgmentHeadline(judgment: HistoryJudgment): string {
  const { result, newest, nights, metrics } = judgment;
  switch (result) {
    case 'regression':
      return regressionNights(judgment).join(' ');
    case 'in-doubt':
      return metrics.length === 0
        ? `The newest run is ${newest.status}, so it says nothing about this night; run it again.`
        : `In doubt: ${doubtful(metrics).join(', ')}. One night proves nothing; run it again, or wait for the next.`;
    case 'limits-only':
      return `Insufficient history: ${counted(nights, 'night')} of ${nightsNeeded(metrics)}. Only the run's own checks judge this night: ${STATUS_WORDS[newest.status].word}.`;
    case 'steady':
      return `No worse than the ${counted(nights - 1, 'night')} before.`;
  }
}

/** A sentence for each night since which something is worse, the newest first. */
function regressionNights(judgment: HistoryJudgment): string[] {
  const rows = judgmentRows(judgment).filter(({ word }) => word === 'REGRESSION');
  const nights = [...Map.groupBy(rows, ({ since }) => since)];
  return nights
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([since, metrics]) => {
      const named = metrics.slice(0, 2).map(({ title, change }) => `${title} ${change}`);
      const more = metrics.length > 2 ? `, and ${metrics.length - 2} more` : '';
      return `Worse since ${since} (last good ${metrics[0]!.lastGood}): ${named.join(', ')}${more}.`;
    });
}

function nightsNeeded(metrics: readonly JudgedMetric[]): number {
  const needed = metrics.flatMap(({ judgment }) =>
    judgment.state === 'insufficient-history' ? [judgment.nightsNeeded] : [],
  );
  return Math.max(...needed);
}

function doubtful(metrics: readonly JudgedMetric[]): string[] {
  return metrics
    .filter(({ judgment }) => judgment.state === 'in-doubt')
    .map((metric) => `${metric.title} ${rowOf(metric).change}`);
}
