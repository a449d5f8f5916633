import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anonymize } from '../../src/recordings/anonymize.ts';
import { leftovers } from '../../src/recordings/leftovers.ts';
import type { Exchange, Json } from '../../src/recordings/recording.ts';
import { Replay } from '../../src/recordings/replay.ts';
import { linesOf } from '../../src/recordings/write-recording.ts';

const WATCH = {
  endpointName: 'fraud-prod',
  variantName: 'AllTraffic',
  region: 'eu-west-1',
  periodSeconds: 60,
  pollSeconds: 5,
  metricPollSeconds: 15,
};

function exchange(operation: string, answer: Json, input: Json = {}): Exchange {
  const service = 'sagemaker';
  return { atMs: 0, durationMs: 1, service, operation, input, answer, error: null };
}

/** The answer of an only exchange, with the names replaced. */
function replaced(answer: Json, watch = WATCH): Json {
  return anonymize(watch, [exchange('DescribeEndpoint', answer)]).exchanges[0]!.answer!;
}

const UUID = 'c1d2e3f4-0a1b-4c2d-8e3f-a0b1c2d3e4f5';

describe('structure', () => {
  test("the names of AWS's own alarms keep their form", () => {
    expect(
      replaced({
        AlarmName: `TargetTracking-endpoint/fraud-prod/variant/AllTraffic-AlarmHigh-${UUID}`,
        Cause: `monitor alarm TargetTracking-endpoint/fraud-prod/variant/AllTraffic-AlarmHigh-${UUID} in state ALARM triggered policy keep-low.`,
        Other: `TargetTracking-inference-component/llama-acme-AlarmLow-${UUID}`,
      }),
    ).toEqual({
      AlarmName:
        'TargetTracking-endpoint/endpoint-1/variant/variant-1-AlarmHigh-00000000-0000-4000-8000-000000000001',
      Cause:
        'monitor alarm TargetTracking-endpoint/endpoint-1/variant/variant-1-AlarmHigh-00000000-0000-4000-8000-000000000001 in state ALARM triggered policy policy-1.',
      Other:
        'TargetTracking-inference-component/component-1-AlarmLow-00000000-0000-4000-8000-000000000001',
    });
  });

  test('ARNs keep service, Region and kind', () => {
    const arn = `arn:aws:autoscaling:eu-west-1:210987654321:scalingPolicy:${UUID}:resource/sagemaker/endpoint/fraud-prod/variant/AllTraffic:policyName/keep-low:createdBy/${UUID}`;
    expect(
      replaced({
        PolicyARN: arn,
        EndpointArn: 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/fraud-prod',
        RoleARN:
          'arn:aws:iam::210987654321:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
        Role: 'arn:aws:iam::210987654321:role/team/fraud-runner',
      }),
    ).toEqual({
      PolicyARN:
        'arn:aws:autoscaling:eu-west-1:100000000001:scalingPolicy:00000000-0000-4000-8000-000000000001:resource/sagemaker/endpoint/endpoint-1/variant/variant-1:policyName/policy-1:createdBy/00000000-0000-4000-8000-000000000001',
      EndpointArn: 'arn:aws:sagemaker:eu-west-1:100000000001:endpoint/endpoint-1',
      RoleARN:
        'arn:aws:iam::100000000001:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
      Role: 'arn:aws:iam::100000000001:role/role-1',
    });
  });

  test('JSON within a text stays JSON', () => {
    const { HistoryData } = replaced({
      HistoryData: JSON.stringify({
        type: 'Update',
        newState: { stateValue: 'ALARM', stateReason: 'fraud-prod is over' },
        threshold: 1500,
      }),
    });
    expect(JSON.parse(HistoryData as string)).toEqual({
      type: 'Update',
      newState: { stateValue: 'ALARM', stateReason: 'endpoint-1 is over' },
      threshold: 1500,
    });
  });

  test('numbers, times, states, instance types and metrics stay', () => {
    const answer = {
      EndpointStatus: 'Updating',
      CreationTime: 1_742_000_000.123,
      InstanceType: 'ml.g5.2xlarge',
      MetricName: 'ConcurrentRequestsPerModel',
      Namespace: '/aws/sagemaker/Endpoints',
      RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS',
      StateReason:
        'Threshold Crossed: 3 out of the last 3 datapoints [1612.0 (21/11/26 09:30:00), 9.5 (21/11/26 09:29:00)] were greater than the threshold (1500.0) (minimum 3 datapoints for OK -> ALARM transition).',
      StatusMessage:
        "Failed to set desired instance count to 4. Reason: The account-level service limit 'ml.g5.xlarge for endpoint usage' is 4 Instances, with current utilization of 3 Instances and a request delta of 3 Instances.",
      Description: 'Setting desired instance count to 4.',
    };
    expect(replaced(answer)).toEqual(answer);
  });
});

