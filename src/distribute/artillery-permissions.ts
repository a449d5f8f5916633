/**
 * What Artillery needs on AWS: whoever runs `run-fargate` or `run-lambda`, and the workers that it starts. Pure.
 *
 * The first as in the CloudFormation templates that Artillery ships (lib/platform/aws/iam-cf-templates), which a test
 * compares; the second as in the roles that it makes where none is given (aws-ecs/ecs.ts, aws-lambda/index.ts).
 */
import type { Statement } from '../iam/policy.ts';

export interface Place {
  /** Of ARNs: `aws`, or another in China and GovCloud. */
  readonly partition: string;
}

export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Statement['Condition'],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

/** An ARN in any account: whose is known only to AWS. */
export function arnIn({ partition }: Place, service: string, rest: string, region = '*'): string {
  return `arn:${partition}:${service}:${region}:*:${rest}`;
}

function bucketArns({ partition }: Place): string[] {
  const bucket = `arn:${partition}:s3:::artilleryio-test-data-*`;
  return [bucket, `${bucket}/*`];
}

function roleStatements(place: Place, role: string): Statement[] {
  return [
    allow(
      'WorkerRole',
      ['iam:CreateRole', 'iam:GetRole', 'iam:PassRole', 'iam:PutRolePolicy'],
      arnIn(place, 'iam', `role/${role}`, ''),
    ),
    allow('ArtilleryQueues', ['sqs:*'], arnIn(place, 'sqs', 'artilleryio*')),
    allow('ListQueues', ['sqs:ListQueues'], '*'),
  ];
}

export function fargateStarter(place: Place, role: string): Statement[] {
  const cluster = arnIn(place, 'ecs', 'cluster/*');
  const ecs = (...names: string[]) => names.map((name) => `ecs:${name}`);
  return [
    ...roleStatements(place, role),
    allow(
      'ServiceLinkedRole',
      ['iam:CreateServiceLinkedRole'],
      `arn:${place.partition}:iam::*:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*`,
      { StringLike: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
    ),
    allow(
      'TaskDefinitions',
      ecs('CreateCluster', 'DeregisterTaskDefinition', 'ListClusters', 'RegisterTaskDefinition'),
      '*',
    ),
    allow('Clusters', ecs('DescribeClusters', 'ListContainerInstances'), cluster),
    allow(
      'Tasks',
      ecs(
        ...['DescribeTaskDefinition', 'DescribeTasks', 'ListTaskDefinitions', 'ListTasks'],
        ...['RunTask', 'StartTask', 'StopTask', 'SubmitTaskStateChange'],
      ),
      '*',
      { ArnEquals: { 'ecs:cluster': cluster } },
    ),
    allow('TagTasks', ecs('TagResource'), arnIn(place, 'ecs', 'task/*'), {
      StringEquals: { 'ecs:CreateAction': 'RunTask' },
    }),
    allow('ArtilleryBucket', bucketActions(FARGATE_BUCKET), bucketArns(place)),
    allow(
      'LogRetention',
      ['logs:PutRetentionPolicy'],
      arnIn(place, 'logs', 'log-group:artilleryio-log-group/*'),
    ),
    allow(
      'ArtillerySecrets',
      ['secretsmanager:GetSecretValue'],
      arnIn(place, 'secretsmanager', 'secret:artilleryio/*'),
    ),
    allow(
      'ArtilleryParameters',
      [...PARAMETER_READS, 'ssm:DeleteParameter', 'ssm:PutParameter'].sort(),
      arnIn(place, 'ssm', 'parameter/artilleryio/*'),
    ),
    allow(
      'FindSubnets',
      ['ec2:DescribeRouteTables', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      '*',
    ),
  ];
}

export function lambdaStarter(place: Place, role: string): Statement[] {
  return [
    ...roleStatements(place, role),
    allow(
      'ArtilleryFunctions',
      [
        ...['lambda:CreateFunction', 'lambda:DeleteFunction', 'lambda:GetFunctionConfiguration'],
        ...['lambda:InvokeFunction', 'lambda:TagResource'],
      ],
      arnIn(place, 'lambda', 'function:artilleryio-*'),
    ),
    allow(
      'ArtilleryImage',
      ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      `arn:${place.partition}:ecr:*:248481025674:repository/artillery-worker`,
    ),
    allow('ArtilleryBucket', bucketActions(LAMBDA_BUCKET), bucketArns(place)),
  ];
}

/** The role runs the task and starts it, so it also fetches the image and the secrets and writes the log. */
export function fargateWorker(place: Place): Statement[] {
  return [
    allow('StartTheTask', ['ecr:GetAuthorizationToken', 'ssm:DescribeParameters'], '*'),
    allow('ArtilleryParameters', PARAMETER_READS, arnIn(place, 'ssm', 'parameter/artilleryio/*')),
    allow(
      'TheLog',
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      arnIn(place, 'logs', 'log-group:artilleryio-log-group*'),
    ),
    allow('ArtilleryQueues', ['sqs:*'], arnIn(place, 'sqs', 'artilleryio*')),
    allow('ArtilleryBucket', ['s3:*'], bucketArns(place)),
  ];
}

export function lambdaWorker(place: Place): Statement[] {
  return [
    allow(
      'TheLog',
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      arnIn(place, 'logs', 'log-group:/aws/lambda/artilleryio-*'),
    ),
    allow('ArtilleryQueues', ['sqs:*'], arnIn(place, 'sqs', 'artilleryio*')),
    allow(
      'ArtilleryBucket',
      ['s3:GetObject', 's3:GetObjectAttributes', 's3:ListBucket', 's3:PutObject'],
      bucketArns(place),
    ),
  ];
}

const PARAMETER_READS = [
  'ssm:DescribeParameters',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
];

const LAMBDA_BUCKET = [
  ...['CreateBucket', 'DeleteObject', 'GetLifecycleConfiguration', 'GetObject', 'ListBucket'],
  ...['PutLifecycleConfiguration', 'PutObject'],
];
const FARGATE_BUCKET = [
  ...LAMBDA_BUCKET,
  ...[
    'GetBucketLocation',
    'GetBucketLogging',
    'GetBucketPolicy',
    'GetBucketTagging',
    'GetObjectAcl',
  ],
  ...['GetObjectTagging', 'GetObjectVersion', 'PutBucketPolicy', 'PutBucketTagging'],
  ...['PutMetricsConfiguration', 'PutObjectAcl'],
];

function bucketActions(names: readonly string[]): string[] {
  return names.map((name) => `s3:${name}`).sort();
}
