/** Builds findings: a code, a severity, a message, advice and evidence. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { AwsEvent } from '../../record/aws-events.ts';
import type { LoadEvent } from '../../record/load-events.ts';
import type { Quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { linesOf } from './evidence-lines.ts';

/** Looks for one kind of problem. Pure and total: it accepts any prefix of a run. */
export type Finder = (analysis: Analysis) => readonly Finding[];

export interface FindingDetails {
  readonly message: string;
  readonly advice: string;
  readonly value?: Quantity | null;
  readonly shownBy?: readonly (AwsEvent | LoadEvent)[];
}

export function problem(code: string, details: FindingDetails): Finding {
  return finding(code, 'problem', details);
}

export function note(code: string, details: FindingDetails): Finding {
  return finding(code, 'note', details);
}

function finding(code: string, severity: Finding['severity'], details: FindingDetails): Finding {
  const { message, advice, value = null, shownBy = [] } = details;
  return { code, severity, message, advice, value, evidence: linesOf(shownBy) };
}
