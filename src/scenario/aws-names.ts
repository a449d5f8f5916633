/** What AWS accepts as the name of a resource, so that a slip is found before the first call. */
import { z } from 'zod';
import { REGION_FORM } from '../input/region.ts';

const WORD = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const NAME = 'expected a name of 1 to 63 letters, digits and hyphens, such as wine-xgboost';

/** SageMaker API reference, DescribeEndpoint, `EndpointName`. */
export const ENDPOINT_NAME = z.string().regex(WORD, NAME);
/** SageMaker API reference, ProductionVariant, `VariantName`. */
export const VARIANT_NAME = z.string().regex(WORD, NAME);

/** SageMaker API reference, DescribeInferenceComponent, `InferenceComponentName`. */
export const COMPONENT_NAME = z.string().regex(WORD, NAME);

/** Lambda API reference, Invoke, `FunctionName`: name, partial or full ARN, each with a qualifier. */
export const FUNCTION_NAME = z
  .string()
  .max(170)
  .regex(
    /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-[a-z]+)+-\d:)?(\d{12}:)?(function:)?[a-zA-Z0-9_-]+(:(\$LATEST|[a-zA-Z0-9_-]+))?$/,
    'expected a function name, an ARN or name:qualifier, such as dog-a:1',
  );

export const REGION = z.string().regex(REGION_FORM, 'expected a Region code such as eu-west-1');

/** Whether it exists, only AWS knows: it adds types every few months. */
export const INSTANCE_TYPE_FORM = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;
export const INSTANCE_TYPE = z
  .string()
  .regex(INSTANCE_TYPE_FORM, 'expected an instance type such as ml.m5.xlarge');