describe('what users write', () => {
  test('tags, environments and descriptions go', () => {
    expect(
      replaced({
        Tags: [{ Key: 'team', Value: 'fraud' }],
        Environment: { Variables: { DB_PASSWORD: 'hunter2' } },
        AlarmDescription: 'Call Ms Miller',
        Timeout: 3,
      }),
    ).toEqual({ AlarmDescription: 'description-1', Timeout: 3 });
  });

  test('metrics and namespaces of their own get names', () => {
    expect(replaced({ Namespace: 'Acme/Fraud', MetricName: 'Backlog' })).toEqual({
      Namespace: 'namespace-1',
      MetricName: 'metric-1',
    });
  });

  test('a member that nobody knows stays, and a word in it that is none of AWS is a name', () => {
    expect(replaced({ Unheard: 'Miller', Also: [{ Of: 'InService', N: 7 }] })).toEqual({
      Unheard: 'name-1',
      Also: [{ Of: 'InService', N: 7 }],
    });
  });

  test('secrets that an error quotes are left out', () => {
    const failed: Exchange = {
      ...exchange('DescribeEndpoint', {}),
      answer: null,
      error: {
        status: 403,
        code: 'AccessDeniedException',
        message:
          'User: arn:aws:sts::210987654321:assumed-role/dev/jane is not authorized; X-Amz-Security-Token: abcdefghijklmnop',
      },
    };
    const { exchanges } = anonymize(WATCH, [failed]);
    expect(exchanges[0]!.error).toEqual({
      status: 403,
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::100000000001:assumed-role/identity-1 is not authorized; (redacted)',
    });
  });
});

test("a name that is a word of AWS's texts is replaced where a name stands, and its texts stay", () => {
  const answer = replaced(
    {
      PolicyName: 'policy',
      EndpointName: 'endpoint',
      Cause: 'monitor alarm slow in state ALARM triggered policy policy',
      ResourceId: 'endpoint/endpoint/variant/AllTraffic',
      Description: 'Setting desired instance count to 4.',
    },
    { ...WATCH, endpointName: 'endpoint' },
  );
  expect(answer).toEqual({
    PolicyName: 'policy-1',
    EndpointName: 'endpoint-1',
    Cause: 'monitor alarm alarm-1 in state ALARM triggered policy policy-1',
    ResourceId: 'endpoint/endpoint-1/variant/variant-1',
    Description: 'Setting desired instance count to 4.',
  });
});

test('a stand-in never has the name that another hides', () => {
  const { EndpointName, PolicyName } = replaced(
    { EndpointName: 'endpoint-1', PolicyName: 'endpoint-2' },
    { ...WATCH, endpointName: 'endpoint-1' },
  );
  expect([EndpointName, PolicyName]).toEqual(['endpoint-3', 'policy-1']);
});

test('what was left is found, whatever its case and in JSON within JSON', () => {
  const { names } = anonymize(WATCH, []);
  const line = JSON.stringify({ a: JSON.stringify({ b: 'x FRAUD-Prod y' }) });
  expect(leftovers(line, names.all())).toEqual(['FRAUD-Prod']);
  expect(leftovers('{"a":"prod"}\n{"b":1}', names.all())).toEqual([]);
});

