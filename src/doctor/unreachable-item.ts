/** Says once that AWS answers nothing, where every call would say it. Pure. */
import type { WatchedScenario } from '../scenario/schema.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, problem } from './item.ts';

const APIS = { id: 'aws', group: 'Credentials and permissions', title: 'AWS APIs' } as const;

/** One of each service that every scenario needs. */
const EACH_SERVICE = ['endpoint', 'policies', 'alarms'] as const;

/** @returns null when any of the services answered */
export function unreachableItem({ watch }: WatchedScenario, answers: AwsAnswers): Item | null {
  const failures = EACH_SERVICE.map((name) => answers[name]).map((answer) =>
    answer.ok ? null : answer.failure,
  );
  const [first] = failures;
  if (first == null || failures.some((failure) => failure?.kind !== 'unreachable')) return null;
  const { endpointUrl, region } = watch;
  return endpointUrl === undefined
    ? problem(
        APIS,
        `No AWS API answers in ${region} (${first.message}).`,
        'Check that watch.region is a real Region, then proxies and VPC endpoints.',
      )
    : problem(
        APIS,
        `No AWS API answers at ${endpointUrl} (${first.message}).`,
        'Start what should listen there, or correct watch.endpointUrl.',
      );
}
