/** Settings of the stand-in that contradict each other. */
import { UserError } from '../user-error.ts';
import type { StandInConfig } from './config.ts';

/** @throws UserError that names the two settings and how to mend them */
export function refuseContradictions(config: StandInConfig): void {
  const { minCapacity, maxCapacity } = config.policy;
  const { reservedConcurrency, provisionedConcurrency } = config.lambda;
  if (provisionedConcurrency > (reservedConcurrency ?? provisionedConcurrency)) {
    throw new UserError(
      `lambda.provisionedConcurrency (${provisionedConcurrency}) is above ` +
        `lambda.reservedConcurrency (${reservedConcurrency}); lower the one or raise the other.`,
    );
  }
  if (minCapacity < 1) {
    throw new UserError(
      'policy.minCapacity is 0, and an endpoint variant scales to no fewer than 1; set it to 1.',
    );
  }
  if (minCapacity > maxCapacity) {
    throw new UserError(
      `policy.minCapacity (${minCapacity}) is above policy.maxCapacity (${maxCapacity}); ` +
        'lower the one or raise the other.',
    );
  }
}
