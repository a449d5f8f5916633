/** The verdict as JUnit XML for CI systems: one test case per check. */
import { XMLBuilder } from 'fast-xml-parser';
import { definitionOf } from '../verdict/checks/registry.ts';
import type { Check, Verdict } from '../verdict/verdict.ts';
import { failureRows } from './failure-rows.ts';
import { findingRows } from './finding-rows.ts';
import { plainText } from './plain-text.ts';
import { attemptInWords, senderInWords, systemInWords } from './run-facts.ts';
import { settingRows } from './setting-rows.ts';

export type Node = Readonly<Record<string, unknown>>;

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Otherwise the value `true` would be dropped, and XML has no attributes without a value.
  suppressBooleanAttributes: false,
});

interface Suite {
  readonly className: string;
  readonly cases: readonly Node[];
  readonly seconds: number;
  /** Timestamp attribute, properties and output. */
  readonly attributes?: Node;
  readonly before?: Node;
  readonly after?: Node;
}

/** One suite of test cases as a document. */
export function junitDocument({ className, cases, seconds, ...rest }: Suite): string {
  const having = (key: string): number => cases.filter((one) => key in one).length;
  const totals = {
    '@tests': cases.length,
    '@failures': having('failure'),
    '@errors': having('error'),
    '@skipped': having('skipped'),
    '@time': seconds.toFixed(3),
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'scaleproof',
      ...totals,
      testsuite: {
        '@name': className,
        ...totals,
        ...rest.attributes,
        ...rest.before,
        testcase: cases,
        ...rest.after,
      },
    },
  });
}

export function renderJunit(verdict: Verdict): string {
  const className = `scaleproof.${plainText(verdict.scenario.name)}`;
  const { startedAtMs } = verdict;
  return junitDocument({
    className,
    cases: [
      ...verdict.checks.map((check) =>
        checkCase(check, className, check.id === 'errors' ? failureLines(verdict) : []),
      ),
      ...runCase(verdict, className),
    ],
    // JUnit uses seconds; 0 when the run's start or end was not recorded.
    seconds: verdict.durationSeconds ?? 0,
    attributes: startedAtMs === null ? {} : { '@timestamp': new Date(startedAtMs).toISOString() },
    before: { properties: { property: properties(verdict) } },
    after: { 'system-out': systemOut(verdict) },
  });
}

/** @param lines what to add to the text of a check that did not pass */
function checkCase(check: Check, className: string, lines: readonly string[]): Node {
  const head = { '@name': `${check.id}: ${definitionOf(check.id).title}`, '@classname': className };
  const detail = {
    '@message': plainText(check.message),
    '@type': check.reason,
    '#text': [
      `observed: ${plainText(check.observed)}`,
      `limit: ${plainText(check.limit)}`,
      ...lines,
    ].join('\n'),
  };
  switch (check.status) {
    case 'pass':
      return head;
    case 'fail':
      return { ...head, failure: detail };
    case 'inconclusive':
      // Not `skipped`: CI shows skipped tests as harmless, and a run that proved nothing must not
      // let a release through. JUnit's `error` means exactly this: the test could not be performed.
      return { ...head, error: detail };
    case 'skipped':
      return { ...head, skipped: { '@message': plainText(check.message) } };
  }
}

/** A status that no single check explains (harness failure, run cut off) gets its own test case. */
function runCase(verdict: Verdict, className: string): Node[] {
  if (verdict.status === 'pass') return [];
  if (verdict.checks.some((check) => check.status === verdict.status)) return [];
  const detail = { '@message': plainText(verdict.headline), '@type': `run-${verdict.ended}` };
  const kind = verdict.status === 'fail' ? 'failure' : 'error';
  return [{ '@name': 'run', '@classname': className, [kind]: detail }];
}

function properties(verdict: Verdict): Node[] {
  const { scenario, target, dataset, versions } = verdict;
  const facts: Record<string, string | number | null | undefined> = {
    status: verdict.status,
    runId: verdict.runId,
    label: verdict.label,
    commit: verdict.commit,
    attempt: verdict.attempt.number === 1 ? null : verdict.attempt.number,
    earlierAttempts: verdict.attempt.earlier.map(attemptInWords).join('; ') || null,
    version: versions.scaleproof,
    system: systemInWords(scenario),
    environment: scenario.environment,
    engine: senderInWords(verdict),
    seed: verdict.loadFrom === 'engine' ? scenario.seed : null,
    target: target.url,
    way: target.way,
    endpoint: target.endpointName,
    region: target.region,
    dataset: dataset?.sha256,
    timeCompression: verdict.timeCompression ?? 'none',
    ended: verdict.ended,
  };
  const settings = settingRows(verdict).map(
    ([what, value]) => [`setting: ${what}`, value] as const,
  );
  return [...Object.entries(facts), ...settings].flatMap(([name, value]) =>
    value === null || value === undefined
      ? []
      : [{ '@name': plainText(name), '@value': plainText(String(value)) }],
  );
}

/** One line for each failing response that the run kept. */
function failureLines({ load }: Verdict): string[] {
  return failureRows(load).map(({ kind, when, response }) => `${kind}: ${when}: ${response}`);
}

function systemOut(verdict: Verdict): string {
  const findings = findingRows(verdict.findings).map(
    ({ word, code, message, advice, evidence }) =>
      `${word} ${code}: ${message} ${advice}${evidence === '' ? '' : ` (${evidence})`}`,
  );
  return [verdict.headline, ...findings, ...verdict.caveats, ...failureLines(verdict)]
    .map(plainText)
    .join('\n');
}
