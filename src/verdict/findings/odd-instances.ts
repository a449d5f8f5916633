/** Names the instances that fail, are slow or get too little, from metrics of their own. */
import type { Analysis } from '../../analysis/analyse.ts';
import { toLocalMs } from '../../analysis/clock-offset.ts';
import type { OneInstance } from '../../analysis/instances/instances-apart.ts';
import type { Oddity } from '../../analysis/instances/oddities.ts';
import { covering, spanOfPeriods } from '../../analysis/span.ts';
import { counted, milliseconds, percent } from '../../format/numbers.js';
import type { AwsEvent } from '../../record/aws-events.ts';
import { nameOf, ofEvenSplit } from '../instance-in-words.ts';
import { type Quantity, quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** Fewer periods do not tell instances apart. */
const FEWEST_PERIODS = 2;
const NAMED = 3;

interface Odd {
  readonly instance: OneInstance;
  /** The worst. */
  readonly oddity: Oddity;
}

/** @returns null where metrics do not tell instances apart */
export function oddInstances(analysis: Analysis): readonly Found[] | null {
  const { instances } = analysis;
  if (instances === null || instances.each.length < 2) return null;
  if (instances.judged.length < FEWEST_PERIODS) return null;
  const odd = instances.each
    .flatMap((instance): Odd[] => {
      const [oddity] = instance.oddities;
      return oddity === undefined ? [] : [{ instance, oddity }];
    })
    .toSorted((left, right) => rank(left) - rank(right));
  const [worst] = odd;
  if (worst === undefined) return [];
  const sentences = odd.slice(0, NAMED).map(inWords);
  const others = odd.length - sentences.length;
  if (others > 0) sentences.push(`${counted(others, 'other instance')} too stood out.`);
  return [
    problem('uneven-instances', {
      message: sentences.join(' '),
      advice: adviceFor(worst),
      value: figureOf(worst.oddity),
      shownBy: odd.flatMap((one) => datapointsOf(analysis, one)),
      when: covering(odd.flatMap(({ oddity }) => spanOfPeriods(periodsOf(oddity)) ?? [])),
    }),
  ];
}

const KINDS: readonly Oddity['kind'][] = ['failing', 'slow', 'starved'];

function rank({ oddity }: Odd): number {
  return KINDS.indexOf(oddity.kind);
}

function periodsOf(oddity: Oddity) {
  return oddity.kind === 'starved' ? oddity.taken.periods : oddity.periods;
}

function inWords({ instance }: Odd): string {
  return `Instance ${nameOf(instance)} ${instance.oddities.map(oddityInWords).join('; it ')}.`;
}

function oddityInWords(oddity: Oddity): string {
  switch (oddity.kind) {
    case 'failing':
      return `failed ${percent(oddity.value)} of ${counted(oddity.requests, 'request')}, the others ${percent(oddity.others)} at the same time`;
    case 'slow':
      return `took ${milliseconds(oddity.value)} on average (ModelLatency), the others ${milliseconds(oddity.others)} at the same time`;
    case 'starved':
      return `got ${ofEvenSplit(oddity.taken.ofEven)} of an even split of the requests`;
  }
}

function adviceFor({ instance, oddity }: Odd): string {
  const where = `Check the log stream of ${instance.id}`;
  return oddity.kind === 'starved'
    ? `${where}, and the routing strategy of the variant: a router that prefers idle instances sends a slow one less.`
    : `${where}, and replace it by updating the endpoint.`;
}

function figureOf(oddity: Oddity): Quantity {
  switch (oddity.kind) {
    case 'failing':
      return quantity(oddity.value, 'share');
    case 'slow':
      return quantity(oddity.value / oddity.others, 'ratio');
    case 'starved':
      return quantity(oddity.taken.ofEven, 'share');
  }
}

/** The instance's own, of what shows it. */
function datapointsOf({ evidence }: Analysis, { instance, oddity }: Odd): AwsEvent[] {
  const wanted = new Set<number>(periodsOf(oddity).map(({ startMs }) => startMs));
  const shows = (metric: string) => {
    if (oddity.kind === 'failing') return metric.includes('Error');
    return metric === (oddity.kind === 'slow' ? 'ModelLatency' : 'Invocations');
  };
  return evidence.aws.filter(
    (event) =>
      event.type === 'datapoint' &&
      event.instanceId === instance.id &&
      shows(event.metric) &&
      wanted.has(toLocalMs(evidence.clock, event.timestampMs)),
  );
}
