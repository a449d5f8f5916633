/** Names and ARNs of the simulated resources, spelled as AWS spells them. */

/** The account number in AWS's own examples; it belongs to nobody. */
export const ACCOUNT = '123456789012';

export interface Identity {
  readonly endpointName: string;
  readonly variantName: string;
  readonly region: string;
  /** The inference component, where the endpoint has one: it is then what scales. */
  readonly component?: string;
}

/** What scales, as Application Auto Scaling names it. */
export const resourceId = ({ endpointName, variantName, component }: Identity) =>
  component === undefined
    ? `endpoint/${endpointName}/variant/${variantName}`
    : `inference-component/${component}`;

export const scalableDimension = ({ component }: Identity) =>
  component === undefined
    ? 'sagemaker:variant:DesiredInstanceCount'
    : 'sagemaker:inference-component:DesiredCopyCount';

/** The dimensions of the variant's metrics. */
export const variantDimensions = (identity: Identity) => [
  { Name: 'EndpointName', Value: identity.endpointName },
  { Name: 'VariantName', Value: identity.variantName },
];

/** The dimensions of a component's metrics. */
export const componentDimensions = (component: string) => [
  { Name: 'InferenceComponentName', Value: component },
];

export const componentArn = ({ region }: Identity, component: string) =>
  `arn:aws:sagemaker:${region}:${ACCOUNT}:inference-component/${component.toLowerCase()}`;
/**
 * The id of the variant's n-th instance, in the form of EC2's: made of the endpoint's name, so that it is
 * the same in every run.
 *
 * @param number 1 for the first launched
 */
export function instanceIdOf({ endpointName }: Identity, number: number): string {
  const parts = [1, 2, 3].map((salt) => hash32(`${salt} ${endpointName} ${number}`));
  return `i-${parts
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('')
    .slice(0, 17)}`;
}

/** FNV-1a, with a final mix that separates similar texts. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export const configName = ({ endpointName }: Identity) => `${endpointName}-config`;

/** SageMaker lower-cases names in its ARNs. */
export const endpointArn = ({ endpointName, region }: Identity) =>
  `arn:aws:sagemaker:${region}:${ACCOUNT}:endpoint/${endpointName.toLowerCase()}`;

export const configArn = (identity: Identity) =>
  `arn:aws:sagemaker:${identity.region}:${ACCOUNT}:endpoint-config/${configName(identity).toLowerCase()}`;

export const modelName = ({ endpointName }: Identity) => `${endpointName}-model`;

export const modelArn = (identity: Identity) =>
  `arn:aws:sagemaker:${identity.region}:${ACCOUNT}:model/${modelName(identity).toLowerCase()}`;

export const functionArn = ({ region }: Identity, functionName: string) =>
  `arn:aws:lambda:${region}:${ACCOUNT}:function:${functionName}`;

export const alarmArn = ({ region }: Identity, alarmName: string) =>
  `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${alarmName}`;

export const scalableTargetArn = ({ region }: Identity, id: string) =>
  `arn:aws:application-autoscaling:${region}:${ACCOUNT}:scalable-target/${id}`;

export const policyArn = (identity: Identity, policyName: string, id: string) =>
  `arn:aws:autoscaling:${identity.region}:${ACCOUNT}:scalingPolicy:${id}:resource/sagemaker/` +
  `${resourceId(identity)}:policyName/${policyName}`;

export const scheduledActionArn = (identity: Identity, actionName: string, id: string) =>
  `arn:aws:autoscaling:${identity.region}:${ACCOUNT}:scheduledAction:${id}:resource/sagemaker/` +
  `${resourceId(identity)}:scheduledActionName/${actionName}`;

export const autoscalingRoleArn =
  `arn:aws:iam::${ACCOUNT}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/` +
  'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';

export const executionRoleArn = `arn:aws:iam::${ACCOUNT}:role/service-role/AmazonSageMaker-ExecutionRole`;
