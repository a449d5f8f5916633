/** Request fields shared by the Application Auto Scaling operations: resource, filter and paging. */
import { z } from 'zod';
import { resourceId, scalableDimension } from '../../simulation/identity.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, nameField } from './fields.ts';
import type { Call } from './service.ts';

/** Application Auto Scaling's namespaces; here only `sagemaker` has any resources. */
export const namespaceField = z.enum([
  'ecs',
  'elasticmapreduce',
  'ec2',
  'appstream',
  'dynamodb',
  'rds',
  'sagemaker',
  'custom-resource',
  'comprehend',
  'lambda',
  'cassandra',
  'kafka',
  'elasticache',
  'neptune',
  'workspaces',
]);

export const resultsField = integerField
  .refine((n) => n >= 1 && n <= 50, 'must be between 1 and 50')
  .default(50);

/** Filters of a listing; only the namespace is required. */
export const filterFields = {
  ServiceNamespace: namespaceField,
  ResourceId: nameField.optional(),
  ScalableDimension: nameField.optional(),
  MaxResults: resultsField,
  NextToken: z.string().optional(),
};

/** Fields that every change requires. */
export const resourceFields = {
  ServiceNamespace: namespaceField,
  ResourceId: nameField,
  ScalableDimension: nameField,
};

interface Filter {
  readonly ServiceNamespace: string;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

/** Whether a filter takes in the one resource that scales: the variant, or its inference component. */
export function isScalable(filter: Filter, { simulation, identity }: Call): boolean {
  const id = resourceId(identity);
  const dimension = scalableDimension(identity);
  return (
    // Without instances there is no instance count to scale.
    !simulation.serverless &&
    filter.ServiceNamespace === 'sagemaker' &&
    (filter.ResourceId ?? id) === id &&
    (filter.ScalableDimension ?? dimension) === dimension
  );
}

export function scalableFields({ identity }: Call) {
  return {
    ServiceNamespace: 'sagemaker',
    ResourceId: resourceId(identity),
    ScalableDimension: scalableDimension(identity),
  };
}

/** @param asked the resource that no scalable target is registered for */
export function notRegistered(asked: {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}): AwsError {
  return new AwsError(
    'ObjectNotFoundException',
    `No scalable target registered for service namespace: ${asked.ServiceNamespace}, ` +
      `resource ID: ${asked.ResourceId}, scalable dimension: ${asked.ScalableDimension}`,
  );
}

export function invalidNextToken(): AwsError {
  return new AwsError('InvalidNextTokenException', 'The next token is not one that was returned.');
}
