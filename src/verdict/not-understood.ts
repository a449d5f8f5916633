/** What the endpoint uses and this version does not know: named in the verdict, once each. */
import type { Analysis } from '../analysis/analyse.ts';
import type { AwsEventOf, Misread } from '../record/aws-events.ts';

type NotUnderstood = AwsEventOf<'not-understood'>;

/** In the order in which they were seen. */
export function notUnderstood({ evidence }: Analysis): NotUnderstood[] {
  const seen = new Map<string, NotUnderstood>();
  for (const event of evidence.aws) {
    if (event.type === 'not-understood' && !seen.has(event.what)) seen.set(event.what, event);
  }
  return [...seen.values()];
}

const AFFECTED: Readonly<Record<Misread, string>> = {
  counts: 'the counts of instances and copies',
  metrics: 'the metrics',
  scaling: 'when and why it scales',
};
const listed = new Intl.ListFormat('en-GB');

/** `Not understood: ProductionVariants[0].CapacityReservationConfig, which may change when and why it scales.` */
export function notUnderstoodInWords({ what, affects }: NotUnderstood): string {
  const changes = affects.map((one) => AFFECTED[one]);
  return changes.length === 0
    ? `Not understood: ${what}; no check depends on it.`
    : `Not understood: ${what}, which may change ${listed.format(changes)}.`;
}
