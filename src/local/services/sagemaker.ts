/** SageMaker's operations on the endpoint and its configuration. */
import { z } from 'zod';
import {
  configArn,
  configName,
  endpointArn,
  executionRoleArn,
  modelName,
} from '../../simulation/identity.ts';
import type { ServerlessSettings, SimulationSettings } from '../../simulation/settings.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { describeModel } from './describe-model.ts';
import { nameField } from './fields.ts';
import {
  describeInferenceComponent,
  listInferenceComponents,
  updateRuntimeConfig,
} from './inference-components.ts';
import { listEndpointConfigs, listEndpoints, listModels } from './list-sagemaker.ts';
import { type Call, operation, type Service } from './service.ts';
import { refuseOtherEndpoint, updateWeightsAndCapacities } from './update-capacities.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const SAGEMAKER_TARGET = 'SageMaker';

const describeEndpoint = operation(
  invalidMember,
  z.object({ EndpointName: nameField }),
  ({ EndpointName }, { simulation, identity }) => {
    const { instances, serverless } = simulation;
    refuseOtherEndpoint(EndpointName, identity);
    const updating = instances.status === 'Updating';
    return {
      EndpointName,
      EndpointArn: endpointArn(identity),
      EndpointConfigName: configName(identity),
      EndpointStatus: instances.status,
      ProductionVariants: [
        {
          VariantName: identity.variantName,
          CurrentWeight: simulation.weight,
          DesiredWeight: simulation.weight,
          ...(serverless
            ? { CurrentServerlessConfig: serverlessConfig(serverless.settings) }
            : {
                CurrentInstanceCount: instances.inService,
                DesiredInstanceCount: instances.desired,
                ...(simulation.settings.fleet.pools && {
                  InstancePools: simulation.fleet.countsByType.map(({ instanceType, count }) => ({
                    InstanceType: instanceType,
                    CurrentInstanceCount: count,
                  })),
                }),
                ...routingConfig(simulation.settings),
              }),
          ...managedScaling(simulation),
          // Present only during an update.
          ...(updating && {
            VariantStatus: [
              {
                Status: 'Updating',
                StatusMessage: scalingMessage(instances),
                StartTime: new Date(simulation.changedAtMs),
              },
            ],
          }),
        },
      ],
      ...metricsConfig(simulation.settings),
      CreationTime: new Date(simulation.startMs),
      LastModifiedTime: new Date(simulation.changedAtMs),
    };
  },
);

const describeEndpointConfig = operation(
  invalidMember,
  z.object({ EndpointConfigName: nameField }),
  ({ EndpointConfigName }, { simulation, identity }: Call) => {
    const { settings } = simulation;
    if (EndpointConfigName !== configName(identity)) {
      throw validationException(`Could not find endpoint configuration "${EndpointConfigName}".`);
    }
    return {
      EndpointConfigName,
      EndpointConfigArn: configArn(identity),
      ProductionVariants: [
        {
          VariantName: identity.variantName,
          // Where there are inference components, they name the model.
          ...(!simulation.component && { ModelName: modelName(identity) }),
          ...(settings.serverless
            ? { ServerlessConfig: serverlessConfig(settings.serverless) }
            : {
                InitialInstanceCount:
                  settings.component?.initialInstances ?? settings.fleet.initialInstances,
                ...instanceTypes(settings),
                ...routingConfig(settings),
              }),
          ...managedScaling(simulation),
          InitialVariantWeight: 1,
        },
      ],
      ...(simulation.component && { ExecutionRoleArn: executionRoleArn }),
      ...metricsConfig(settings),
      CreationTime: new Date(simulation.startMs),
    };
  },
);

/** AWS documents the sentence of a scale-out. */
function scalingMessage({ inService, desired }: Simulation['instances']): string {
  return `Scaling ${inService < desired ? 'out' : 'in'} desired instance count to ${desired}.`;
}

/** One type, or pools with the time they are tried for: wall-clock, like every duration on the wire. */
function instanceTypes({ instanceType, fleet }: SimulationSettings) {
  if (!fleet.pools) return { InstanceType: instanceType };
  return {
    InstancePools: fleet.pools.map((pool) => ({
      InstanceType: pool.instanceType,
      Priority: pool.priority,
    })),
    VariantInstanceProvisionTimeoutInSeconds: (fleet.poolTimeoutMs ?? 0) / 1000,
  };
}

/** SageMaker's default is to choose at random. */
function routingConfig({ fleet }: SimulationSettings) {
  return (
    fleet.routing === 'least-outstanding' && {
      RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
    }
  );
}

/** Whose instances follow the copies of its inference components. */
function managedScaling({ component }: Simulation) {
  if (!component) return {};
  const { minInstances, maxInstances } = component.settings;
  return {
    ManagedInstanceScaling: {
      Status: 'ENABLED',
      MinInstanceCount: minInstances,
      MaxInstanceCount: maxInstances,
    },
  };
}

/** The frequency is wall-clock, like every duration on the wire; none where nothing was configured. */
function metricsConfig({ metricsConfig: metrics }: SimulationSettings) {
  return (
    metrics && {
      MetricsConfig: {
        EnableEnhancedMetrics: metrics.enhanced,
        EnableDetailedObservability: metrics.detailedObservability,
        MetricPublishFrequencyInSeconds: metrics.publishMs / 1000,
      },
    }
  );
}

function serverlessConfig({ memoryMb, maxConcurrency }: ServerlessSettings) {
  return { MemorySizeInMB: memoryMb, MaxConcurrency: maxConcurrency };
}

export const sagemaker: Service = {
  DescribeEndpoint: describeEndpoint,
  DescribeEndpointConfig: describeEndpointConfig,
  DescribeInferenceComponent: describeInferenceComponent,
  DescribeModel: describeModel,
  ListEndpoints: listEndpoints,
  ListEndpointConfigs: listEndpointConfigs,
  ListInferenceComponents: listInferenceComponents,
  ListModels: listModels,
  UpdateEndpointWeightsAndCapacities: updateWeightsAndCapacities,
  UpdateInferenceComponentRuntimeConfig: updateRuntimeConfig,
};
