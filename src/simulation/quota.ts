/** Simulates the account quota for endpoint instances of one type. */

export interface InstanceQuota {
  /** Infinity for no quota. */
  readonly instances: number;
  readonly instanceType: string;
}

/** SageMaker's own message for exceeding the quota; undefined within it. */
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
