/** Browser script: the scaling stages as vertical lines, their tags in a strip above each plot. */
export const CLIENT_MARKS = String.raw`
const STRIP = 20;

/** 3, 4, 5, 7 -> 3\u20135,7 */
const ranges = (numbers) => {
  const runs = [];
  for (const number of [...new Set(numbers)].sort((left, right) => left - right)) {
    const last = runs[runs.length - 1];
    if (last && number === last.to + 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => (from === to ? from : from + '\u2013' + to)).join(',');
};

/** AA comes after Z. */
const byLetters = ([left], [right]) =>
  left.length - right.length || (left < right ? -1 : 1);

/** A5, A3, A4 -> A3\u20135: tags of one event are drawn together when their lines almost touch. */
const joinTags = (marks) => {
  const byLetter = new Map();
  for (const mark of marks) {
    const [, letter, number] = /^([A-Z]+)([0-9]+)$/.exec(mark.tag);
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), Number(number)]);
  }
  return [...byLetter].sort(byLetters).map(([letter, numbers]) => letter + ranges(numbers)).join(' ');
};

const drawMarks = (marks) => (u) => {
  const ratio = uPlot.pxRatio;
  const { ctx, bbox } = u;
  const { min, max } = u.scales.x;
  const shown = marks
    .filter((mark) => mark.second >= min && mark.second <= max)
    .map((mark) => ({ mark, x: u.valToPos(mark.second, 'x', true) }))
    .sort((left, right) => left.x - right.x);
  ctx.save();
  ctx.font = Math.round(11 * ratio) + 'px system-ui, sans-serif';
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'left';
  const clusters = [];
  for (const { mark, x } of shown) {
    drawLine(u, mark, x, ratio);
    const last = clusters[clusters.length - 1];
    const touches = last && x < last.x + ctx.measureText(joinTags(last.marks)).width + 6 * ratio;
    if (touches) last.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  ctx.fillStyle = color('--ink');
  clusters.forEach((cluster, index) => {
    const next = clusters[index + 1];
    const room = (next ? next.x - 8 * ratio : bbox.left + bbox.width) - cluster.x;
    const tags = joinTags(cluster.marks);
    const full = cluster.marks.length === 1 ? tags + ' ' + cluster.marks[0].title : tags;
    const text = ctx.measureText(full).width <= room ? full : tags;
    const edge = bbox.left + bbox.width + 10 * ratio - ctx.measureText(text).width;
    ctx.fillText(text, Math.min(cluster.x - 2 * ratio, edge), bbox.top - 5 * ratio);
  });
  ctx.restore();
};

const drawLine = (u, mark, x, ratio) => {
  const { ctx, bbox } = u;
  const left = u.valToPos(mark.second - mark.plusMinusSeconds, 'x', true);
  const right = u.valToPos(mark.second + mark.plusMinusSeconds, 'x', true);
  const from = Math.max(bbox.left, left);
  const to = Math.min(bbox.left + bbox.width, right);
  ctx.fillStyle = color('--mark') + '26';
  ctx.fillRect(from, bbox.top, Math.max(0, to - from), bbox.height);
  ctx.strokeStyle = color('--mark');
  ctx.lineWidth = ratio;
  // Scale-in is dashed: direction must not hang on the letter alone.
  ctx.setLineDash(mark.direction === 'in' ? [4 * ratio, 3 * ratio] : []);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - 3 * ratio);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
};
`;
