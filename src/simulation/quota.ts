/** The account's quota of instances of one type for endpoints. */

export interface InstanceQuota {
  /** Infinity for none. */
  readonly instances: number;
  readonly instanceType: string;
}

/** Why SageMaker refuses so many, in its own words; undefined when it does not. */
export function quotaRefusal(
  { instances, instanceType }: InstanceQuota,
  desired: number,
  current: number,
): string | undefined {
  if (desired <= instances) return undefined;
  return (
    `The account-level service limit '${instanceType} for endpoint usage' is ${instances} ` +
    `Instances, with current utilization of ${current} Instances and a request delta of ` +
    `${desired - current} Instances. Please use AWS Service Quotas to request an increase for ` +
    'this quota. If AWS Service Quotas is not available, contact AWS support to request an ' +
    'increase for this quota.'
  );
}
