/** SageMaker UpdateEndpointWeightsAndCapacities: an operator sets the instance count. */
import { z } from 'zod';
import { MAX_INSTANCES } from '../../scenario/limits.ts';
import { endpointArn, type Identity } from '../../simulation/identity.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, nameField, numberField } from './fields.ts';
import { operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

const weightAndCapacity = z.object({
  VariantName: nameField,
  DesiredWeight: numberField.refine((weight) => weight >= 0, 'must not be negative').optional(),
  DesiredInstanceCount: integerField
    .refine((n) => n >= 1 && n <= MAX_INSTANCES, `must be between 1 and ${MAX_INSTANCES}`)
    .optional(),
});

export const updateWeightsAndCapacities = operation(
  invalidMember,
  z.object({
    EndpointName: nameField,
    DesiredWeightsAndCapacities: z.array(weightAndCapacity).min(1),
  }),
  ({ EndpointName, DesiredWeightsAndCapacities }, { simulation, identity, nowMs }) => {
    refuseOtherEndpoint(EndpointName, identity);
    for (const { VariantName, DesiredInstanceCount } of DesiredWeightsAndCapacities) {
      if (VariantName !== identity.variantName) {
        throw validationException(
          `Could not find variant "${VariantName}" for endpoint "${endpointArn(identity)}".`,
        );
      }
      if (DesiredInstanceCount !== undefined && simulation.serverless) {
        throw validationException(
          `The variant ${VariantName} is serverless and has no instance count to set.`,
        );
      }
    }
    if (simulation.component) {
      const sets = DesiredWeightsAndCapacities.some(
        (each) => each.DesiredInstanceCount !== undefined,
      );
      if (sets) {
        throw validationException(
          `The instances of endpoint "${endpointArn(identity)}" follow its inference components; ` +
            'set their copies with UpdateInferenceComponentRuntimeConfig.',
        );
      }
    }
    const { DesiredInstanceCount, DesiredWeight } = DesiredWeightsAndCapacities.at(-1)!;
    if (DesiredInstanceCount !== undefined) {
      const effects = simulation.capacity.changeByHand(DesiredInstanceCount, nowMs);
      if ('reason' in effects) throw new AwsError(effects.code, effects.reason);
      simulation.apply(effects);
    }
    simulation.weight = DesiredWeight ?? simulation.weight;
    return { EndpointArn: endpointArn(identity) };
  },
);

/** @throws AwsError for the name of any endpoint but this one */
export function refuseOtherEndpoint(endpointName: string, identity: Identity): void {
  if (endpointName === identity.endpointName) return;
  throw validationException(
    `Could not find endpoint "${endpointArn({ ...identity, endpointName })}".`,
  );
}
