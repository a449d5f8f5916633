/** Checks the plan, and whether it has enough connections. Pure. */
import { clock, count, counted, rate, seconds } from '../format/numbers.js';
import { loadFactsOf } from '../load/load-facts.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Item, ok, warning } from './item.ts';

/** Assumed response time, seconds, when there is no better figure. */
const ASSUMED_SECONDS = 1;

/**
 * @param measuredSeconds recent response time from CloudWatch; null when unknown
 * @param isDistributed whether workers elsewhere send the load
 */
export function loadItems(
  scenario: ResolvedScenario,
  measuredSeconds: number | null,
  isDistributed = false,
): Item[] {
  const load = loadFactsOf(scenario.phases);
  const shape = { id: 'load', group: 'Load', title: 'Plan' } as const;
  const described = `${counted(load.phases, 'phase')}, up to ${rate(load.peakRps)}: ${counted(load.requests, 'request')} in ${clock(load.seconds)}.`;
  return [
    ok(shape, described),
    ...(scenario.asksNothing ? [NOTHING_ASKED] : []),
    // Each worker has its own, which other items are about.
    ...(isDistributed ? [] : [connectionsItem(scenario, load.peakRps, measuredSeconds)]),
  ];
}

const NOTHING_ASKED = warning(
  { id: 'expectations', group: 'Load', title: 'Expectations' },
  'The scenario has no `expect`: nothing is asked, so the verdict would prove nothing.',
  'Add what the target must do to config.scaleproof.expect.',
);

/** Little's law: concurrent requests = rate x response time; each needs a connection. */
function connectionsItem(
  { replay, expect }: ResolvedScenario,
  peakRps: number,
  measuredSeconds: number | null,
): Item {
  const subject = { id: 'connections', group: 'Load', title: 'Connections' } as const;
  const { maxConnections } = replay;
  const bound = expect.latency ? expect.latency.maxMs / 1_000 : null;
  const each = bound ?? measuredSeconds ?? ASSUMED_SECONDS;
  const source =
    bound !== null ? 'the latency bound' : measuredSeconds === null ? 'assumed' : 'from CloudWatch';
  const needed = Math.ceil(peakRps * each);
  const sum = `${rate(peakRps)} at ${seconds(each)} each (${source}) need ${counted(needed, 'connection')}`;
  if (needed <= maxConnections) {
    return ok(subject, `${sum}; maxConnections is ${count(maxConnections)}.`);
  }
  return warning(
    subject,
    `${sum}, but maxConnections is ${count(maxConnections)}: requests would queue on this machine.`,
    `Raise engines.replay.maxConnections to ${count(needed)} or more.`,
  );
}
