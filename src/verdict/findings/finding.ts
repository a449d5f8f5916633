/** Builds findings: a code, a severity, a message, advice, and what of the run shows it. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { ClockOffset } from '../../analysis/clock-offset.ts';
import type { Span } from '../../analysis/span.ts';
import type { AwsEvent } from '../../record/aws-events.ts';
import type { LoadEvent } from '../../record/load-events.ts';
import type { Quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { spanOfEvents } from './event-span.ts';
import { linesOf } from './evidence-lines.ts';
import type { ProblemCode } from './explains.ts';

/** Looks for one kind of problem. Pure and total: it accepts any prefix of a run. */
export type Finder = (analysis: Analysis) => readonly Found[];

/** A finding before its evidence is written as lines and a span of time. */
export interface Found extends FindingDetails {
  readonly code: string;
  readonly severity: Finding['severity'];
}

export interface FindingDetails {
  readonly message: string;
  readonly advice: string;
  readonly value?: Quantity | null;
  /** All of it: the finding cites the first few lines, and spans the time of all. */
  readonly shownBy?: readonly (AwsEvent | LoadEvent)[];
  /** Where the events themselves do not tell; null where no time of the run is to blame. */
  readonly when?: Span | null;
}

/** What is worth knowing and may never be a problem; every other note is a problem in another run. */
type NoteCode =
  | ProblemCode
  | 'aws-scaling-time'
  | 'cooldown-waited'
  | 'detection-could-be-faster'
  | 'spilled-over';

export function problem(code: ProblemCode, details: FindingDetails): Found {
  return { code, severity: 'problem', ...details };
}

export function note(code: NoteCode, details: FindingDetails): Found {
  return { code, severity: 'note', ...details };
}

export function findingOf(found: Found, clock: ClockOffset): Finding {
  const { code, severity, message, advice, value = null, shownBy = [] } = found;
  const when = found.when === undefined ? spanOfEvents(shownBy, clock) : found.when;
  return { code, severity, message, advice, value, when, evidence: linesOf(shownBy) };
}
