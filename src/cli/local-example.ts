/** One prediction as the stand-in answers it: the request to copy, and its response. */
import { localCredentials } from '../aws/credentials.ts';
import { Signer } from '../aws/signer.ts';
import { subjectOf } from '../check/subject.ts';
import { startStandIn } from '../local/stand-in.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { standInSchema } from '../scenario/stand-in-config.ts';
import type { HttpRequest } from '../systems/contract.ts';

export interface Example {
  /** Unsigned, even where the stand-in takes only signed ones. */
  readonly request: HttpRequest;
  readonly response: { readonly status: number; readonly body: string };
}

/**
 * Asks a stand-in of its own, without faults or waiting, so that the one that listens has nothing in its
 * metrics that its user did not send.
 *
 * @throws UserError when the system or its dataset cannot be read
 */
export async function exampleOf(scenario: WatchedScenario): Promise<Example> {
  const subject = await subjectOf(scenario);
  const { endpointName, variantName, region, functionName } = scenario.watch;
  const standIn = await startStandIn({
    system: scenario.system,
    config: standInSchema.parse({ instance: { serviceTimeMs: 1, serviceTimeSigma: 0 } }),
    ...{ endpointName, variantName, region, functionName },
    port: 0,
  });
  try {
    const request = subject.codec.encode(subject.rows[0]!, scenario.address);
    const { method, path, headers, body } = signed(request, scenario, standIn.port);
    const response = await fetch(standIn.url + path, { method, headers, body });
    return { request, response: { status: response.status, body: await response.text() } };
  } finally {
    await standIn.close();
  }
}

function signed(request: HttpRequest, { way, watch }: WatchedScenario, port: number): HttpRequest {
  if (way === 'http') return request;
  const signer = new Signer({
    service: way,
    region: watch.region,
    host: `127.0.0.1:${port}`,
    credentials: localCredentials,
    now: Date.now,
  });
  return signer.sign(request);
}
