/** Names the fields that the manifest lacks, and makes the checks that need them inconclusive. */
import type { Analysis } from '../analysis/analyse.ts';
import { type Manifest, watchOf } from '../record/manifest.ts';
import { EXPECTATION_NAMES } from '../record/recorded-expectations.ts';
import type { Result } from './checks/definition.ts';
import { type AnyCheck, CHECKS, type Reason } from './checks/registry.ts';
import type { Check } from './verdict.ts';

interface Field {
  readonly path: string;
  readonly isPresent: (manifest: Manifest) => boolean;
  /** The consequence for the verdict. */
  readonly without: string;
}

const FIELDS: readonly Field[] = [
  {
    path: 'versions.scaleproof',
    isPresent: ({ versions }) => versions.scaleproof !== undefined,
    without: 'the version that recorded the run is unknown',
  },
  {
    path: 'host',
    isPresent: ({ host }) => host !== null,
    without: 'the machine that recorded the run is unknown',
  },
  {
    path: 'loadFrom',
    isPresent: ({ loadFrom }) => loadFrom !== null,
    without: 'the verdict assumes that this run sent the load',
  },
  {
    path: 'scenario.way',
    isPresent: ({ scenario }) => scenario.way !== null,
    without: 'the request counts of hops are not compared, and endpoint throttles are not detected',
  },
  {
    path: 'scenario.phases',
    isPresent: ({ scenario }) => scenario.phases !== null,
    without: 'the length of the plan comes from load.ndjson alone',
  },
  {
    path: 'scenario.replay.timeoutMs',
    isPresent: ({ scenario }) => scenario.replay.timeoutMs !== null,
    without: 'stalls and errors during updates are not detected',
  },
  {
    path: 'scenario.watch.periodSeconds',
    isPresent: (manifest) => watchOf(manifest)?.periodSeconds !== null,
    without: 'missing datapoints are detected only in the metric that the policy tracks',
  },
  {
    path: 'scenario.watch.metricPollSeconds',
    isPresent: (manifest) => watchOf(manifest)?.metricPollSeconds !== null,
    without: 'late datapoints are not detected',
  },
  {
    path: 'scenario.standIn',
    isPresent: ({ scenario }) => scenario.standIn !== undefined,
    without: 'the alarm periods decide whether this was AWS',
  },
  {
    path: 'scenario.standIn.timeCompression',
    isPresent: ({ scenario }) => scenario.standIn?.timeCompression !== null,
    without: 'the time compression comes from the alarm periods',
  },
];

const andListed = new Intl.ListFormat('en-GB');

/** One sentence for each missing field. */
export function unknownInWords({
  record,
  unknownExpectations,
  timeCompression,
}: Analysis): string[] {
  const { manifest } = record;
  const fields = FIELDS.filter(({ isPresent }) => !isPresent(manifest)).map(
    ({ path, without }) => `The manifest has no \`${path}\`, so ${without}.`,
  );
  const expectations = [...new Set(unknownExpectations.values())].map((cause) => {
    const ids = CHECKS.filter(
      ({ expectation }) => expectation && unknownExpectations.get(expectation) === cause,
    ).map(({ id }) => id);
    return `\`scenario.expect.${cause}\` is missing or incomplete in the manifest, so ${andListed.format(ids)} ${ids.length === 1 ? 'is' : 'are'} not judged.`;
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
          'Neither the manifest nor the alarms show the time compression, so AWS durations are not judged.',
        ]
      : [];
  return [...fields, ...expectations, ...others, ...compression];
}

/** Inconclusive when the check's expectation is unknown: the scenario may have asked for it. */
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
    message: `\`scenario.expect.${cause}\` is missing or incomplete in the manifest, so this is not judged. Restore the manifest, or run the scenario again.`,
    when: null,
    confidence: null,
    n: null,
    looks: null,
  };
}
