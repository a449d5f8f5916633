/** Generated requests for the stand-in: real calls with parts replaced, and things that are no calls. */
import fc from 'fast-check';
import { SIGNED } from './running.ts';

/** What the generated requests are sent to. */
export const SYSTEMS = ['wine', 'iris', 'car', 'dog-a'] as const;

export interface GeneratedRequest {
  /** Index in SYSTEMS. */
  readonly standIn: number;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS';
  /** With the query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const NOW = 1_790_000_000;
const range = { StartTime: NOW, EndTime: NOW + 600 };
const metric = { Namespace: 'AWS/SageMaker', MetricName: 'Invocations', Dimensions: [] };
const variant = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
};
const page = { MaxResults: 5, NextToken: 'eyJvZmZzZXQiOjAsImFzT2YiOjB9' };
const records = { MaxRecords: 5, NextToken: page.NextToken };

/** A correct request of every operation, by its `x-amz-target`. */
const CALLS: Record<string, Record<string, unknown>> = {
  'GraniteServiceVersion20100801.GetMetricData': {
    ...range,
    MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
    ScanBy: 'TimestampAscending',
    MaxDatapoints: 10,
    NextToken: page.NextToken,
  },
  'GraniteServiceVersion20100801.GetMetricStatistics': {
    ...{ ...range, ...metric, Period: 60, Statistics: ['Sum'] },
  },
  'GraniteServiceVersion20100801.ListMetrics': { ...metric, NextToken: page.NextToken },
  'GraniteServiceVersion20100801.DescribeAlarms': {
    ...{ ...records, AlarmNames: ['a'], AlarmTypes: ['MetricAlarm'], StateValue: 'OK' },
  },
  'GraniteServiceVersion20100801.DescribeAlarmHistory': {
    ...{ ...records, AlarmName: 'a', HistoryItemType: 'StateUpdate', StartDate: NOW, EndDate: NOW },
  },
  'SageMaker.DescribeEndpoint': { EndpointName: 'wine' },
  'SageMaker.DescribeEndpointConfig': { EndpointConfigName: 'wine-config' },
  'AnyScaleFrontendService.DescribeScalableTargets': {
    ...{ ServiceNamespace: 'sagemaker', ResourceIds: [variant.ResourceId], ...page },
  },
  'AnyScaleFrontendService.DescribeScalingPolicies': { ...variant, ...page, PolicyNames: ['a'] },
  'AnyScaleFrontendService.DescribeScalingActivities': {
    ...{ ...variant, ...page, IncludeNotScaledActivities: true },
  },
  'AnyScaleFrontendService.RegisterScalableTarget': {
    ...{ ...variant, MinCapacity: 1, MaxCapacity: 4 },
    SuspendedState: { DynamicScalingOutSuspended: false },
  },
  'AnyScaleFrontendService.PutScalingPolicy': {
    ...variant,
    PolicyName: 'SageMakerEndpointInvocationScalingPolicy',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 1000,
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
      },
      ScaleOutCooldown: 10,
    },
  },
  'GraniteServiceVersion20100801.DescribeAlarmsForMetric': { ...metric, Statistic: 'Sum' },
  'GraniteServiceVersion20100801.PutMetricAlarm': {
    ...{ ...metric, AlarmName: 'a', Statistic: 'Sum', Period: 60, EvaluationPeriods: 3 },
    ...{ Threshold: 5, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
    AlarmActions: ['arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:x:policyName/y'],
  },
  'GraniteServiceVersion20100801.DeleteAlarms': { AlarmNames: ['a'] },
  'GraniteServiceVersion20100801.SetAlarmState': {
    ...{ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'why not' },
  },
  'GraniteServiceVersion20100801.EnableAlarmActions': { AlarmNames: ['a'] },
  'GraniteServiceVersion20100801.DisableAlarmActions': { AlarmNames: ['a'] },
  'GraniteServiceVersion20100801.PutMetricData': {
    Namespace: 'Own',
    MetricData: [
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: 'b', Value: 'c' }] },
      { MetricName: 'a', Values: [1, 2], Counts: [3, 4], Unit: 'Count', Timestamp: NOW },
    ],
  },
  'SageMaker.ListEndpoints': { NameContains: 'w', CreationTimeAfter: NOW, ...page },
  'SageMaker.ListEndpointConfigs': page,
  'SageMaker.ListModels': page,
  'SageMaker.DescribeModel': { ModelName: 'wine-model' },
  'SageMaker.UpdateEndpointWeightsAndCapacities': {
    EndpointName: 'wine',
    DesiredWeightsAndCapacities: [
      { VariantName: 'AllTraffic', DesiredInstanceCount: 2, DesiredWeight: 1 },
    ],
  },
  'AnyScaleFrontendService.PutScheduledAction': {
    ...{ ...variant, ScheduledActionName: 'a', Schedule: 'cron(0 9 ? * MON-FRI *)' },
    ...{ Timezone: 'Europe/Berlin', StartTime: NOW, EndTime: NOW },
    ScalableTargetAction: { MinCapacity: 1, MaxCapacity: 4 },
  },
  'AnyScaleFrontendService.DescribeScheduledActions': { ...variant, ...page },
  'AnyScaleFrontendService.DeleteScheduledAction': { ...variant, ScheduledActionName: 'a' },
  'AnyScaleFrontendService.DeleteScalingPolicy': { ...variant, PolicyName: 'a' },
  'AnyScaleFrontendService.DeregisterScalableTarget': variant,
  'AWSPriceListService.GetProducts': {
    ServiceCode: 'AmazonSageMaker',
    Filters: [{ Type: 'TERM_MATCH', Field: 'regionCode', Value: 'eu-west-1' }],
    ...page,
  },
  'ServiceQuotasV20190624.ListServiceQuotas': { ServiceCode: 'sagemaker', ...page },
  'ServiceQuotasV20190624.GetServiceQuota': { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' },
};
/** REST calls and predictions that are correct on one stand-in or another. */
const REST = [
  { method: 'POST', path: '/DummyStage/DT', body: '{"body":"1,2,3,4,5,6,7,8,9,10,11,12,13"}' },
  { method: 'POST', path: '/dev', body: '{"x1":5.1,"x2":3.5,"x3":1.4,"x4":0.2}' },
  { method: 'GET', path: '/items?EndpointName=wine&FinalPayload=low,low,2,2,big,high', body: '' },
  { method: 'POST', path: '/endpoints/wine/invocations', body: '5.1,3.5,1.4,0.2' },
  { method: 'POST', path: '/2015-03-31/functions/dog-a/invocations', body: '{"url":"a:b"}' },
  { method: 'GET', path: '/2015-03-31/functions/dog-a/configuration', body: '' },
  { method: 'POST', path: '/2015-03-31/functions/iris/invocations', body: '{"body":"{}"}' },
  {
    method: 'POST',
    path: '/2015-03-31/functions/car/invocations',
    body: '{"queryStringParameters":{}}',
  },
  { method: 'GET', path: '/2015-03-31/functions/', body: '' },
  { method: 'GET', path: '/2015-03-31/functions/dog-a?Qualifier=1', body: '' },
  { method: 'GET', path: '/2015-03-31/functions/dog-a/versions', body: '' },
  { method: 'GET', path: '/2015-03-31/functions/dog-a/aliases/live', body: '' },
  { method: 'GET', path: '/2019-09-30/functions/dog-a/concurrency', body: '' },
  { method: 'GET', path: '/2019-09-30/functions/dog-a/provisioned-concurrency?List=ALL', body: '' },
  { method: 'GET', path: '/2016-08-19/account-settings/', body: '' },
] as const;

