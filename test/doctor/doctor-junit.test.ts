import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { renderDoctorJunit } from '../../src/doctor/doctor-junit.ts';
import type { DoctorReport } from '../../src/doctor/doctor-report.ts';
import type { ItemStatus } from '../../src/doctor/item.ts';
import { HOSTILE } from '../report/hostile.ts';

function item(status: ItemStatus, message = `is ${status}`) {
  const next = status === 'problem' || status === 'warning' ? 'Do this.' : null;
  return { id: status, group: 'Target', title: 'Target', status, message, next } as const;
}

function suiteOf(...items: DoctorReport['items']) {
  const xml = renderDoctorJunit({
    ...{ schemaVersion: 1, scenario: 'wine', environment: 'smoke', target: 'https://x' },
    ...{ region: 'eu-west-1', onStandIn: false, status: 'not-ready', items },
    cost: { rows: [], usd: { low: 0, high: 0 }, isComplete: true },
    duration: { loadSeconds: 1, settleSeconds: { low: 0, high: 0 } },
  });
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: true },
    isArray: (name) => name === 'testcase',
  });
  return parser.parse(xml).testsuites.testsuite;
}

test('only problems are red, each with its next step', () => {
  const suite = suiteOf(item('ok'), item('warning'), item('problem'), item('skipped'));
  expect(suite).toMatchObject({ '@tests': 4, '@failures': 1, '@errors': 0, '@skipped': 1 });
  const [ok, warned, problem] = suite.testcase;
  expect(ok).toEqual({ '@name': 'ok: Target', '@classname': 'scaleproof.doctor.wine' });
  expect(warned['system-out']).toBe('warning: is warning\nnext: Do this.');
  expect(problem.failure).toEqual({
    ...{ '@message': 'is problem', '@type': 'problem', '#text': 'is problem\nnext: Do this.' },
  });
});

test.each(Object.entries(HOSTILE))('is well-formed despite %s', (_, text) => {
  expect(suiteOf(item('problem', text))['@failures']).toBe(1);
});
