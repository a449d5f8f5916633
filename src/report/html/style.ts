/** The page's style sheet. Colours are variables, six hex digits each: the script appends alpha. */

const LIGHT = `
  --page: #f6f7f9; --card: #ffffff; --ink: #1a2230; --soft: #59647a; --rule: #dbe0e8;
  --pass: #14743d; --fail: #b3261e; --inconclusive: #8a5a00; --skipped: #59647a; --error: #8b2fa0;
  --faint: #7a8699; --main: #0b62c4; --second: #0f8a7e; --third: #8a4bbf; --limit: #c2410c;
  --good: #14743d; --bad: #c4291f; --warn: #b07300; --mark: #59647a; --grid: #e8ebf0;`;

const DARK = `
  --page: #11151c; --card: #1a202a; --ink: #e7ebf2; --soft: #a3aec0; --rule: #323b49;
  --pass: #5ccf8b; --fail: #ff8a80; --inconclusive: #f2bf57; --skipped: #a3aec0; --error: #e39bf2;
  --faint: #8f9bb0; --main: #6aaeff; --second: #4fd1c2; --third: #cb9cf5; --limit: #ff9d5c;
  --good: #5ccf8b; --bad: #ff8a80; --warn: #f2bf57; --mark: #a3aec0; --grid: #29313d;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
/* Paper is white: a printed page keeps the light colours. */
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 16px; display: grid; gap: 16px;
  grid-template-columns: minmax(0, 1fr); }
section, header { background: var(--card); border: 1px solid var(--rule); border-radius: 8px;
  padding: 16px 20px; }
h1 { font-size: 1.45rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 8px; }
h3 { font-size: 1rem; margin: 16px 0 4px; overflow-wrap: anywhere; }
p { margin: 4px 0; }
.soft { color: var(--soft); overflow-wrap: anywhere; }
.badge { display: inline-block; font-weight: 700; white-space: nowrap; }
header { border-left: 8px solid currentColor; }
header > * { color: var(--ink); }
header .badge { font-size: 1.1rem; letter-spacing: .04em; padding: 2px 12px; margin-bottom: 8px;
  border: 2px solid currentColor; border-radius: 6px; }
.is-pass { color: var(--pass); } .is-fail { color: var(--fail); }
.is-inconclusive { color: var(--inconclusive); } .is-skipped { color: var(--skipped); }
.is-error { color: var(--error); }
.is-problem { color: var(--warn); } .is-note { color: var(--soft); }
.note { border-left: 4px solid var(--inconclusive); padding: 4px 12px; margin: 12px 0 0;
  font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px;
  margin: 16px 0 0; }
.tiles div { border-top: 2px solid var(--rule); padding-top: 6px; }
.tiles dt { color: var(--soft); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, .chart:focus-visible, button:focus-visible {
  outline: 3px solid var(--main); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
.scroll th, .scroll td { text-align: left; vertical-align: top; padding: 6px 16px 6px 0;
  border-bottom: 1px solid var(--rule); }
.scroll thead th { color: var(--soft); font-size: .85rem; font-weight: 600; }
.scroll tbody th { font-weight: 600; }
.scroll tr:last-child > * { border-bottom: 0; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll th.number, .scroll td.number { text-align: right; }
/* Measures, not contents, divide the row: the reason of a failure is the longest and needs the room. */
.checks { table-layout: fixed; overflow-wrap: break-word; }
.checks thead th:nth-child(1) { width: 7.5em; }
.checks thead th:nth-child(2) { width: 16%; }
.checks thead th:nth-child(4) { width: 21%; }
.checks thead th:nth-child(5) { width: 30%; }
.why { color: var(--soft); max-width: 60ch; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
  gap: 4px 40px; }
.bar { width: 28%; min-width: 140px; }
.bar svg { display: block; width: 100%; height: 20px; overflow: visible; }
.bar .whole { fill: var(--grid); }
.bar .part-detection { fill: var(--main); } .bar .part-decision { fill: var(--third); }
.bar .part-provisioning { fill: var(--second); } .bar .part-recovery { fill: var(--faint); }
/* The drawing is stretched: a whisker's lines must stay as thin as they are. */
.bar .whisker { fill: none; stroke: var(--ink); stroke-width: 1; vector-effect: non-scaling-stroke; }
.lag { margin-bottom: 12px; } .lag .bar { width: 50%; }
.findings { list-style: none; padding: 0; display: grid; gap: 12px; }
.findings li { border-left: 4px solid currentColor; padding-left: 12px; }
.findings li > :not(.finding-head) { color: var(--ink); } .findings li > .soft { color: var(--soft); }
.findings code { color: var(--ink); } .findings .soft code { color: inherit; }
code { font: .92em ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.settings th { width: 30%; min-width: 8em; } .settings td { overflow-wrap: anywhere; }
.not-asked { margin-top: 8px; }
figure { margin: 0 0 20px; min-width: 0; }
figcaption h3 { margin: 0; }
.chart { min-width: 0; overflow: hidden; min-height: 190px; }
.uplot .u-legend { font-size: 13px; text-align: left; margin: 0; padding-left: 50px; width: 100%; }
.uplot .u-legend .u-value { font-variant-numeric: tabular-nums; min-width: 4.5em; }
.uplot .u-cursor-x { border-color: var(--soft) !important; }
.u-select { background: color-mix(in srgb, var(--main) 18%, transparent) !important; }
.bar-of-charts { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: baseline;
  justify-content: space-between; margin-bottom: 8px; }
button { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--soft);
  border-radius: 6px; padding: 2px 12px; cursor: pointer; }
ul { margin: 0; padding-left: 1.2em; } li { overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px; margin: 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  main { padding: 8px; gap: 8px; } section, header { padding: 12px; }
  .uplot .u-legend { padding-left: 0; }
  .stages .bar, .stages th.source { display: none; }
  .stages tr { display: grid; grid-template-columns: 2em 1fr 4em 4.8em 4em; gap: 0 6px;
    padding: 6px 0; border-bottom: 1px solid var(--rule); }
  .stages tr > * { padding: 0; border: 0; } .stages td.source { grid-column: 2 / -1; }
  /* What a duration is goes above its four figures, which have a line to themselves. */
  .durations tr { display: grid; grid-template-columns: repeat(4, 1fr); padding: 6px 0;
    border-bottom: 1px solid var(--rule); }
  .durations tr > * { padding: 0; border: 0; } .durations .number { order: 1; }
  .durations tr > :not(.number) { grid-column: 1 / -1; } .durations thead th:not(.number) { display: none; }
  .stages tbody tr:last-child, .durations tbody tr:last-child { border-bottom: 0; }
  /* The waterfall gets a line of its own below the figures. */
  .lag thead { position: absolute; clip-path: inset(50%); }
  .lag tr { display: grid; grid-template-columns: 1fr auto auto auto; gap: 0 12px; padding: 6px 0; }
  .lag tbody th, .lag tbody td { padding: 0; border: 0; }
  .lag tbody .bar { grid-column: 1 / -1; width: auto; }
}
@media (max-width: 960px) {
  /* A check becomes a block: five columns would be a word or two wide. */
  .checks thead { position: absolute; clip-path: inset(50%); }
  .checks tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--rule); }
  .checks td, .checks th { display: block; padding: 0; border: 0; }
  .checks td[data-name]:not(:empty)::before { content: attr(data-name) ": "; color: var(--soft); }
}
@media print {
  body { background: #fff; font-size: 11pt; } main { display: block; max-width: none; padding: 0; }
  section, header { border-color: #999; margin-bottom: 12px; }
  figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  button, .hint { display: none; } .scroll { overflow: visible; }
}
`;
