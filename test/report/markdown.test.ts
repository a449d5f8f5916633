import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { markdownText } from '../../src/report/markdown-text.ts';
import { HOSTILE, hostileVerdict } from './hostile.ts';
import { emptyVerdict, verdict } from './sample.ts';

describe('the job summary', () => {
  it('matches its golden', async () => {
    await expect(renderMarkdown(verdict)).toMatchFileSnapshot('../golden/report/report.md');
    await expect(renderMarkdown(emptyVerdict)).toMatchFileSnapshot('../golden/report/empty.md');
  });

  it.each(Object.entries(HOSTILE))('keeps its shape against %s', (_, text) => {
    const shape = (markdown: string): string[] =>
      markdown.split('\n').map((line) => `${line[0] ?? ''}${line.split('|').length}`);
    // One outcome more than the sample, hence the filler in its place.
    expect(shape(renderMarkdown(hostileVerdict(text)))).toEqual(
      shape(renderMarkdown(hostileVerdict('filler'))),
    );
  });

  it.each([
    ['a | b', 'a &#124; b'],
    ['<img src=x>', '&#60;img src=x&#62;'],
    ['[x](y)', '&#91;x&#93;(y)'],
    ['**b** `c`', '&#42;&#42;b&#42;&#42; &#96;c&#96;'],
    ['https://x.example', 'https&#58;//x.example'],
    ['- item', '&#45; item'],
    ['3. item', '3&#46; item'],
    ['97.9 % of +1', '97.9 % of +1'],
  ])('writes %s as %s', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });
});
