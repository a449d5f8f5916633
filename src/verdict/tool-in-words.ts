/** What is said of samples that another tool took. */
import type { Analysis } from '../analysis/analyse.ts';
import { edgeSeconds } from '../analysis/stages/stage-moment.ts';
import { count, counted, seconds } from '../format/numbers.js';
import type { SampledBy } from '../record/load-events.ts';

/** `k6 (JSON)` */
export function toolInWords({ name, format }: Pick<SampledBy, 'name' | 'format'>): string {
  return `${name} (${format})`;
}

export function withoutLabels(tool: SampledBy): string {
  return `${toolInWords(tool)} reports neither rows nor predictions, so none can be compared.`;
}

/** What the samples of another tool cannot tell; empty for an engine of this project. */
export function toolCaveats({ tool, totals }: Analysis): string[] {
  if (tool === null) return [];
  const { name, timeResolutionMs, cutOff } = tool;
  const edge = edgeSeconds(timeResolutionMs);
  return [
    `The samples are those of ${toolInWords(tool)}, which reports no plan: latency runs from the actual send, so requests that were sent late look faster than their callers would have felt (coordinated omission), and the generator's lag is unknown.`,
    `The samples of ${name} hold no bodies: an error inside an HTTP 200 counts as an answer, and no prediction is compared with a label.`,
    ...(edge === 0
      ? []
      : [
          `The times of ${toolInWords(tool)} are whole seconds: moments of the load are known to ± ${seconds(0.5 + edge / 2)}, and requests in flight are unknown.`,
        ]),
    ...(totals.notSent === 0
      ? []
      : [
          `${name} dropped ${counted(totals.notSent, 'iteration')}, which ${totals.notSent === 1 ? 'counts as a request' : `count as ${count(totals.notSent)} requests`} not sent.`,
        ]),
    ...(cutOff === true
      ? [
          `The output of ${name} ends within a line, so it was cut off: what was sent after that is missing.`,
        ]
      : []),
  ];
}
