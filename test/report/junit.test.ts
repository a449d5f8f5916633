import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { HOSTILE, hostileVerdict } from './hostile.ts';
import { emptyVerdict, verdict } from './sample.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: true,
  isArray: (name) => name === 'testcase',
});
const suiteOf = (of: Verdict) => parser.parse(renderJunit(of)).testsuites.testsuite;

describe('the JUnit report', () => {
  it('matches its golden', async () => {
    await expect(renderJunit(verdict)).toMatchFileSnapshot('../golden/report/junit.xml');
  });

  it('has one case per check, with correct counts', () => {
    const suite = suiteOf(verdict);
    expect(suite.testcase).toHaveLength(verdict.checks.length);
    expect(suite).toMatchObject({ '@failures': 1, '@errors': 1, '@skipped': 5, '@tests': 14 });
  });

  it('shows no verdict but a pass as green', () => {
    for (const status of ['fail', 'inconclusive', 'error'] as const) {
      const passing = verdict.checks.filter((check) => check.status === 'pass');
      const suite = suiteOf({ ...verdict, status, checks: passing });
      expect(suite['@failures'] + suite['@errors']).toBe(1);
    }
    const suite = suiteOf(emptyVerdict);
    expect(suite['@errors']).toBe(1);
  });

  it.each(Object.entries(HOSTILE))(
    'is well-formed XML with the same cases despite %s',
    (_, text) => {
      const xml = renderJunit(hostileVerdict(text));
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(suiteOf(hostileVerdict(text)).testcase).toHaveLength(verdict.checks.length);
      // XML 1.0 cannot hold these, not even as entities.
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      expect(xml.isWellFormed()).toBe(true);
    },
  );
});
