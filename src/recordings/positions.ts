/** What a text in an input or answer is, by the member that holds it. Pure. */
import { isAwsOwn } from './aws-words.ts';
import { ANY_NAME, type Kind, TARGET_TRACKING } from './structure.ts';

export type Position =
  /** The whole text is one name. */
  | { readonly is: 'name'; readonly kind: Kind }
  /** A composition or a sentence of AWS's, in which names stand. */
  | { readonly is: 'text' }
  /** AWS's own, and kept as it is. */
  | { readonly is: 'kept' };

/** Members that hold a name; those that end with `s` hold several. */
const NAMED: Readonly<Record<string, Kind>> = {
  EndpointName: 'endpoint',
  VariantName: 'variant',
  EndpointConfigName: 'config',
  InferenceComponentName: 'component',
  BaseInferenceComponentName: 'component',
  FunctionName: 'function',
  PolicyName: 'policy',
  AlarmName: 'alarm',
  AlarmNamePrefix: 'alarm',
  ScheduledActionName: 'scheduled-action',
  ModelName: 'model',
  ModelPackageName: 'model',
  ApiName: 'api',
  ApiId: 'api',
  Stage: 'stage',
  Resource: 'resource',
  ContainerName: 'container',
  ContainerHostname: 'container',
  InstanceId: 'instance',
  ActivityId: 'activity',
  RoleName: 'role',
  NextToken: 'token',
  NextMarker: 'token',
  Marker: 'token',
};

/** Members that hold one of AWS's enumerations, or a version, a schedule, a time zone. */
const ENUMERATED =
  /(?:Status|State|StateValue|Code|Type|Types|Strategy|Mode|Operator|Unit|Stat|Statistic|Dimension|MetricName|Namespace|ServiceNamespace|ScanBy|Architectures|Runtime|Version|Timezone|Schedule|TreatMissingData|PackageType|ScheduleExpression|StorageResolution|ApplyOn|Reason|Level)$/;
const ENUMERATION = /^[$A-Za-z][\w.:/$-]{0,79}$/;
/** Those of them that have values of AWS's alone: no name can be there. */
export const NEVER_A_NAME: ReadonlySet<string> = new Set([
  ...['MetricName', 'Namespace', 'ServiceNamespace', 'ScalableDimension', 'PredefinedMetricType'],
  ...[
    'EndpointStatus',
    'StatusCode',
    'StateValue',
    'ComparisonOperator',
    'Statistic',
    'Stat',
    'Unit',
  ],
  ...['PolicyType', 'AdjustmentType', 'MetricAggregationType', 'TreatMissingData', 'ScanBy'],
  ...['HistoryItemType', 'InstanceType', 'Runtime', 'Code', 'RoutingStrategy'],
]);
/** In JSON within JSON, such as an alarm's history. */
const WITHIN = /^(?:state(?:Value|ReasonData)|type|version|statistic|period|threshold)$/;
/** AWS's own namespaces; any other is somebody's, and so are its metrics. */
const AWS_NAMESPACE = /^(?:AWS\/|\/aws\/)/;
/** Texts that users write. */
const OF_USERS: Readonly<Record<string, string>> = {
  AlarmDescription: 'description',
  Label: 'text',
};
/** How AWS begins the descriptions that it writes itself. */
const WRITTEN_BY_AWS = /^DO NOT EDIT OR DELETE\b/;

/** Members that are left out: they are the user's alone, and may hold secrets. */
export const REMOVED: ReadonlySet<string> = new Set([
  'Environment',
  'Variables',
  'Tags',
  'TagList',
  'VpcConfig',
  'CustomAttributes',
]);

export type Parent = Readonly<Record<string, unknown>>;

/** @param key of the text, or of the list that holds it */
export function positionOf(key: string, text: string, parent: Parent): Position {
  const single = NAMED[key] ?? NAMED[key.replace(/s$/, '')];
  if (single !== undefined) return named(single, text);
  if (key === 'Value' && typeof parent.Name === 'string') {
    return named(NAMED[parent.Name] ?? 'dimension', text);
  }
  // A dimension's name, or a setting's: `EndpointName`.
  if (key === 'Name') return NAMED[text] || isAwsOwn(text) ? { is: 'kept' } : named(ANY_NAME, text);
  if (key === 'Namespace' && !AWS_NAMESPACE.test(text)) return named('namespace', text);
  if (key === 'MetricName' && isOfUser(parent)) return named('metric', text);
  if (key === 'Id' && /^[a-z]\d+$/.test(text)) return { is: 'kept' };
  if (OF_USERS[key] !== undefined && !WRITTEN_BY_AWS.test(text) && !isAwsOwn(text)) {
    return named(OF_USERS[key], text);
  }
  if (ENUMERATED.test(key) && ENUMERATION.test(text)) return { is: 'kept' };
  if (WITHIN.test(key) && ENUMERATION.test(text)) return { is: 'kept' };
  // Of several words, some may stand where names do.
  if (/[\s/:]/.test(text)) return { is: 'text' };
  // A single word that is none of AWS's, at a member that nobody knows, may be anything.
  return isAwsOwn(text) ? { is: 'kept' } : named(ANY_NAME, text);
}

function named(kind: Kind, text: string): Position {
  const isComposed =
    /^arn:/.test(text) ||
    (kind === 'alarm' && TARGET_TRACKING.test(text)) ||
    (kind === 'function' && text.includes(':'));
  return isComposed ? { is: 'text' } : { is: 'name', kind };
}

function isOfUser({ Namespace }: Parent): boolean {
  return typeof Namespace === 'string' && !AWS_NAMESPACE.test(Namespace);
}
