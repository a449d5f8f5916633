/** The stand-in in virtual time: all of it but its socket. */
import type { RequestListener } from 'node:http';
import { assemble } from '../../src/local/assembly.ts';
import type { Model } from '../../src/local/models/model.ts';
import type { TruthEvent } from '../../src/record/truth-events.ts';
import type { Watch } from '../../src/scenario/schema.ts';
import type { StandInConfig } from '../../src/scenario/stand-in-config.ts';

export interface VirtualStandIn {
  readonly handler: RequestListener;
  /** What really happened, by this machine's clock. */
  readonly truth: readonly TruthEvent[];
}

/** @param trueMs this machine's clock, epoch ms; the stand-in's own may be set to run beside it */
export function virtualStandIn(
  system: string,
  config: StandInConfig,
  watch: Watch,
  trueMs: () => number,
  withoutPolicy = false,
): VirtualStandIn {
  const truth: TruthEvent[] = [];
  let ids = 0;
  const { handler } = assemble({
    system,
    config,
    identity: watch,
    functionName: watch.functionName,
    withPolicy: !withoutPolicy,
    trueMs,
    newId: () => `id-${++ids}`,
    onTruth: (event) => truth.push(event),
    wrapModel: remembering,
  });
  return { handler, truth };
}

/** The same few rows are asked again and again; a forest need not think twice. */
function remembering(model: Model): Model {
  const known = new Map<string, number | undefined>();
  return {
    ...model,
    predict: (line) => {
      if (!known.has(line)) known.set(line, model.predict(line));
      return known.get(line);
    },
  };
}
