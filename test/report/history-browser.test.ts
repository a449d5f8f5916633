/** The history page in a real browser. */
import { describe, expect, it } from 'vitest';
import { renderHistoryPage } from '../../src/report/history-page.ts';
import { CHROMIUM, isInstalled } from '../peers.ts';
import { usePages } from './chromium.ts';
import { HOSTILE } from './hostile.ts';
import { sampleTrends } from './sample-history.ts';

const hasChromium = isInstalled(CHROMIUM);
const title = hasChromium
  ? 'the history page in Chromium'
  : `the history page in Chromium (skipped: there is no ${CHROMIUM})`;

const open = usePages();

/** With a script of the test's after the page's own, which its policy would refuse. */
function acting(page: string, script: string): string {
  return page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', () => `<script>{ ${script} }</script></body>`);
}

/** Points at the last run of the first chart, and clicks. */
const CLICK = `
  const over = document.querySelector('.u-over');
  const { right, top, height } = over.getBoundingClientRect();
  const at = { clientX: right - 2, clientY: top + height / 2, bubbles: true, view: window };
  for (const type of ['mouseenter', 'mousemove', 'mousedown', 'mouseup', 'click'])
    over.dispatchEvent(new MouseEvent(type, at));`;

// As booleans: a failure should not print a megabyte of page.
describe.skipIf(!hasChromium)(title, () => {
  it('draws the charts of the newest series without errors, and of the others when chosen', async () => {
    const page = renderHistoryPage(sampleTrends(), new Map());
    const { dom, console } = await open(page);
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="3"');
    expect(dom.match(/<canvas/g)).toHaveLength(3);
    const all = await open(
      acting(
        page,
        `const s = document.getElementById('series'); s.value = ''; s.dispatchEvent(new Event('change'));`,
      ),
    );
    expect(all.console).toEqual([]);
    expect(all.dom).toContain('data-charts="4"');
  });

  it('leads from a run to its report', async () => {
    const page = renderHistoryPage(sampleTrends(), new Map([['night-0029', 'other.html']]));
    const { dom } = await open(acting(page, CLICK), { 'other.html': '<p>the report</p>' });
    expect(dom.includes('the report')).toBe(true);
  });

  it('shows what it knows of a run without a report, by click and by key', async () => {
    const page = renderHistoryPage(sampleTrends(), new Map());
    const clicked = await open(acting(page, CLICK));
    expect(clicked.console).toEqual([]);
    expect(/<dialog[^>]* open="">.*<dd>night-0029<\/dd>/s.test(clicked.dom)).toBe(true);
    expect(/class="readout"[^>]*>2026-01-30, c0ffee\w*: 113 ms \(/.test(clicked.dom)).toBe(true);
    const keys = ['ArrowRight', 'ArrowLeft', 'Enter']
      .map(
        (key) =>
          `chart.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));`,
      )
      .join('');
    const pressed = await open(
      acting(page, `const chart = document.querySelector('.chart'); ${keys}`),
    );
    expect(/<dialog[^>]* open="">.*<dd>night-0028<\/dd>/s.test(pressed.dom)).toBe(true);
  });

  it('has nothing wider than a narrow screen', async () => {
    const wide = `const wide = document.documentElement.scrollWidth; document.title = 'wide ' + wide;`;
    const inner = acting(
      renderHistoryPage(sampleTrends(), new Map()),
      `${wide} parent.document.title = document.title;`,
    );
    // A window cannot be as narrow, a frame can; its document may reach ours when it is written here.
    const outer = `<script>const f = document.createElement('iframe'); f.style.width = '400px'; document.documentElement.append(f); f.srcdoc = ${JSON.stringify(inner).replaceAll('<', '\\u003c')};</script>`;
    const { dom } = await open(outer);
    expect(/<title>wide (?:3\d\d|400)<\/title>/.test(dom)).toBe(true);
  });

  it('neither runs nor loads anything from external strings', async () => {
    const text = Object.values(HOSTILE).join(' ');
    const { dom, console } = await open(renderHistoryPage(sampleTrends(text), new Map()));
    expect(console).toEqual([]);
    expect(dom.includes('data-charts="3"')).toBe(true);
    expect(dom.includes('<title>owned</title>')).toBe(false);
    expect(/<(?:img|b|testcase)\b/.test(dom)).toBe(false);
  });

  it('renders a history of one run without data', async () => {
    const [one] = sampleTrends();
    const page = renderHistoryPage(
      [{ ...one!, runs: one!.runs.slice(0, 1), trends: [] }],
      new Map(),
    );
    const { dom, console } = await open(page);
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="0"');
  });
});
