/** SageMaker's operations on the endpoint and its configuration. */
import { z } from 'zod';
import { configArn, configName, endpointArn, modelName } from '../../simulation/identity.ts';
import type { ServerlessSettings, SimulationSettings } from '../../simulation/settings.ts';
import { describeModel } from './describe-model.ts';
import { nameField } from './fields.ts';
import { listEndpointConfigs, listEndpoints, listModels } from './list-sagemaker.ts';
import { type Call, operation, type Service } from './service.ts';
import { refuseOtherEndpoint, updateWeightsAndCapacities } from './update-capacities.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const SAGEMAKER_TARGET = 'SageMaker';

const describeEndpoint = operation(
  invalidMember,
  z.object({ EndpointName: nameField }),
  ({ EndpointName }, { simulation, identity }) => {
    const { fleet, serverless } = simulation;
    refuseOtherEndpoint(EndpointName, identity);
    const updating = fleet.status === 'Updating';
    return {
      EndpointName,
      EndpointArn: endpointArn(identity),
      EndpointConfigName: configName(identity),
      EndpointStatus: fleet.status,
      ProductionVariants: [
        {
          VariantName: identity.variantName,
          CurrentWeight: simulation.weight,
          DesiredWeight: simulation.weight,
          ...(serverless
            ? { CurrentServerlessConfig: serverlessConfig(serverless.settings) }
            : { CurrentInstanceCount: fleet.inService, DesiredInstanceCount: fleet.desired }),
          // Present only during an update.
          ...(updating && {
            VariantStatus: [{ Status: 'Updating', StartTime: new Date(simulation.changedAtMs) }],
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
          ModelName: modelName(identity),
          ...(settings.serverless
            ? { ServerlessConfig: serverlessConfig(settings.serverless) }
            : {
                InitialInstanceCount: settings.fleet.initialInstances,
                InstanceType: settings.instanceType,
              }),
          InitialVariantWeight: 1,
        },
      ],
      ...metricsConfig(settings),
      CreationTime: new Date(simulation.startMs),
    };
  },
);

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
  DescribeModel: describeModel,
  ListEndpoints: listEndpoints,
  ListEndpointConfigs: listEndpointConfigs,
  ListModels: listModels,
  UpdateEndpointWeightsAndCapacities: updateWeightsAndCapacities,
};