const awkward = fc.constantFrom<unknown>(
  ...[
    '',
    '0',
    '-1e999',
    '%00',
    '999999999999999999999',
    '2026-01-01T00:00:00Z',
    '\u0000',
    '__proto__',
  ],
  ...[0, -1, 0.1, 1e-9, 1e15, 1e308, true, false, null],
  ...[[], [[]], [{}], [null], {}, { member: 1 }],
);
const anything = fc.oneof(awkward, fc.jsonValue({ maxDepth: 3 }));

/** The same JSON with some of its values, at any depth, replaced, left out or put into a list. */
function changed(json: unknown, share: number): fc.Arbitrary<unknown> {
  if (typeof json !== 'object' || json === null) {
    return fc.oneof(
      { weight: 10, arbitrary: fc.constant(json) },
      { weight: share, arbitrary: anything },
    );
  }
  const inner: fc.Arbitrary<unknown> = Array.isArray(json)
    ? fc.tuple(...json.map((item) => changed(item, share)))
    : fc.record(
        Object.fromEntries(Object.entries(json).map(([key, item]) => [key, changed(item, share)])),
        { requiredKeys: [] },
      );
  return fc.oneof(
    { weight: 12, arbitrary: inner },
    { weight: 6, arbitrary: fc.constant(json) },
    { weight: 1, arbitrary: anything },
  );
}

