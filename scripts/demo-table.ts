/** Renders several verdicts as an 80-column table, followed by their headlines. */
import { briefMilliseconds, count, figure, percent } from '../src/format/numbers.js';
import { plainText } from '../src/report/plain-text.ts';
import { STATUS_WORDS } from '../src/report/status-words.ts';
import { type Cell, hanging, rowLines } from '../src/report/text-columns.ts';
import { definitionOf } from '../src/verdict/checks/registry.ts';
import type { Verdict } from '../src/verdict/verdict.ts';

const COLUMNS = 80;
const TITLES = ['system', 'verdict', 'requests', 'peak/s', 'correct', 'p99', 'fleet', 'throttled'];
const WIDTHS = [6, 14, 8, 6, 8, 6, 8, 9];
/** Right-aligned columns. */
const RIGHT = [2, 3, 4, 5, 7];

export function demoTable(verdicts: readonly Verdict[]): string {
  const lines = [
    ...rowLines(cells(TITLES), WIDTHS),
    ...rowLines(cells(WIDTHS.map((width) => '-'.repeat(width))), WIDTHS),
    ...verdicts.flatMap((verdict) => rowLines(cells(figuresOf(verdict)), WIDTHS)),
    '',
    ...verdicts.flatMap((verdict) => [
      ...hanging(`${verdict.scenario.name}: `, plainText(verdict.headline), COLUMNS),
      ...hanging('  ', checksInWords(verdict), COLUMNS),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function cells(texts: readonly string[]): Cell[] {
  return texts.map((text, index) => ({ text, right: RIGHT.includes(index) }));
}

function figuresOf({ scenario, status, checks, load, instances }: Verdict): string[] {
  const { mark, word } = STATUS_WORDS[status];
  const accuracy = checks.find(({ id }) => id === 'accuracy')?.observedValue;
  const { first, peak } = instances;
  return [
    scenario.name,
    `${mark} ${word}`,
    count(load.sent),
    figure(load.peakSentRps),
    accuracy ? percent(accuracy.value) : 'n/a',
    briefMilliseconds(load.latencyMs.p99),
    first === peak ? count(peak) : `${count(first)} -> ${count(peak)}`,
    load.completed === 0 ? 'n/a' : percent(load.outcomeShares.throttled ?? 0),
  ];
}

/** The scaling checks that the scenario configures, with their statuses. */
function checksInWords({ checks }: Verdict): string {
  const configured = checks.filter(
    ({ id, status }) => definitionOf(id).group === 'scaling' && status !== 'skipped',
  );
  return configured.map(({ id, status }) => `${id} ${STATUS_WORDS[status].word}`).join(', ');
}
