/** Browser script: how the charts write figures. Plain ES2020, no build step, no network. */
export const CLIENT_FORMAT = `
const two = (value) => String(value).padStart(2, '0');

/** 95 -> 1:35; below zero is before the load. */
const clock = (seconds) => {
  const sign = seconds < 0 ? '-' : '';
  const all = Math.floor(Math.abs(seconds));
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return sign + (hours > 0 ? hours + ':' + two(minutes) : minutes) + ':' + two(all % 60);
};

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

const axisFormats = {
  count: (value) => compact.format(value),
  milliseconds: (value) => value >= 1000 ? grouped.format(value / 1000) + ' s' : grouped.format(value) + ' ms',
  percent: (value) => grouped.format(value) + ' %',
  instances: (value) => grouped.format(value),
};
const legendFormats = {
  count: (value) => grouped.format(value),
  milliseconds: (value) => value >= 10000 ? grouped.format(value / 1000) + ' s' : grouped.format(value) + ' ms',
  percent: (value) => grouped.format(value) + ' %',
  instances: (value) => grouped.format(value),
};
`;