/** Any JSON as the Query protocol writes it. */
function asForm(action: string, json: unknown): string {
  const fields: string[] = [`Action=${action}`];
  const write = (prefix: string, each: unknown): void => {
    if (Array.isArray(each)) {
      for (const [i, item] of each.entries()) write(`${prefix}.member.${i + 1}`, item);
    } else if (typeof each === 'object' && each !== null) {
      for (const [key, item] of Object.entries(each)) write(`${prefix}.${key}`, item);
    } else fields.push(`${encodeURIComponent(prefix)}=${encodeURIComponent(String(each))}`);
  };
  if (typeof json === 'object' && json !== null) {
    for (const [key, item] of Object.entries(json)) write(key, item);
  }
  return fields.join('&');
}

const standIn = fc.nat(SYSTEMS.length - 1);
const JSON_TYPE = 'application/x-amz-json-1.1';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const authorization = fc.oneof(
  { weight: 20, arbitrary: fc.constant(SIGNED) },
  { weight: 1, arbitrary: fc.constantFrom('AWS4-HMAC-SHA256 =', 'Basic x', `${SIGNED},=`) },
);

const calls = fc.constantFrom(...Object.keys(CALLS)).chain((target) =>
  fc.record({
    target: fc.constant(target),
    json: changed(CALLS[target], 2),
    standIn,
    authorization,
  }),
);
const jsonCall = calls.map(
  ({ target, json, authorization: signed, ...rest }): GeneratedRequest => ({
    ...rest,
    method: 'POST',
    path: '/',
    headers: { authorization: signed, 'content-type': JSON_TYPE, 'x-amz-target': target },
    body: JSON.stringify(json),
  }),
);
const formCall = calls.map(
  ({ target, json, authorization: signed, ...rest }): GeneratedRequest => ({
    ...rest,
    method: 'POST',
    path: '/',
    headers: { authorization: signed, 'content-type': FORM_TYPE },
    body: asForm(target.split('.')[1]!, json),
  }),
);

/** Text with a piece of something else in the middle of it. */
const broken = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(text.length))
    .map(([from, piece, to]) => text.slice(0, from) + piece + text.slice(to));
const nested = fc.nat(20_000).map((levels) => '['.repeat(levels));
const restCall = fc.constantFrom(...REST).chain(({ method, path, body }) =>
  fc.record({
    standIn,
    method: fc.constant(method),
    path: fc.oneof(
      { weight: 4, arbitrary: fc.constant(path) },
      {
        weight: 1,
        arbitrary: broken(path).map((each) => `/${encodeURI(each.toWellFormed()).slice(1)}`),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('%', '%00', '%E0%A4%A', '?').map((end) => path + end),
      },
    ),
    headers: fc.record({ authorization, 'content-type': fc.constantFrom('text/csv', JSON_TYPE) }),
    body: fc.oneof(
      { weight: 2, arbitrary: broken(body) },
      { weight: 2, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.constant(body) },
      { weight: 1, arbitrary: nested },
    ),
  }),
);
const noCall = fc.record<GeneratedRequest>({
  standIn,
  method: fc.constantFrom('POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
  path: fc.oneof(
    fc.constantFrom('/', ...REST.map(({ path }) => path)),
    fc.webPath().map((path) => `/${path}`),
  ),
  headers: fc.record({
    authorization,
    'content-type': fc.constantFrom(JSON_TYPE, FORM_TYPE, 'text/csv', ''),
    'x-amz-target': fc.constantFrom('.', 'SageMaker', 'SageMaker.__proto__', 'x'.repeat(5000)),
  }),
  body: fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 200 }), nested),
});

export const generatedRequest: fc.Arbitrary<GeneratedRequest> = fc.oneof(
  { weight: 5, arbitrary: jsonCall },
  { weight: 2, arbitrary: formCall },
  { weight: 3, arbitrary: restCall },
  { weight: 2, arbitrary: noCall },
);
