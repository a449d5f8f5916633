import { expect, it } from 'vitest';
import { judgeNights } from '../../../src/history/nights/judge-nights.ts';
import type { NightOptions } from '../../../src/history/nights/options.ts';
import { madeUpNights } from './made-up-nights.ts';

const NIGHTS = 180;
const SLOWER_FROM = 120;
const PROVISIONING_FROM = 150;

interface Metric {
  readonly name: string;
  readonly level: (night: number) => number;
  readonly noise: number;
  readonly options: NightOptions;
  /** The night from which on it is worse; null if never. */
  readonly worseFrom: number | null;
}

const metrics: Metric[] = Array.from({ length: 25 }, (_, index) => {
  if (index < 6) {
    const level = (night: number) => (50 + 20 * index) * (night < SLOWER_FROM ? 1 : 1.1);
    return metric(`latency ${index}`, level, 0.01, { better: 'lower' }, SLOWER_FROM);
  }
  if (index === 6) {
    const level = (night: number) => (night < SLOWER_FROM ? 20 : 20 / 1.1);
    return metric('rate', level, 0.01, { better: 'higher' }, SLOWER_FROM);
  }
  if (index === 7) {
    const level = (night: number) => (night < PROVISIONING_FROM ? 270 : 330);
    return metric('provisioning', level, 0.01, { better: 'lower' }, PROVISIONING_FROM);
  }
  if (index === 8) {
    return metric('errors', () => 0, 0, { better: 'lower', minimum: { absolute: 0.001 } }, null);
  }
  const better = (['lower', 'higher'] as const)[index % 2]!;
  return metric(`steady ${index}`, () => 10 * index, 0.01 * (index % 4), { better }, null);
});

it('finds both changes of a half-year within two nights each, names them, and finds nothing else', () => {
  for (const [seed, { name, level, noise, options, worseFrom }] of metrics.entries()) {
    const values = madeUpNights({ nights: NIGHTS, seed, noise, level });
    for (let night = 0; night < NIGHTS; night += 1) {
      const judged = judgeNights(values.slice(0, night + 1), options);
      const at = `${name}, night ${night}`;
      if (worseFrom === null || night < worseFrom) {
        expect(judged.state, at).toMatch(/^(steady|in-doubt|insufficient-history)$/);
      } else if (night === worseFrom) {
        expect(judged.state, at).toBe('in-doubt');
      } else {
        expect(judged, at).toMatchObject({
          state: 'regression',
          change: { firstIndex: worseFrom, lastGoodIndex: worseFrom - 1 },
        });
      }
    }
  }
});

function metric(
  name: string,
  level: Metric['level'],
  noise: number,
  options: NightOptions,
  worseFrom: number | null,
): Metric {
  return { name, level, noise, options, worseFrom };
}
