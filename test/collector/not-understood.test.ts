import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHAPES } from '../../src/collector/answer-keys.ts';
import { doubtsIn, doubtsInEndpoint } from '../../src/collector/not-understood.ts';
import { collect } from './collecting.ts';
import { reply, smallAws } from './small-aws.ts';

const OURS = { VariantName: 'AllTraffic', CurrentInstanceCount: 1, DesiredInstanceCount: 1 };

describe('of an endpoint', () => {
  test.each<[string, object, object[]]>([
    ['nothing is named of what is understood or cannot matter', { EndpointArn: 'arn' }, []],
    [
      'what matters is named with what it could change',
      { AsyncInferenceConfig: { OutputConfig: {} } },
      [{ what: 'AsyncInferenceConfig', affects: ['metrics', 'scaling'] }],
    ],
    [
      'what cannot matter to a check is named, too',
      { ShadowProductionVariants: [{ VariantName: 'shadow' }] },
      [{ what: 'ShadowProductionVariants', affects: [] }],
    ],
    ['what is empty or off is not used', { ShadowProductionVariants: [], ExplainerConfig: {} }, []],
    ['a newer key is named', { Teleport: true }, [{ what: 'Teleport', affects: ['counts'] }]],
    [
      'a newer key of the variant is named by its place',
      { ProductionVariants: [{ ...OURS, Teleport: { Enabled: true } }] },
      [{ what: 'ProductionVariants[0].Teleport', affects: ['counts', 'metrics'] }],
    ],
    [
      'a way of routing that is not known is named',
      { ProductionVariants: [{ ...OURS, RoutingConfig: { RoutingStrategy: 'PREFIX_AWARE' } }] },
      [
        {
          what: 'ProductionVariants[0].RoutingConfig.RoutingStrategy PREFIX_AWARE',
          affects: ['metrics'],
        },
      ],
    ],
    [
      'of other variants, that there are some',
      { ProductionVariants: [{ VariantName: 'canary', Teleport: 1 }, OURS] },
      [
        {
          what: 'ProductionVariants: requests are split between canary, AllTraffic',
          affects: ['metrics'],
        },
      ],
    ],
  ])('%s', (_what, answer, doubts) => {
    expect(doubtsInEndpoint('DescribeEndpointOutput', answer, 'AllTraffic')).toEqual(doubts);
  });
});

describe('of a policy', () => {
  test.each<[string, object, string[]]>([
    [
      'steps',
      {
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
        },
      },
      [],
    ],
    [
      'a type that is not known',
      { PolicyType: 'ClairvoyantScaling' },
      ['PolicyType ClairvoyantScaling'],
    ],
    [
      'a metric that is not known',
      {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 5,
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerMood' },
        },
      },
      [
        'TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType SageMakerMood',
      ],
    ],
    [
      'metric math',
      {
        TargetTrackingScalingPolicyConfiguration: {
          CustomizedMetricSpecification: { Metrics: [{ Id: 'e', Expression: 'm1 / m2' }] },
        },
      },
      ['TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics'],
    ],
  ])('%s', (_what, policy, named) => {
    expect(doubtsIn('ScalingPolicy', policy, 'policy p: ')).toEqual(
      named.map((what) => ({ what: `policy p: ${what}`, affects: ['scaling'] })),
    );
  });
});

test('whatever AWS answers, the walk ends, and names only what is there', () => {
  const shapes = Object.values(SHAPES).flatMap((each) => Object.keys(each));
  fc.assert(
    fc.property(fc.constantFrom(...shapes), fc.object({ maxDepth: 3 }), (shape, answer) => {
      for (const { what } of doubtsIn(shape, answer)) {
        const key = Object.keys(answer).find((each) => what.startsWith(each));
        expect(key, what).toBeDefined();
      }
    }),
  );
});

test('keys that even the SDK does not know are read off the wire, and each is told once', async () => {
  const aws = await smallAws();
  aws.spoil = (operation, response) => {
    switch (operation) {
      case 'DescribeEndpoint':
        return reply(response, {
          EndpointStatus: 'InService',
          EndpointConfigName: 'wine-config',
          ProductionVariants: [{ ...OURS, Teleport: 'on' }],
        });
      case 'DescribeScalingPolicies':
        return reply(response, { ScalingPolicies: [{ PolicyName: 'p', Clairvoyance: 1 }] });
      case 'DescribeScalableTargets':
        return reply(response, { ScalableTargets: [{ MinCapacity: 1, MaxCapacity: 2, Mood: 1 }] });
      default:
        return false;
    }
  };
  const { collector, of } = collect(aws.url);
  await collector.start();
  await collector.stop();
  const told = of('not-understood').map(({ what, affects }) => [what, affects]);
  expect(told.toSorted()).toEqual([
    ['ProductionVariants[0].Teleport', ['counts', 'metrics']],
    ['policy p: Clairvoyance', ['scaling']],
    ['scalable target: Mood', ['scaling']],
  ]);
  expect(of('gap')).toEqual([]);
});
