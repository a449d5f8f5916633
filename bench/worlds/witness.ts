/** Writes down what became of each request, beside the generator and without its help. */

import { chooseRow } from '../../src/dataset/choose.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { datasetFileOf } from '../../src/systems/load-system.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';
import type { Around } from '../../test/matrix/lab.ts';

export interface Witnessed {
  /** Since the plan's time zero, ms. */
  readonly dueMs: number;
  readonly sentMs: number;
  /** Undefined for an answer that did not come in time. */
  readonly answeredMs: number | undefined;
  /** An HTTP status; 0 for none. */
  readonly status: number;
  readonly correct: boolean;
  /** Place of the row in the dataset. */
  readonly row: number;
}

export interface Witness {
  readonly around: Around;
  /** Local epoch ms of the plan's time zero. */
  readonly planStartMs: () => number;
  readonly requests: () => readonly Witnessed[];
}

type Writing = { -readonly [Key in keyof Witnessed]: Witnessed[Key] };

export function witnessOf(scenario: ResolvedScenario): Witness {
  const plan = buildPlan(scenario.phases);
  const system = SYSTEMS.get(scenario.system)!;
  const codec = system.ways[scenario.way]!;
  const rows = readDataset(datasetFileOf(scenario.system, system), system.dataset);
  const { seed, timeoutMs } = scenario.replay;
  const requests: Writing[] = [];
  let startMs = Number.NaN;
  return {
    planStartMs: () => startMs,
    requests: () => requests,
    around: (send, now) => {
      startMs = now();
      return (request, onResponse) => {
        const index = requests.length;
        const sentMs = now() - startMs;
        const dueMs = plan.intendedMs(index);
        const row = chooseRow(seed, index, rows.length);
        const one: Writing = {
          dueMs,
          sentMs,
          answeredMs: undefined,
          status: 0,
          correct: false,
          row,
        };
        requests.push(one);
        send(request, (response) => {
          const elapsedMs = now() - startMs;
          if (elapsedMs - sentMs < timeoutMs) {
            one.answeredMs = elapsedMs;
            one.status = response.status;
            one.correct = codec.decode(response, rows[row]!).outcome === 'correct';
          }
          onResponse(response);
        });
      };
    },
  };
}
