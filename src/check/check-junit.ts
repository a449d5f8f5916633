/**
 * A check's report as JUnit XML: one test case for the bound, which is as red as the exit code, and one
 * for the rows of each label, or for each request of a collection.
 */
import { counted } from '../format/numbers.js';
import { junitDocument, type Node } from '../report/junit.ts';
import { plainText } from '../report/plain-text.ts';
import type { CheckReport, CheckResult } from './check-report.ts';
import { limitText, sentence } from './render-check.ts';

/** Rows that a test case names; a broken API fails thousands. */
const MAX_LINES = 20;

export function renderCheckJunit(report: CheckReport): string {
  const className = `scaleproof.check.${plainText(report.scenario)}`;
  const groups = Map.groupBy(report.results, groupOf);
  return junitDocument({
    className,
    cases: [
      boundCase(report, className),
      ...[...groups].map(([name, results]) => groupCase(name, results, report, className)),
    ],
    seconds: 0,
    before: { properties: { property: properties(report) } },
    after: { 'system-out': plainText(sentence(report)) },
  });
}

function boundCase(report: CheckReport, className: string): Node {
  const head = { '@name': 'Enough predictions are correct', '@classname': className };
  const { status, minShare, interrupted } = report;
  const limit = minShare === null ? 'all must be correct' : limitText(minShare, report);
  const detail = {
    '@message': plainText(sentence(report)),
    '@type': interrupted ? 'interrupted' : status,
    '#text': [`limit: ${limit}`, `next: ${nextStep(report)}`].map(plainText).join('\n'),
  };
  // What was cut off has not passed, whatever its first answers were.
  if (status === 'inconclusive' || (interrupted && status === 'pass')) {
    return { ...head, error: detail };
  }
  return status === 'pass' ? head : { ...head, failure: detail };
}

/** Never redder than the bound: a mistake that the bound allows is `skipped`, with its rows. */
function groupCase(
  name: string,
  results: readonly CheckResult[],
  report: CheckReport,
  className: string,
): Node {
  const head = { '@name': plainText(name), '@classname': className };
  const bad = results.filter(isBad);
  const open = results.filter(isUnchecked);
  const amiss = bad.length > 0 ? bad : open;
  if (amiss.length === 0) return head;
  const what = bad.length > 0 ? 'not correct' : 'unchecked';
  const message = `${amiss.length} of ${counted(results.length, 'prediction')} ${what}`;
  const more = amiss.length - MAX_LINES;
  const lines = [
    ...amiss.slice(0, MAX_LINES).map(lineOf),
    ...(more > 0 ? [`and ${more} more`] : []),
    `next: ${nextStep(report)}`,
  ];
  const detail = {
    '@message': message,
    '@type': amiss[0]!.outcome,
    '#text': lines.map(plainText).join('\n'),
  };
  if (report.status === 'fail' && bad.length > 0) return { ...head, failure: detail };
  if (report.status === 'inconclusive' && open.length > 0) return { ...head, error: detail };
  const allowed = report.status === 'pass' ? '; the limit allows it' : '';
  return { ...head, skipped: { '@message': `${message}${allowed}`, '#text': detail['#text'] } };
}

function groupOf({ row, name, expected }: CheckResult): string {
  if (name !== null) return `request ${name}${row === null ? '' : `, row ${row}`}`;
  return expected === null ? 'rows without a label' : `rows labelled ${expected}`;
}

function isBad(result: CheckResult): boolean {
  return result.outcome !== 'correct' && result.outcome !== 'well-formed' && !isUnchecked(result);
}

function isUnchecked({ outcome }: CheckResult): boolean {
  return outcome === 'unlabelled' || outcome === 'not-sent';
}

/** `row 51: expected setosa, predicted virginica (wrong)`. */
function lineOf({ row, name, expected, predicted, outcome, detail, notes }: CheckResult): string {
  const which = name ?? `row ${row}`;
  const found = predicted === null ? 'no prediction' : `predicted ${predicted}`;
  const why = detail === null ? '' : `: ${detail}`;
  return [`${which}: expected ${expected ?? '-'}, ${found} (${outcome})${why}`, ...notes].join(
    '; ',
  );
}

function nextStep({ status, results, source, interrupted }: CheckReport) {
  if (interrupted) return 'Run the check again, to the end.';
  if (status === 'inconclusive') {
    return source.kind === 'postman'
      ? 'Correct the requests that were not sent or have no label, and export the collection again.'
      : 'Fill the label column of the dataset.';
  }
  const first = results.find((result) => isBad(result) && result.row !== null);
  if (source.kind === 'postman' || first === undefined) {
    return 'Correct the API, or the labels in the collection.';
  }
  return `Look at one of them: add --row ${first.row} to the command.`;
}

function properties(report: CheckReport): Node[] {
  const { system, environment, target, way, source, status } = report;
  const facts = {
    ...{ status, system, environment, target, way },
    seed: source.kind === 'rows' ? source.seed : null,
    collection: source.kind === 'postman' ? source.file : null,
  };
  return Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [{ '@name': name, '@value': plainText(String(value)) }],
  );
}
