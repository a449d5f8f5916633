/** SageMaker's operations on inference components: there is one, where the settings have one. */
import { z } from 'zod';
import { MAX_INSTANCES } from '../../scenario/limits.ts';
import type { InferenceComponent } from '../../simulation/component.ts';
import { componentArn, endpointArn, type Identity, modelName } from '../../simulation/identity.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, nameField } from './fields.ts';
import { changedFilters, listFilters, only } from './list-sagemaker.ts';
import { type Call, operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

/** What a copy needs; with the instances' size, it would decide how many fit on one. */
const MIN_MEMORY_MB = 1024;

export const describeInferenceComponent = operation(
  invalidMember,
  z.object({ InferenceComponentName: nameField }),
  ({ InferenceComponentName }, { simulation, identity }) => {
    const component = named(InferenceComponentName, simulation);
    const { fleet, startMs } = simulation;
    return {
      ...nameAndPlace(component, identity),
      Specification: {
        ModelName: modelName(identity),
        ComputeResourceRequirements: { MinMemoryRequiredInMb: MIN_MEMORY_MB },
      },
      RuntimeConfig: { DesiredCopyCount: fleet.desired, CurrentCopyCount: fleet.inService },
      CreationTime: new Date(startMs),
      LastModifiedTime: new Date(component.changedAtMs),
      InferenceComponentStatus: fleet.status,
    };
  },
);

export const listInferenceComponents = operation(
  invalidMember,
  z.object({
    ...listFilters,
    ...changedFilters,
    StatusEquals: z.string().optional(),
    EndpointNameEquals: z.string().optional(),
    VariantNameEquals: z.string().optional(),
  }),
  (input, { simulation, identity }: Call) => {
    const { component, startMs, fleet } = simulation;
    if (!component) return { InferenceComponents: [] };
    const { changedAtMs } = component;
    const summary = {
      CreationTime: new Date(startMs),
      ...nameAndPlace(component, identity),
      InferenceComponentStatus: fleet.status,
      LastModifiedTime: new Date(changedAtMs),
    };
    const { items, next } = only(
      input,
      { name: component.settings.name, createdMs: startMs },
      summary,
    );
    const InferenceComponents = items.filter(
      (item) =>
        (input.StatusEquals ?? item.InferenceComponentStatus) === item.InferenceComponentStatus &&
        (input.EndpointNameEquals ?? item.EndpointName) === item.EndpointName &&
        (input.VariantNameEquals ?? item.VariantName) === item.VariantName &&
        changedAtMs < input.LastModifiedTimeBefore &&
        changedAtMs > input.LastModifiedTimeAfter,
    );
    return { InferenceComponents, ...next };
  },
);

export const updateRuntimeConfig = operation(
  invalidMember,
  z.object({
    InferenceComponentName: nameField,
    DesiredRuntimeConfig: z.object({
      CopyCount: integerField.refine(
        (n) => n >= 0 && n <= MAX_INSTANCES,
        `must be between 0 and ${MAX_INSTANCES}`,
      ),
    }),
  }),
  ({ InferenceComponentName, DesiredRuntimeConfig }, { simulation, identity, nowMs }) => {
    const component = named(InferenceComponentName, simulation);
    const effects = simulation.capacity.changeByHand(DesiredRuntimeConfig.CopyCount, nowMs);
    if ('reason' in effects) throw new AwsError(effects.code, effects.reason);
    simulation.apply(effects);
    return { InferenceComponentArn: componentArn(identity, component.settings.name) };
  },
);

function nameAndPlace({ settings: { name } }: InferenceComponent, identity: Identity) {
  return {
    InferenceComponentName: name,
    InferenceComponentArn: componentArn(identity, name),
    EndpointName: identity.endpointName,
    EndpointArn: endpointArn(identity),
    VariantName: identity.variantName,
  };
}

/** @throws AwsError for the name of any component but this one */
function named(name: string, { component }: Simulation): InferenceComponent {
  if (component?.settings.name === name) return component;
  throw validationException(`Could not find inference component "${name}".`);
}
