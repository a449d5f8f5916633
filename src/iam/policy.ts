/** Builds the least-privilege IAM policy a scenario needs. Pure. */
import type { ResolvedScenario } from '../scenario/schema.ts';
import { neededPermissions, needOf, type Permission } from './permissions.ts';
import { regionOf, resourcesOf } from './resources.ts';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface PolicyOptions {
  /** Twelve digits; null for any account. */
  readonly account: string | null;
  readonly livePrices: boolean;
}

const SIDS: Readonly<Record<string, string>> = {
  endpoint: 'TheEndpoint',
  'endpoint-config': 'ItsConfiguration',
  'inference-component': 'TheInferenceComponent',
  function: 'TheFunction',
  any: 'ReadsThatNameNoResource',
};

export function leastPolicy(scenario: ResolvedScenario, options: PolicyOptions): PolicyDocument {
  const permissions = neededPermissions(needOf(scenario, options.livePrices));
  const [global, regional] = partition(permissions, ({ action }) => action.startsWith('pricing:'));
  const groups = Map.groupBy(regional, ({ resource }) => resource);
  const statements = [...groups].map(([kind, members]): Statement => {
    const resources = resourcesOf(kind, scenario, options);
    return {
      Sid: SIDS[kind]!,
      Effect: 'Allow',
      Action: actionsOf(members),
      Resource: resources.length === 1 ? resources[0]! : resources,
      // Actions that cannot be limited to a resource can still be limited to the Region.
      ...(kind === 'any'
        ? { Condition: { StringEquals: { 'aws:RequestedRegion': regionOf(scenario) } } }
        : {}),
    };
  });
  // A few Regions serve the price list for all of them, so no Region condition would be right.
  if (global.length > 0) {
    statements.push({
      Sid: 'PublicPrices',
      Effect: 'Allow',
      Action: actionsOf(global),
      Resource: '*',
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}

function actionsOf(permissions: readonly Permission[]): string[] {
  return permissions.map(({ action }) => action).sort();
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
