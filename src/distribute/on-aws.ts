/** What Fargate and Lambda have in common: a role for the workers, policies, samples in S3. Pure. */
import type { AwsParts } from './aws-parts.ts';
import { stepsAround } from './load-steps.ts';
import type { PlatformParts, Step } from './prepared.ts';
import { policyFiles, policyWords, roleStep } from './worker-role.ts';

export function onAws(parts: AwsParts, load: Step, notes: readonly string[]): PlatformParts {
  const { scenario, distribution } = parts;
  const from = distribution.samples;
  return {
    files: policyFiles(parts),
    steps: [roleStep(parts), ...stepsAround({ scenario, distribution, load, fetch: [], from })],
    notes,
    permissions: policyWords(parts),
  };
}
