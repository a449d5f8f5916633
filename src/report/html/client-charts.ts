/** Browser script: one uPlot a chart, on one time axis, with one cursor and one zoom. */
export const CLIENT_CHARTS = String.raw`
const DASHES = { solid: undefined, dashed: [7, 4], dotted: [2, 3] };
const BORDERS = { solid: 'solid', dashed: 'dashed', dotted: 'dotted' };
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const styles = getComputedStyle(document.documentElement);
const color = (name) => styles.getPropertyValue(name).trim();

const seriesOptions = (chart) => (series) => {
  const stroke = color('--' + series.color);
  return {
    label: series.label,
    stroke,
    width: series.line === 'solid' ? 2 : 1.5,
    dash: DASHES[series.line],
    fill: series.filled ? stroke + '1f' : undefined,
    paths: series.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
    points: { show: false },
    value: (u, value) => (value == null ? '\u2013' : legendFormats[chart.format](value)),
  };
};

const yScale = (chart) => chart.logarithmic
  ? { distr: 3 }
  : { range: (u, min, max) => [0, chart.format === 'instances' ? (max ?? 0) + 0.5 : (max || 1) * 1.08] };

/** A step's value holds until the next: under the cursor is the point before it, not the nearest. */
const indexAt = (chart) => (u, seriesIndex, nearest, second) =>
  chart.series.some((one) => one.stepped) && nearest > 0 && chart.x[nearest] > second ? nearest - 1 : nearest;

const options = (chart, width) => {
  const axis = {
    stroke: color('--soft'), grid: { stroke: color('--grid'), width: 1 },
    ticks: { stroke: color('--grid'), width: 1 }, font: '12px system-ui, sans-serif',
  };
  return {
    width, height: width < 560 ? 180 : 200, padding: [STRIP, 12, 0, 0],
    cursor: { sync: { key: 'run' }, drag: { x: true, y: false }, y: false, dataIdx: indexAt(chart) },
    scales: { x: { time: false }, y: yScale(chart) },
    axes: [
      { ...axis, size: 32, incrs: TIME_STEPS, space: 55, values: (u, splits) => splits.map(clock) },
      {
        ...axis, size: 58, space: 32,
        ...(chart.format === 'instances' ? { incrs: WHOLE_STEPS } : {}),
        values: (u, splits) => splits.map((value) => value == null ? '' : axisFormats[chart.format](value)),
      },
    ],
    legend: { markers: { width: 2, dash: (u, index) => BORDERS[(chart.series[index - 1] ?? {}).line] ?? 'solid' } },
    series: [
      { label: 'time', value: (u, value) => (value == null ? '\u2013' : clock(value)) },
      ...chart.series.map(seriesOptions(chart)),
    ],
    hooks: { draw: [drawMarks(data.marks)] },
  };
};
`;
