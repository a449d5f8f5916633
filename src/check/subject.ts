/** Loads what a check needs: the system, its codec and the dataset's rows. */
import { readDataset } from '../dataset/read.ts';
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Codec, DatasetRow, HttpRequest, System } from '../systems/contract.ts';
import { datasetFileOf, loadSystem } from '../systems/load-system.ts';

export interface Subject {
  readonly scenario: ResolvedScenario;
  readonly system: System;
  readonly codec: Codec;
  /** The file that `rows` were read from. */
  readonly datasetFile: string;
  readonly rows: readonly DatasetRow[];
}

/** @throws UserError when system or dataset cannot be read */
export async function subjectOf(scenario: ResolvedScenario): Promise<Subject> {
  const system = await loadSystem(scenario.system);
  const datasetFile = scenario.dataset ?? datasetFileOf(scenario.system, system);
  const rows = readDataset(datasetFile, system.dataset);
  const codec = withNamedErrors(system.ways[scenario.way]!, system.id);
  return { scenario, system, codec, datasetFile, rows };
}

/** A system from outside can be wrong in ways that only its first request shows. */
function withNamedErrors(codec: Codec, id: string): Codec {
  return {
    encode(row, address) {
      const where = `System "${id}", row ${row.number}: its \`encode\``;
      let request: Partial<HttpRequest> | undefined;
      try {
        request = codec.encode(row, address);
      } catch (cause) {
        throw new UserError(`${where} threw: ${cause instanceof Error ? cause.message : cause}`, {
          cause,
        });
      }
      if (typeof request?.path === 'string') return request as HttpRequest;
      throw new UserError(
        `${where} returned no request; expected method, path, headers and body, not a promise.`,
      );
    },
    decode: (response, row) => codec.decode(response, row),
  };
}
