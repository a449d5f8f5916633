/** SageMaker ListEndpoints, ListEndpointConfigs and ListModels: there is one of each. */
import { z } from 'zod';
import {
  configArn,
  configName,
  endpointArn,
  type Identity,
  modelArn,
  modelName,
} from '../../simulation/identity.ts';
import { integerField, timestampField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { type Call, operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const listFilters = {
  NameContains: z.string().optional(),
  CreationTimeBefore: timestampField.default(Number.POSITIVE_INFINITY),
  CreationTimeAfter: timestampField.default(Number.NEGATIVE_INFINITY),
  SortBy: z.string().optional(),
  SortOrder: z.string().optional(),
  MaxResults: integerField
    .refine((n) => n >= 1 && n <= 100, 'must be between 1 and 100')
    .default(100),
  NextToken: z.string().optional(),
};
const listed = z.object(listFilters);

export const changedFilters = {
  LastModifiedTimeBefore: timestampField.default(Number.POSITIVE_INFINITY),
  LastModifiedTimeAfter: timestampField.default(Number.NEGATIVE_INFINITY),
};
type Filters = z.output<typeof listed>;

/** The list of one, or none if the filters leave it out. @param entry its name and creation time */
export function only<Entry extends object>(
  input: Filters,
  { name, createdMs }: { name: string; createdMs: number },
  entry: Entry,
): { items: readonly Entry[]; next: { NextToken?: string } } {
  const matches =
    name.toLowerCase().includes((input.NameContains ?? '').toLowerCase()) &&
    createdMs < input.CreationTimeBefore &&
    createdMs > input.CreationTimeAfter;
  const cursor = readCursor(input.NextToken, 0, () =>
    validationException('The next token is not one that was returned.'),
  );
  return pageOf(matches ? [entry] : [], cursor, input.MaxResults);
}

export const listEndpoints = operation(
  invalidMember,
  z.object({
    ...listFilters,
    ...changedFilters,
    StatusEquals: z.string().optional(),
  }),
  (input, { simulation, identity }: Call) => {
    const { startMs, changedAtMs, instances } = simulation;
    const summary = {
      EndpointName: identity.endpointName,
      EndpointArn: endpointArn(identity),
      CreationTime: new Date(startMs),
      LastModifiedTime: new Date(changedAtMs),
      EndpointStatus: instances.status,
    };
    const { items, next } = only(
      input,
      { name: identity.endpointName, createdMs: startMs },
      summary,
    );
    const Endpoints = items.filter(
      ({ EndpointStatus }) =>
        (input.StatusEquals ?? EndpointStatus) === EndpointStatus &&
        changedAtMs < input.LastModifiedTimeBefore &&
        changedAtMs > input.LastModifiedTimeAfter,
    );
    return { Endpoints, ...next };
  },
);

export const listEndpointConfigs = listOfOne(
  'EndpointConfigs',
  'EndpointConfig',
  configName,
  configArn,
);

export const listModels = listOfOne('Models', 'Model', modelName, modelArn);

/** @param kind begins the members of an entry */
function listOfOne(
  member: string,
  kind: string,
  nameOf: (identity: Identity) => string,
  arnOf: (identity: Identity) => string,
) {
  return operation(invalidMember, listed, (input, { simulation, identity }: Call) => {
    const { startMs } = simulation;
    const name = nameOf(identity);
    const entry = {
      [`${kind}Name`]: name,
      [`${kind}Arn`]: arnOf(identity),
      CreationTime: new Date(startMs),
    };
    const { items, next } = only(input, { name, createdMs: startMs }, entry);
    return { [member]: items, ...next };
  });
}
