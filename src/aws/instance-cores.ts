/** vCPUs of an instance type, which CPUUtilization counts up to: 100 for each. */

const BY_SIZE: Readonly<Record<string, number>> = { medium: 2, large: 2, xlarge: 4 };

/**
 * By size, as AWS names it in the families that SageMaker hosts on: `large` 2, `xlarge` 4, `Nxlarge` 4N.
 * @returns null for any other
 */
export function vcpusOf(instanceType: string): number | null {
  const size = instanceType.split('.')[2] ?? '';
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  return times === undefined ? (BY_SIZE[size] ?? null) : 4 * Number(times);
}
