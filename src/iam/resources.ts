/** The ARNs a scenario reads and invokes, as narrow as the scenario allows. */
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { ResourceKind } from './permissions.ts';

export interface ResourceOptions {
  /** Twelve digits; any account if unknown. */
  readonly account: string | null;
}

/** @returns one or more ARNs, or only `*` for actions that cannot be limited to a resource */
export function resourcesOf(
  kind: ResourceKind,
  scenario: ResolvedScenario,
  options: ResourceOptions,
): string[] {
  const { watch, address, way } = scenario;
  const region = regionOf(scenario);
  const arn = (service: string, name: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${options.account ?? '*'}:${name}`;
  switch (kind) {
    case 'any':
      return ['*'];
    case 'endpoint': {
      const invoked = way === 'sagemaker' ? [address.endpointName] : [];
      const names = new Set([watch?.endpointName, ...invoked].filter((name) => name != null));
      // SageMaker lower-cases names in ARNs, and policy matching is case-sensitive.
      return [...names].map((name) => arn('sagemaker', `endpoint/${name.toLowerCase()}`));
    }
    case 'endpoint-config':
      // Only the endpoint itself knows its configuration's name, and an update changes it.
      return [arn('sagemaker', 'endpoint-config/*')];
    case 'inference-component': {
      const { inferenceComponent: name } = watch ?? {};
      return name === undefined
        ? []
        : [arn('sagemaker', `inference-component/${name.toLowerCase()}`)];
    }
    case 'function': {
      const invoked = way === 'lambda' ? [address.functionName] : [];
      const names = [...invoked, watch?.functionName].filter((name) => name != null);
      return [...new Set(names.flatMap((name) => functionArns(name, arn)))];
    }
  }
}

/** What is watched is what is invoked; without a watched Region, requests are signed for one. */
export function regionOf({ watch, region }: ResolvedScenario): string {
  return watch?.region ?? region;
}

/** The function itself and all its versions and aliases: the request decides which is meant. */
function functionArns(name: string, arn: (service: string, name: string) => string): string[] {
  const parts = name.split(':');
  const namePart = parts.indexOf('function') + 1;
  const base = name.startsWith('arn:')
    ? parts.slice(0, namePart + 1).join(':')
    : arn('lambda', `function:${parts[namePart]}`);
  return [base, `${base}:*`];
}

/** China and GovCloud Regions have their own ARN partitions. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
