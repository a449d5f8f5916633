/**
 * `npm run curves`: how often the intervals of `capacity-curve` hold the truth, on made-up points with errors of
 * 3 %. Writes its table into docs/capacity.md. `--curves N` of each kind, 90 if absent: some three minutes of CPU.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { capacityCurve } from '../../src/capacity/capacity-curve.ts';
import type { CapacityCurve, Estimate } from '../../src/capacity/curve-result.ts';
import { throughput, type Usl } from '../../src/capacity/usl.ts';
import { wholePercent } from '../../src/format/numbers.js';
import { normal, uniform } from '../calibration/chance.ts';
import { figures, table, words } from '../table.ts';

const FILE = 'docs/capacity.md';
const MARKER = /(<!-- curves -->\n)[\s\S]*?(<!-- end of curves -->)/;
const ERROR = 0.03;
/** Within what is measured, and beyond it. */
const ASKED = 8;

const KINDS: Readonly<Record<string, Usl>> = {
  linear: { lambda: 900, sigma: 0, kappa: 0 },
  contended: { lambda: 900, sigma: 0.1, kappa: 0 },
  'with a peak': { lambda: 900, sigma: 0.05, kappa: 0.01 },
};
const COUNTS: Readonly<Record<string, readonly number[]>> = {
  'six points at 1 to 8': [1, 2, 3, 4, 6, 8],
  'nine points at 1 to 4': [1, 1, 1, 2, 2, 2, 4, 4, 4],
};

const { values } = parseArgs({ options: { curves: { type: 'string', default: '90' } } });
const curves = Number(values.curves);

interface Row {
  readonly kind: string;
  readonly points: string;
  /** Shares of the curves. */
  readonly held: Readonly<Record<'lambda' | 'sigma' | 'kappa' | 'rps', number>>;
  readonly contention: number;
  readonly peak: number;
}

function madeUp(usl: Usl, counts: readonly number[], random: () => number): CapacityCurve {
  const points = counts.map((instances, at) => ({
    ...{ runId: `run-${at}`, from: 'run' as const, instances },
    rps: throughput(usl, instances) * (1 + ERROR * normal(random)),
  }));
  return capacityCurve({ key: null, points, leftOut: [] }, { at: [ASKED], needed: [], across: [] });
}

function rowOf(kind: string, points: string): Row {
  const usl = KINDS[kind]!;
  const random = uniform(points.length);
  const found = Array.from({ length: curves }, () => madeUp(usl, COUNTS[points]!, random));
  const share = (is: (one: CapacityCurve) => boolean) => found.filter(is).length / curves;
  const holds = ({ low, high }: Estimate, truth: number) =>
    low <= truth && truth <= (high ?? Number.POSITIVE_INFINITY);
  const rps = throughput(usl, ASKED);
  return {
    kind,
    points,
    held: {
      lambda: share(({ fit }) => holds(fit!.lambda, usl.lambda)),
      sigma: share(({ fit }) => holds(fit!.sigma, usl.sigma)),
      kappa: share(({ fit }) => holds(fit!.kappa, usl.kappa)),
      rps: share(({ predictions }) => holds(predictions[0]!.rps, rps)),
    },
    contention: share(({ fit }) => fit!.sigma.low > 0),
    peak: share(({ fit }) => fit!.kappa.low > 0),
  };
}

const rows = Object.keys(KINDS).flatMap((kind) =>
  Object.keys(COUNTS).map((points) => rowOf(kind, points)),
);
const written = table<Row>(
  [
    words('made-up endpoint', ({ kind }) => kind),
    words('measured', ({ points }) => points),
    ...(['lambda', 'sigma', 'kappa'] as const).map((name) =>
      figures<Row>(`${name} held`, ({ held }) => wholePercent(held[name])),
    ),
    figures(`throughput at ${ASKED} held`, ({ held }) => wholePercent(held.rps)),
    figures('contention claimed', ({ contention }) => wholePercent(contention)),
    figures('peak claimed', ({ peak }) => wholePercent(peak)),
  ],
  rows,
);
console.log(written);
const text = readFileSync(FILE, 'utf8');
writeFileSync(FILE, text.replace(MARKER, `$1\n${written}\n\n$2`));
