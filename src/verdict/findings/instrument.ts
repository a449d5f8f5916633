/** Finds faults of the measurement itself: skewed clocks, an overloaded generator, inconsistent figures. */
import type { Analysis } from '../../analysis/analyse.ts';
import { drowned } from '../../analysis/drowned.ts';
import { littlesLaw } from '../../analysis/littles-law.ts';
import { steadyWindows } from '../../analysis/steady-windows.ts';
import { count, counted, milliseconds, percent, seconds } from '../../format/numbers.js';
import { generatorLag } from '../checks/generator-lag.ts';
import { loadDelivered } from '../checks/load-delivered.ts';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, note, problem } from './finding.ts';

/** Above `problem`, the clock may soon be so far off that AWS rejects signed requests. */
const SKEW_SECONDS = { notable: 1, problem: 5 };

/** The skew is at least this much: the measurement error is subtracted. */
export function clockSkewed({ evidence }: Analysis): readonly Found[] {
  const { offsetMs, plusMinusMs } = evidence.clock;
  if (plusMinusMs === null) return [];
  const off = (Math.abs(offsetMs) - plusMinusMs) / 1_000;
  if (off <= SKEW_SECONDS.notable) return [];
  const details = {
    message: `The AWS clock is ${seconds(Math.abs(offsetMs) / 1_000)} ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine’s (± ${seconds(plusMinusMs / 1_000)}). All AWS times here are corrected for it.`,
    advice:
      'Sync this machine’s clock with NTP: AWS rejects requests whose signature is more than five minutes off.',
    value: quantity(offsetMs / 1_000, 'seconds'),
    shownBy: evidence.aws.filter((event) => event.type === 'clock'),
  };
  return [
    off > SKEW_SECONDS.problem ? problem('clock-skewed', details) : note('clock-skewed', details),
  ];
}

/** Requests late or unsent because the generator was too slow, not because a slow target held its connections. */
export function generatorOverloaded(analysis: Analysis): readonly Found[] {
  const { totals, evidence, expect } = analysis;
  const { generatorLag: lag, loadDelivered: delivered } = expect;
  if (lag === undefined || delivered === undefined) return [];
  const lagging = generatorLag.judge(analysis).reason === 'generator-lagging';
  const unsent =
    loadDelivered.judge(analysis).reason === 'load-not-delivered' &&
    totals.notSentForConnections <= totals.notSent / 2;
  if (!lagging && !unsent) return [];
  const late = evidence.seconds.filter(
    (second) =>
      (second.lagMs.quantile(0.99) ?? 0) > lag.p99Ms ||
      second.sent < second.planned * delivered.minShare,
  );
  const worst = late.reduce((most, second) => Math.max(most, second.lagMs.max ?? 0), 0);
  return [
    problem('generator-overloaded', {
      message: `The generator fell behind its plan in ${counted(late.length, 'second')}: it ${lagging ? `sent requests up to ${milliseconds(worst)} late` : `did not send ${counted(totals.notSent, 'request')}`}, so the results include its own delay.`,
      advice: 'Give the generator more CPU, spread the load over more workers, or lower the rate.',
      value: quantity(late.length, 'seconds'),
      shownBy: samplesOf(analysis, late),
    }),
  ];
}

/** Over the longest steady window: in a short one the sampling error is too large. */
export function littlesLawViolated(analysis: Analysis): readonly Found[] {
  const { seconds: all, points } = analysis.evidence;
  const window = steadyWindows(all, points).toSorted(
    (left, right) => right.load.length - left.load.length,
  )[0];
  const law = window === undefined ? null : littlesLaw(window);
  if (window === undefined || law === null || !law.violated) return [];
  // Requests that callers give up on end without an answer: the law says nothing of them.
  const { timeoutMs } = analysis.record.manifest.scenario.replay;
  if (timeoutMs !== null && drowned(window.load, timeoutMs)) return [];
  return [
    problem('littles-law-violated', {
      message: `Over ${seconds(window.load.length)} of steady load, ${count(law.inFlight)} requests were in flight on average, but rate x service time gives ${count(law.expected)}: they differ by ${percent(law.deviation)}, so one of the three is wrong.`,
      advice:
        'Do not trust the latencies of this run. Check the generator, and report this with the run directory.',
      value: quantity(law.deviation, 'share'),
      shownBy: samplesOf(analysis, window.load),
    }),
  ];
}