/** As SageMaker and Application Auto Scaling allow names. */
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}(-[A-Za-z0-9]{1,9}){0,3}$/);
const account = fc.stringMatching(/^[1-9]\d{11}$/);

/** Answers with a name at every place where one may be, and in the texts around. */
const world = fc.record({
  ...{ endpoint: name, variant: name, policy: name, action: name, model: name, role: name },
  ...{ fn: name, account, uuid: fc.uuid(), ip: fc.ipV4(), unheard: name },
});

function answerOf(w: Record<string, string>): Json {
  const resource = `endpoint/${w.endpoint}/variant/${w.variant}`;
  const alarm = `TargetTracking-${resource}-AlarmHigh-${w.uuid}`;
  return {
    EndpointName: w.endpoint,
    EndpointArn: `arn:aws:sagemaker:us-east-1:${w.account}:endpoint/${w.endpoint!.toLowerCase()}`,
    ProductionVariants: [{ VariantName: w.variant, ModelName: w.model, CurrentInstanceCount: 2 }],
    Policies: [
      {
        PolicyName: w.policy,
        Alarms: [
          {
            AlarmName: alarm,
            AlarmARN: `arn:aws:cloudwatch:us-east-1:${w.account}:alarm:${alarm}`,
          },
        ],
      },
    ],
    FunctionArn: `arn:aws:lambda:us-east-1:${w.account}:function:${w.fn}`,
    RoleARN: `arn:aws:iam::${w.account}:role/${w.role}`,
    ScheduledActionName: w.action,
    ResourceId: resource,
    Cause: `monitor alarm ${alarm} in state ALARM triggered policy ${w.policy}`,
    StatusMessage: `Could not find endpoint "arn:aws:sagemaker:us-east-1:${w.account}:endpoint/${w.endpoint}" from ${w.ip}. See https://${w.fn}.example.com/${w.model}.`,
    HistoryData: JSON.stringify({ newState: { stateValue: 'ALARM' }, of: resource, by: w.policy }),
    [w.action!.length % 2 ? 'Unheard' : 'OfNew']: w.unheard,
  };
}

test('nothing of the names is left, and what has the same name still has', () => {
  fc.assert(
    fc.property(world, (w) => {
      const watch = { ...WATCH, endpointName: w.endpoint, variantName: w.variant };
      const told = answerOf(w);
      const { exchanges, names } = anonymize(watch, [exchange('DescribeEndpoint', told)]);
      const text = linesOf(exchanges);
      expect(leftovers(text, names.all())).toEqual([]);
      // Long enough not to be in anything else by chance.
      const all = Object.values(w).filter(
        (each) => each.length > 5 && (names.of(each)?.match ?? 'anywhere') === 'anywhere',
      );
      for (const each of all) expect(text.toLowerCase()).not.toContain(each.toLowerCase());

      const answer = exchanges[0]!.answer as ReturnType<typeof replaced>;
      const { EndpointName, ResourceId, ProductionVariants } = answer;
      const [variant] = ProductionVariants as Json[];
      expect(ResourceId).toBe(`endpoint/${EndpointName}/variant/${variant!.VariantName}`);
      expect(variant!.CurrentInstanceCount).toBe(2);
      const [policy] = answer.Policies as { PolicyName: string; Alarms: { AlarmName: string }[] }[];
      expect(answer.Cause).toBe(
        `monitor alarm ${policy!.Alarms[0]!.AlarmName} in state ALARM triggered policy ${policy!.PolicyName}`,
      );
    }),
    { numRuns: 200 },
  );
});

test('a replaced input is answered as the original was', () => {
  const input = { EndpointName: 'fraud-prod' };
  const recorded = exchange('DescribeEndpoint', { EndpointStatus: 'InService' }, input);
  const { exchanges, watch } = anonymize(WATCH, [recorded]);
  expect(
    new Replay(exchanges).answer(
      'sagemaker',
      'DescribeEndpoint',
      { EndpointName: watch.endpointName },
      5,
    ),
  ).toEqual({ is: 'answer', answer: { EndpointStatus: 'InService' } });
});
