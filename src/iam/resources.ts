/** The ARNs of what a scenario reads and invokes, as narrow as the scenario knows them. */
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { ResourceKind } from './permissions.ts';

export interface ResourceOptions {
  /** Twelve digits; any account if unknown. */
  readonly account: string | null;
}

/** @returns one or more ARNs, or `*` alone for actions that can name none */
export function resourcesOf(
  kind: ResourceKind,
  scenario: ResolvedScenario,
  options: ResourceOptions,
): string[] {
  const { watch, address, way } = scenario;
  const arn = (service: string, name: string) =>
    `arn:${partitionOf(watch.region)}:${service}:${watch.region}:${options.account ?? '*'}:${name}`;
  switch (kind) {
    case 'any':
      return ['*'];
    case 'endpoint': {
      const invoked = way === 'sagemaker' ? [address.endpointName] : [];
      const names = new Set([watch.endpointName, ...invoked].filter((name) => name !== null));
      // SageMaker writes names in ARNs in lower case, and a policy compares letter by letter.
      return [...names].map((name) => arn('sagemaker', `endpoint/${name.toLowerCase()}`));
    }
    case 'endpoint-config':
      // Only the endpoint itself tells the name of its configuration, and an update changes it.
      return [arn('sagemaker', 'endpoint-config/*')];
    case 'function': {
      const invoked = way === 'lambda' ? [address.functionName] : [];
      const names = [...invoked, watch.functionName].filter((name) => name != null);
      return [...new Set(names.flatMap((name) => functionArns(name, arn)))];
    }
  }
}

/** The function itself, and every version and alias of it: which of them matters is in the request. */
function functionArns(name: string, arn: (service: string, name: string) => string): string[] {
  const parts = name.split(':');
  const namePart = parts.indexOf('function') + 1;
  const base = name.startsWith('arn:')
    ? parts.slice(0, namePart + 1).join(':')
    : arn('lambda', `function:${parts[namePart]}`);
  return [base, `${base}:*`];
}

/** China and GovCloud have ARNs of their own. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
