/** The scaling events of a verdict as metrics: how long each stage and each part of the lag took. */
import type { ScalingEvent } from '../analysis/scaling-event.ts';
import { eventLetter } from '../format/event-letter.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { known, type Labels, type Metric, metric, type Sample } from './metric.ts';

export function scalingMetrics({ scalingEvents }: Verdict): Metric[] {
  const each = (read: (event: ScalingEvent, labels: Labels) => Sample[]) =>
    scalingEvents.flatMap((event, index) =>
      read(event, { event: eventLetter(index), direction: event.direction }),
    );
  return [
    metric(
      'scaleproof.scaling.instances',
      '{instance}',
      'Instances before and after each scaling event.',
      each((event, labels) => (event.counts === undefined ? countsOf(event, labels) : [])),
    ),
    metric(
      'scaleproof.scaling.copies',
      '{copy}',
      'Copies of the inference component before and after each scaling event.',
      each((event, labels) => (event.counts === 'copies' ? countsOf(event, labels) : [])),
    ),
    metric(
      'scaleproof.scaling.stage_duration',
      's',
      'The wait before each measured stage of a scaling event.',
      each(({ stages }, labels) =>
        stages.flatMap(({ id, secondsFromPrevious }) =>
          known({ ...labels, stage: id }, secondsFromPrevious),
        ),
      ),
    ),
    metric(
      'scaleproof.scaling.total',
      's',
      'From the first measured stage to in service.',
      each(({ totalSeconds }, labels) => known(labels, totalSeconds)),
    ),
    metric(
      'scaleproof.scaling.lag',
      's',
      'Each part of the lag of a scaling event.',
      each(lagSamples('seconds')),
    ),
    metric(
      'scaleproof.scaling.lag_error',
      's',
      'Half the width of the interval that contains each part of the lag.',
      each(lagSamples('plusMinusSeconds')),
    ),
  ];
}

function countsOf({ fromInstances, toInstances }: ScalingEvent, labels: Labels): Sample[] {
  return [
    ...known({ ...labels, when: 'before' }, fromInstances),
    ...known({ ...labels, when: 'after' }, toInstances),
  ];
}

/** A part between two moments of which one was not seen has the names of both: `alarm+decision`. */
function lagSamples(key: 'seconds' | 'plusMinusSeconds') {
  return ({ lag }: ScalingEvent, labels: Labels): Sample[] =>
    lag.parts.map((part) => ({
      labels: { ...labels, part: part.names.join('+') },
      value: part[key],
    }));
}
