/** SageMaker DescribeModel. The image and the model data have names and nothing behind them. */
import { z } from 'zod';
import {
  ACCOUNT,
  executionRoleArn,
  type Identity,
  modelArn,
  modelName,
} from '../../simulation/identity.ts';
import { nameField } from './fields.ts';
import { operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const describeModel = operation(
  invalidMember,
  z.object({ ModelName: nameField }),
  ({ ModelName }, { simulation, identity }) => {
    if (ModelName !== modelName(identity)) {
      throw validationException(`Could not find model "${ModelName}".`);
    }
    const { containers, startMs } = simulation;
    return {
      ModelName,
      ModelArn: modelArn(identity),
      ExecutionRoleArn: executionRoleArn,
      ...(containers.length === 0
        ? { PrimaryContainer: container(identity) }
        : {
            Containers: containers.map((name) => container(identity, name)),
            InferenceExecutionConfig: { Mode: 'Serial' },
          }),
      CreationTime: new Date(startMs),
      EnableNetworkIsolation: false,
    };
  },
);

function container(identity: Identity, name?: string) {
  const { region, endpointName } = identity;
  return {
    ...(name !== undefined && { ContainerHostname: name }),
    Image: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${endpointName.toLowerCase()}:latest`,
    Mode: 'SingleModel',
    ModelDataUrl: `s3://sagemaker-${region}-${ACCOUNT}/${endpointName}/model.tar.gz`,
    Environment: {},
  };
}
