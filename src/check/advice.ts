/** What to do about responses without a prediction: it depends on what came back. */
import { relative } from 'node:path';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { ERROR_OUTCOMES } from '../systems/outcome.ts';
import type { CheckResult } from './check-report.ts';

/** @returns a sentence about the most frequent failure; null where every response was a prediction */
export function adviceOn(
  scenario: ResolvedScenario,
  results: readonly CheckResult[],
): string | null {
  const sentences = results
    .filter(({ outcome }) => ERROR_OUTCOMES.some((each) => each === outcome))
    .map((result) => adviceOnOne(scenario, result));
  const timesOf = (sentence: string) => sentences.filter((each) => each === sentence).length;
  const [most] = sentences.toSorted((one, other) => timesOf(other) - timesOf(one));
  return most ?? null;
}

/** The command that shows each row's response, as the user would type it. */
export function checkCommand({ given, name, environment }: ResolvedScenario): string {
  return `npx scaleproof check ${given ?? name} --env ${environment}`;
}

function adviceOnOne(scenario: ResolvedScenario, { outcome, status }: CheckResult): string {
  if (status === 401 || status === 403) return onRefusal(scenario, status);
  if (status === 404) return `The API has nothing at that path; ${whereThePathIs(scenario)}.`;
  if (outcome === 'client-error') {
    return `The API did not accept the request and says why; compare what it says with ${functionOf(scenario, 'encode')}.`;
  }
  if (outcome === 'throttled') {
    return "The API throttles even a few requests; raise its limit, or wait until other callers' load has ended.";
  }
  if (outcome === 'timeout') {
    return 'The API took too long; see its logs, or raise "config.engines.replay.timeoutMs" where so long is expected.';
  }
  if (outcome === 'server-error') return 'The API failed inside; see its logs.';
  if (outcome === 'network')
    return 'The connection broke; see the logs of the API and its proxies.';
  if (status !== undefined && status >= 300) {
    return `The API redirects; write the address that it leads to: "config.target", or ${whereThePathIs(scenario)}.`;
  }
  return `The API answered, but ${functionOf(scenario, 'decode')} finds no prediction in that.`;
}

function onRefusal({ way, headersFromEnvironment, ...scenario }: ResolvedScenario, status: number) {
  if (way !== 'http') {
    return `AWS refused the caller; \`npx scaleproof iam ${scenario.given ?? scenario.name} --env ${scenario.environment}\` prints the permissions that it needs.`;
  }
  const sent = Object.entries(headersFromEnvironment).map(
    ([header, variable]) => `${variable} (header ${header})`,
  );
  const key =
    sent.length === 0
      ? 'the scenario sends no key; name its header in `headersFromEnvironment` of the replay step'
      : `check the value of ${sent.join(' and ')}, and what that key may call`;
  const path =
    status === 403 ? '; API Gateway also answers 403 for a path that it does not have' : '';
  return `The API refused the caller: ${key}${path}.`;
}

function whereThePathIs(scenario: ResolvedScenario): string {
  return scenario.address.path === null
    ? `correct it in ${functionOf(scenario, 'encode')}, or set \`path\` in the replay step`
    : `correct \`path\` in the replay step, now ${scenario.address.path.split('?')[0]}`;
}

function functionOf({ system, systemId, systemModule }: ResolvedScenario, name: string): string {
  return systemModule === null
    ? `\`${name}\` of the built-in system ${systemId}`
    : `\`${name}\` in ${relative(process.cwd(), system)}`;
}
