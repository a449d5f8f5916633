/** What the manifest does not say: named, and what rests on it is not judged. */
import type { Analysis } from '../analysis/analyse.ts';
import type { Manifest } from '../record/manifest.ts';
import { EXPECTATION_NAMES } from '../record/recorded-expectations.ts';
import type { Result } from './checks/definition.ts';
import { type AnyCheck, CHECKS, type Reason } from './checks/registry.ts';
import type { Check } from './verdict.ts';

interface Field {
  readonly path: string;
  readonly isSaid: (manifest: Manifest) => boolean;
  /** What becomes of the verdict without it. */
  readonly without: string;
}

const FIELDS: readonly Field[] = [
  {
    path: 'versions.scaleproof',
    isSaid: ({ versions }) => versions.scaleproof !== undefined,
    without: 'the version that recorded the run is not known',
  },
  {
    path: 'host',
    isSaid: ({ host }) => host !== null,
    without: 'the machine that recorded the run is not known',
  },
  {
    path: 'loadFrom',
    isSaid: ({ loadFrom }) => loadFrom !== null,
    without: 'the load is taken for one that this run sent',
  },
  {
    path: 'scenario.way',
    isSaid: ({ scenario }) => scenario.way !== null,
    without:
      'requests are not counted from hop to hop, and throttles of the endpoint are not looked for',
  },
  {
    path: 'scenario.phases',
    isSaid: ({ scenario }) => scenario.phases !== null,
    without: 'the length of the plan is known from load.ndjson alone',
  },
  {
    path: 'scenario.replay.timeoutMs',
    isSaid: ({ scenario }) => scenario.replay.timeoutMs !== null,
    without: 'stalls and errors during updates are not looked for',
  },
  {
    path: 'scenario.watch.periodSeconds',
    isSaid: ({ scenario }) => scenario.watch.periodSeconds !== null,
    without: 'missing datapoints are looked for only in the metric that the policy tracks',
  },
  {
    path: 'scenario.watch.metricPollSeconds',
    isSaid: ({ scenario }) => scenario.watch.metricPollSeconds !== null,
    without: 'late datapoints are not looked for',
  },
  {
    path: 'scenario.standIn',
    isSaid: ({ scenario }) => scenario.standIn !== undefined,
    without: 'whether this was AWS is read from the periods of its alarms',
  },
  {
    path: 'scenario.standIn.timeCompression',
    isSaid: ({ scenario }) => scenario.standIn?.timeCompression !== null,
    without: 'the time compression is read from the periods of the alarms',
  },
];

const andListed = new Intl.ListFormat('en-GB');

/** One sentence for each thing that the manifest does not say. */
export function unknownInWords({
  record,
  unknownExpectations,
  timeCompression,
}: Analysis): string[] {
  const { manifest } = record;
  const fields = FIELDS.filter(({ isSaid }) => !isSaid(manifest)).map(
    ({ path, without }) => `The manifest does not say \`${path}\`, so ${without}.`,
  );
  const expectations = [...new Set(unknownExpectations.values())].map((cause) => {
    const ids = CHECKS.filter(
      ({ expectation }) => expectation && unknownExpectations.get(expectation) === cause,
    ).map(({ id }) => id);
    return `The manifest does not say all of \`scenario.expect.${cause}\`, so ${andListed.format(ids)} ${ids.length === 1 ? 'is' : 'are'} not judged.`;
  });
  const others = Object.keys(manifest.scenario.expect)
    .filter((name) => !EXPECTATION_NAMES.some((known) => known === name))
    .map(
      (name) =>
        `The manifest has \`scenario.expect.${name}\`, which this version does not know, so it is not judged.`,
    );
  const compression =
    timeCompression === null
      ? [
          'Neither manifest nor alarms tell the time compression, so durations of AWS are not judged.',
        ]
      : [];
  return [...fields, ...expectations, ...others, ...compression];
}

/** Inconclusive where the check's expectation is not known: the run may have been asked for it. */
export function unlessUnknown(
  { unknownExpectations }: Analysis,
  { id, expectation }: AnyCheck,
  result: Result<Reason>,
): Check {
  const cause = expectation && unknownExpectations.get(expectation);
  if (cause === undefined) return { id, ...result };
  return {
    id,
    status: 'inconclusive',
    reason: 'expectation-unknown',
    observed: 'not judged',
    observedValue: null,
    limit: 'unknown',
    limitValue: null,
    message: `The manifest does not say all of \`scenario.expect.${cause}\`, so this is not judged. Restore the manifest, or run the scenario again.`,
    confidence: null,
    n: null,
    looks: null,
  };
}
