/** A few rows before the load: does the target answer at all, and does AWS know the endpoint? */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchEndpoint } from '../collector/endpoint.ts';
import { toFailure } from '../collector/failure.ts';
import { chooseRow } from '../dataset/choose.ts';
import { readDataset } from '../dataset/read.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Answer, DatasetRow, System } from '../systems/contract.ts';
import { SYSTEMS } from '../systems/registry.ts';
import { UserError } from '../user-error.ts';

const ROWS = 5;
const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

export interface Preflight {
  readonly correct: number;
  readonly answered: number;
  readonly instances: number | null;
  readonly status: string;
}

/** @throws UserError when a load would only measure that something is not set up */
export async function preflight(scenario: ResolvedScenario): Promise<Preflight> {
  const system = SYSTEMS.get(scenario.system)!;
  const rows = readDataset(
    scenario.dataset ?? resolve(FIXTURES, system.dataset.fixture),
    system.dataset,
  );
  const endpoint = await checkEndpoint(scenario);
  let correct = 0;
  for (let index = 0; index < ROWS; index += 1) {
    const row = rows[chooseRow(scenario.replay.seed, index, rows.length)]!;
    const answer = await ask(scenario, system, row);
    if (answer.outcome === 'correct') correct += 1;
    else if (answer.outcome !== 'wrong') {
      throw new UserError(
        `${scenario.target} answered row ${row.number} of ${system.id} with ${answer.outcome}; expected a prediction. Check the target's path and its logs, then run again.`,
      );
    }
  }
  return { correct, answered: ROWS, ...endpoint };
}

async function ask(scenario: ResolvedScenario, system: System, row: DatasetRow): Promise<Answer> {
  const codec = system.ways[scenario.way]!;
  const { method, path, headers, body } = codec.encode(row, scenario.address);
  const { timeoutMs } = scenario.replay;
  try {
    const response = await request(new URL(path, scenario.target), {
      method,
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return codec.decode(
      { status: response.statusCode, headers: response.headers, body: await response.body.text() },
      row,
    );
  } catch (cause) {
    const { code, name } = cause as NodeJS.ErrnoException;
    throw new UserError(
      `${scenario.target} does not answer (${code ?? name}); check the address, or start the stand-in with \`npx scaleproof local\`.`,
      { cause },
    );
  }
}

async function checkEndpoint({
  watch,
}: ResolvedScenario): Promise<{ instances: number | null; status: string }> {
  const clients = createClients(watch, new ClockOffset(), Date.now);
  try {
    const seen = await fetchEndpoint(clients.sageMaker, watch, Date.now());
    if (seen.status !== 'InService') {
      throw new UserError(
        `Endpoint "${watch.endpointName}" is ${seen.status}; expected InService. Wait until it is, then run again.`,
      );
    }
    return { instances: seen.currentInstanceCount ?? null, status: seen.status };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const where = watch.endpointUrl ?? `AWS in ${watch.region}`;
    throw new UserError(
      `Cannot read endpoint "${watch.endpointName}" from ${where} (${toFailure(cause).message}); check its name, the Region and your credentials.`,
      { cause },
    );
  } finally {
    clients.destroy();
  }
}
