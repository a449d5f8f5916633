/** Reads facts about an instance type from its name. */

const CORES: Record<string, number> = { medium: 2, large: 2, xlarge: 4 };

/** vCPUs by size: 2 for `large`, 4 for `xlarge`, 4N for `Nxlarge`; 4 for an unknown size. */
export function coresOf(instanceType: string): number {
  const size = instanceType.split('.')[2] ?? '';
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  return times ? 4 * Number(times) : (CORES[size] ?? 4);
}

/** Burstable types cannot be registered with Application Auto Scaling. */
export function canAutoscale(instanceType: string): boolean {
  return !instanceType.startsWith('ml.t2.');
}
