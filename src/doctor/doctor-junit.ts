/** Doctor's report as JUnit XML: one test case per item; only problems are red. */
import { junitDocument, type Node } from '../report/junit.ts';
import { plainText } from '../report/plain-text.ts';
import type { DoctorReport } from './doctor-report.ts';
import type { Item } from './item.ts';

export function renderDoctorJunit(report: DoctorReport): string {
  const { scenario, environment, target, region, status, items } = report;
  const className = `scaleproof.doctor.${plainText(scenario)}`;
  const facts = Object.entries({ status, environment, target, ...(region && { region }) });
  return junitDocument({
    className,
    cases: items.map((item) => itemCase(item, className)),
    seconds: 0,
    before: {
      properties: {
        property: facts.map(([name, value]) => ({ '@name': name, '@value': plainText(value) })),
      },
    },
  });
}

function itemCase({ id, title, status, message, next }: Item, className: string): Node {
  const head = { '@name': `${id}: ${plainText(title)}`, '@classname': className };
  const text = [message, ...(next === null ? [] : [`next: ${next}`])].map(plainText).join('\n');
  switch (status) {
    case 'ok':
      return head;
    case 'warning':
      // The run will work, so CI goes on; whoever reads the case sees it.
      return { ...head, 'system-out': `warning: ${text}` };
    case 'problem':
      return {
        ...head,
        failure: { '@message': plainText(message), '@type': 'problem', '#text': text },
      };
    case 'skipped':
      return { ...head, skipped: { '@message': plainText(message) } };
  }
}
