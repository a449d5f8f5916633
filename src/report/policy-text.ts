/** A policy as commands, Terraform and CloudFormation. */

import { stringify } from 'yaml';
import type { EndpointFact } from '../capacity/recommend/facts.ts';
import { type PolicyRequests, policyRequests } from '../capacity/recommend/policy-requests.ts';
import type { PolicySettings } from '../capacity/recommend/recommendation.ts';
import { shellWord } from '../format/shell-word.ts';

export const POLICY_FORMATS = ['aws', 'terraform', 'cloudformation'] as const;
export type PolicyFormat = (typeof POLICY_FORMATS)[number];

export function policyText(
  format: PolicyFormat,
  endpoint: EndpointFact,
  policy: PolicySettings,
): string {
  const requests = policyRequests(endpoint, policy);
  switch (format) {
    case 'aws':
      return awsCommands(requests, endpoint.region);
    case 'terraform':
      return terraform(requests);
    case 'cloudformation':
      return cloudFormation(requests);
  }
}

function awsCommands(
  { registerScalableTarget: target, putScalingPolicy: policy }: PolicyRequests,
  region: string | null,
): string {
  const resource = [
    ['--service-namespace', target.ServiceNamespace],
    ['--resource-id', target.ResourceId],
    ['--scalable-dimension', target.ScalableDimension],
    ...(region === null ? [] : [['--region', region]]),
  ] as [string, string][];
  return [
    command('register-scalable-target', [
      ...resource,
      ['--min-capacity', String(target.MinCapacity)],
      ['--max-capacity', String(target.MaxCapacity)],
    ]),
    command('put-scaling-policy', [
      ...resource,
      ['--policy-name', policy.PolicyName],
      ['--policy-type', policy.PolicyType],
      [
        '--target-tracking-scaling-policy-configuration',
        JSON.stringify(policy.TargetTrackingScalingPolicyConfiguration),
      ],
    ]),
  ].join('\n');
}

function command(name: string, options: readonly (readonly [string, string])[]): string {
  const lines = options.map(([flag, value]) => `  ${flag} ${shellWord(value)}`);
  return `${[`aws application-autoscaling ${name}`, ...lines].join(' \\\n')}\n`;
}

/** In HCL's strings, `${` and `%{` begin templates. */
function hclString(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

function terraform({
  registerScalableTarget: target,
  putScalingPolicy: policy,
}: PolicyRequests): string {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  const metric = tracking.PredefinedMetricSpecification.PredefinedMetricType;
  return `resource "aws_appautoscaling_target" "variant" {
  service_namespace  = ${hclString(target.ServiceNamespace)}
  resource_id        = ${hclString(target.ResourceId)}
  scalable_dimension = ${hclString(target.ScalableDimension)}
  min_capacity       = ${target.MinCapacity}
  max_capacity       = ${target.MaxCapacity}
}

resource "aws_appautoscaling_policy" "target_tracking" {
  name               = ${hclString(policy.PolicyName)}
  policy_type        = ${hclString(policy.PolicyType)}
  service_namespace  = aws_appautoscaling_target.variant.service_namespace
  resource_id        = aws_appautoscaling_target.variant.resource_id
  scalable_dimension = aws_appautoscaling_target.variant.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = ${tracking.TargetValue}
    scale_out_cooldown = ${tracking.ScaleOutCooldown}
    scale_in_cooldown  = ${tracking.ScaleInCooldown}
    disable_scale_in   = ${tracking.DisableScaleIn}

    predefined_metric_specification {
      predefined_metric_type = ${hclString(metric)}
    }
  }
}
`;
}

function cloudFormation({
  registerScalableTarget: target,
  putScalingPolicy: { PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration },
}: PolicyRequests): string {
  return stringify(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Variant: {
          Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
          Properties: target,
        },
        TargetTracking: {
          Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
          Properties: {
            PolicyName,
            PolicyType,
            ScalingTargetId: { Ref: 'Variant' },
            TargetTrackingScalingPolicyConfiguration,
          },
        },
      },
    },
    { lineWidth: 0 },
  );
}
