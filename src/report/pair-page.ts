/** Two runs beside each other as one self-contained HTML file. */
import { pairedScaleOuts } from '../analysis/paired-scale-outs.ts';
import type { Pair } from '../history/compare-pair.ts';
import { packed } from './html/packed-data.ts';
import { page } from './html/page.ts';
import { SCRIPT, STYLE_SHEET } from './pair-page/assets.ts';
import { checksSection } from './pair-page/checks-section.ts';
import { comparedSection, metricsSection } from './pair-page/compared-section.ts';
import { differencesSection } from './pair-page/differences-section.ts';
import type { ShownRuns } from './pair-page/drawn-run.ts';
import { headerSection } from './pair-page/header-section.ts';
import { chartedPair } from './pair-page/lanes.ts';
import { lanesSection } from './pair-page/lanes-section.ts';
import { scaleOutsSection } from './pair-page/scale-outs-section.ts';
import { pairNames, sharedScenario } from './pair-words.ts';

/** @param pair of the same two runs */
export function renderPairPage(pair: Pair, runs: ShownRuns): string {
  const charted = chartedPair(runs);
  const { a, b } = pairNames(pair);
  const [one, other] = [runs.a.verdict, runs.b.verdict];
  const isSameClock = one.timeCompression === other.timeCompression;
  const sections = [
    headerSection(pair, runs),
    comparedSection(pair),
    lanesSection(charted),
    scaleOutsSection(
      pairedScaleOuts(one.scalingEvents, other.scalingEvents, isSameClock),
      isSameClock,
    ),
    metricsSection(pair),
    checksSection(one.checks, other.checks),
    differencesSection(pair, runs),
  ];
  const assets = { script: SCRIPT, styleSheet: STYLE_SHEET };
  return page(`${sharedScenario(pair)}${a} beside ${b}`, packed(charted.data), sections, assets);
}
