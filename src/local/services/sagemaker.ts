/** SageMaker DescribeEndpoint and DescribeEndpointConfig. */
import { z } from 'zod';
import { configArn, configName, endpointArn } from '../../simulation/identity.ts';
import type { ServerlessSettings } from '../../simulation/settings.ts';
import { nameField } from './fields.ts';
import { type Call, operation, type Service } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const SAGEMAKER_TARGET = 'SageMaker';

const describeEndpoint = operation(
  invalidMember,
  z.object({ EndpointName: nameField }),
  ({ EndpointName }, { simulation }) => {
    const { identity, fleet, serverless } = simulation;
    if (EndpointName !== identity.endpointName) {
      const arn = endpointArn({ ...identity, endpointName: EndpointName });
      throw validationException(`Could not find endpoint "${arn}".`);
    }
    const updating = fleet.status === 'Updating';
    return {
      EndpointName,
      EndpointArn: endpointArn(identity),
      EndpointConfigName: configName(identity),
      EndpointStatus: fleet.status,
      ProductionVariants: [
        {
          VariantName: identity.variantName,
          CurrentWeight: 1,
          DesiredWeight: 1,
          ...(serverless
            ? { CurrentServerlessConfig: serverlessConfig(serverless.settings) }
            : { CurrentInstanceCount: fleet.inService, DesiredInstanceCount: fleet.desired }),
          // Present only during an update.
          ...(updating && {
            VariantStatus: [{ Status: 'Updating', StartTime: new Date(simulation.changedAtMs) }],
          }),
        },
      ],
      CreationTime: new Date(simulation.startMs),
      LastModifiedTime: new Date(simulation.changedAtMs),
    };
  },
);

const describeEndpointConfig = operation(
  invalidMember,
  z.object({ EndpointConfigName: nameField }),
  ({ EndpointConfigName }, { simulation }: Call) => {
    const { identity, settings } = simulation;
    if (EndpointConfigName !== configName(identity)) {
      throw validationException(`Could not find endpoint configuration "${EndpointConfigName}".`);
    }
    return {
      EndpointConfigName,
      EndpointConfigArn: configArn(identity),
      ProductionVariants: [
        {
          VariantName: identity.variantName,
          ModelName: `${identity.endpointName}-model`,
          ...(settings.serverless
            ? { ServerlessConfig: serverlessConfig(settings.serverless) }
            : {
                InitialInstanceCount: settings.fleet.initialInstances,
                InstanceType: settings.instanceType,
              }),
          InitialVariantWeight: 1,
        },
      ],
      CreationTime: new Date(simulation.startMs),
    };
  },
);

function serverlessConfig({ memoryMb, maxConcurrency }: ServerlessSettings) {
  return { MemorySizeInMB: memoryMb, MaxConcurrency: maxConcurrency };
}

export const sagemaker: Service = {
  DescribeEndpoint: describeEndpoint,
  DescribeEndpointConfig: describeEndpointConfig,
};
