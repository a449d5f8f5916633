/** The IAM policies of a load on Fargate or Lambda, for whoever starts it and for the workers. Pure. */
import { parseS3Url } from '../aws/s3-url.ts';
import { shellWord } from '../format/shell-word.ts';
import { leastPolicy, type PolicyDocument, type Statement } from '../iam/policy.ts';
import { partitionOf } from '../iam/resources.ts';
import {
  allow,
  fargateStarter,
  fargateWorker,
  lambdaStarter,
  lambdaWorker,
  type Place,
} from './artillery-permissions.ts';
import type { AwsParts } from './aws-parts.ts';
import type { Step, TextFile } from './prepared.ts';

const YOURS = 'permissions/you.json';
const WORKERS = 'permissions/workers.json';
const TRUST = 'permissions/workers-trust.json';
const POLICY_NAME = 'scaleproof-worker';

/** Until a new role is known everywhere: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
const NEW_ROLE_SECONDS = 15;

/** Sent by workers, where the scenario calls AWS directly. */
const INVOCATIONS = ['sagemaker:InvokeEndpoint', 'lambda:InvokeFunction'];

export function policyFiles(parts: AwsParts): TextFile[] {
  return [
    json(YOURS, starterPolicy(parts)),
    json(WORKERS, workerPolicy(parts)),
    json(TRUST, trustPolicy(parts)),
  ];
}

/** What the command that starts workers does, `collect` meanwhile, and `import` afterwards. */
export function starterPolicy(parts: AwsParts): PolicyDocument {
  const place = placeOf(parts);
  const starts = isLambda(parts) ? lambdaStarter : fargateStarter;
  return policy([
    ...starts(place, parts.role),
    ...sampleStatements(parts, ['s3:GetObject']),
    ...scenarioStatements(parts, (action) => !INVOCATIONS.includes(action)),
  ]);
}

/** What Artillery does on a worker, the samples, and the requests themselves where AWS is called directly. */
export function workerPolicy(parts: AwsParts): PolicyDocument {
  const place = placeOf(parts);
  return policy([
    ...(isLambda(parts) ? lambdaWorker(place) : fargateWorker(place)),
    ...sampleStatements(parts, ['s3:GetObject', 's3:PutObject']),
    ...scenarioStatements(parts, (action) => INVOCATIONS.includes(action)),
  ]);
}

export function roleStep(parts: AwsParts): Step {
  const role = shellWord(parts.role);
  const file = (path: string) => shellWord(`file://${parts.directory}/${path}`);
  return {
    what: `Create the workers' role ${parts.role}, where it does not exist yet, and give it what workers need`,
    command: [
      `aws iam get-role --role-name ${role} > /dev/null 2>&1 || { aws iam create-role --role-name ${role} --assume-role-policy-document ${file(TRUST)} && sleep ${NEW_ROLE_SECONDS}; }`,
      `aws iam put-role-policy --role-name ${role} --policy-name ${POLICY_NAME} --policy-document ${file(WORKERS)}`,
    ].join('; '),
  };
}

export function policyWords({ directory, role }: AwsParts): string[] {
  return [
    `You: ${directory}/${YOURS}, to start workers, to watch the endpoint and to read the samples.`,
    `Workers, as the role ${role}: ${directory}/${WORKERS}.`,
  ];
}

function isLambda({ distribution }: AwsParts): boolean {
  return distribution.platform === 'lambda';
}

function placeOf({ region }: AwsParts): Place {
  return { partition: partitionOf(region) };
}

/** Below the load's own prefix, and no other. */
function sampleStatements(parts: AwsParts, actions: readonly string[]): Statement[] {
  const { partition } = placeOf(parts);
  const { bucket, prefix } = parseS3Url(parts.distribution.samples);
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    allow('Samples', actions, `${arn}/${prefix}*`),
    allow('ListSamples', ['s3:ListBucket'], arn, { StringLike: { 's3:prefix': `${prefix}*` } }),
  ];
}

/** Those of the scenario's own policy that `keeps` names. */
function scenarioStatements(
  { scenario }: AwsParts,
  keeps: (action: string) => boolean,
): Statement[] {
  return leastPolicy(scenario, { account: null, livePrices: false })
    .Statement.map((statement) => ({ ...statement, Action: statement.Action.filter(keeps) }))
    .filter(({ Action }) => Action.length > 0);
}

function trustPolicy(parts: AwsParts): object {
  const services = isLambda(parts)
    ? ['lambda.amazonaws.com']
    : ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com'];
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
  };
}

function policy(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

function json(path: string, value: object): TextFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}
