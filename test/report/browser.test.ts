/** The page in a real browser: drawn, without a complaint, without a request to anywhere. */
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { hasChromium, titled, useChromium } from '../chromium.ts';
import { HOSTILE, hostileTimeline, hostileVerdict } from './hostile.ts';
import { emptyTimeline, emptyVerdict, timeline, verdict } from './sample.ts';
import { servicesTimeline } from './sample-services.ts';

const openPage = useChromium();

async function open(html: string) {
  const { page, complaints } = await openPage(html);
  return { dom: await page.content(), console: complaints };
}

describe.skipIf(!hasChromium)(titled('the HTML report in Chromium'), () => {
  it('draws the lanes of the story without errors', async () => {
    const { dom, console } = await open(renderHtml(verdict, timeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="11"');
    expect(dom.match(/<canvas/g)).toHaveLength(11);
  });

  it('draws the metrics of the services in front of the model without errors', async () => {
    const { dom, console } = await open(renderHtml(verdict, servicesTimeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="20"');
  });

  it('blocks an injected script, with a console error', async () => {
    const page = renderHtml(verdict, timeline);
    const { dom, console } = await open(
      page.replace('</main>', '<script>document.title="owned"</script></main>'),
    );
    expect(console.join()).toContain('Content Security Policy');
    expect(dom.includes('<title>owned</title>')).toBe(false);
  });

  it('renders a run without data', async () => {
    const { dom, console } = await open(renderHtml(emptyVerdict, emptyTimeline));
    expect(console).toEqual([]);
    expect(dom).toContain('data-charts="0"');
    expect(dom).toContain('No data to chart.');
  });

  it('renders a run that was cut off after its first second', async () => {
    const cut = { ...timeline, load: timeline.load.slice(0, 1), instances: [], metrics: [] };
    const { dom, console } = await open(renderHtml({ ...verdict, ended: 'cut-off' }, cut));
    expect(console).toEqual([]);
    expect(dom).toMatch(/data-charts="[78]"/);
  });

  it('neither runs nor loads anything from external strings', async () => {
    const text = Object.values(HOSTILE).join(' ');
    const { dom, console } = await open(renderHtml(hostileVerdict(text), hostileTimeline(text)));
    expect(console).toEqual([]);
    // As booleans: a failure should not print a megabyte of page.
    expect(dom.includes('data-charts="12"')).toBe(true);
    expect(dom.includes('<title>owned</title>')).toBe(false);
    expect(/<(?:img|b|testcase)\b/.test(dom)).toBe(false);
  });
});
