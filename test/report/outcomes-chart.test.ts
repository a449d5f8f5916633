import { expect, test } from 'vitest';
import { outcomesChart } from '../../src/report/html/load-charts.ts';
import { timeAxis } from '../../src/report/html/time-axis.ts';
import { timeline } from './sample.ts';

test('draws failures when they were due, not when their timeout ended them', () => {
  const [first] = timeline.load;
  const at = (second: number) => ({
    ...first!,
    second,
    startMs: timeline.startMs + second * 1_000,
    outcomes: second === 2 ? { timeout: 5 } : { correct: 1 },
    outcomesByDue: second === 0 ? { correct: 1, timeout: 5 } : { correct: 1 },
  });
  const three = { ...timeline, instances: [], metrics: [], load: [at(0), at(1), at(2)] };
  const { series } = outcomesChart(three, timeAxis(three, []));
  expect(series).toMatchObject([{ label: 'timeout', values: [null, 5, 0, 0, null] }]);
});
