/** One request of a check, and how its result is judged. */
import type { DatasetRow, HttpRequest } from '../systems/contract.ts';
import type { Outcome } from '../systems/outcome.ts';
import type { Asked, Asker } from './ask.ts';
import type { CheckResult } from './check-report.ts';
import type { Subject } from './subject.ts';

export interface Question {
  /** Number of the dataset row; null when the request matches none. */
  readonly row: number | null;
  /** Name of the request in its collection; null for a row of the dataset. */
  readonly name: string | null;
  /** The expected label; null when there is none, or it is unknown. */
  readonly expected: string | null;
  readonly notes: readonly string[];
  readonly sending:
    | {
        readonly origin: string;
        readonly request: HttpRequest;
        /** The row to compare the response with; null when unknown. */
        readonly about: DatasetRow | null;
      }
    /** Why it cannot be sent. */
    | { readonly impossible: string };
}

/** The request for a dataset row, as a load would send it. */
export function rowQuestion({ scenario, codec }: Subject, row: DatasetRow): Question {
  const request = codec.encode(row, scenario.address);
  return {
    row: row.number,
    name: null,
    expected: row.label || null,
    notes: [],
    sending: { origin: scenario.target, request, about: row },
  };
}

export interface Answered {
  readonly result: CheckResult;
  readonly asked: Asked | null;
}

const UNKNOWN: DatasetRow = { number: 0, text: [], values: [], label: '' };

/** @throws UserError (as a rejection) when the system's module breaks its contract */
export async function answer(
  question: Question,
  asker: Asker,
  signal?: AbortSignal,
): Promise<Answered> {
  const { sending, row, name, expected, notes } = question;
  const known = { row, name, expected, notes: [...notes] };
  if ('impossible' in sending) {
    const result = { ...known, predicted: null, outcome: 'not-sent' as const };
    return { result: { ...result, detail: sending.impossible }, asked: null };
  }
  const { origin, request, about } = sending;
  const asked = await asker.ask(origin, request, about ?? UNKNOWN, signal);
  const { outcome, predicted, problem: detail } = asked;
  const isPrediction = outcome === 'correct' || outcome === 'wrong';
  const judged = isPrediction ? judge(outcome, about) : outcome;
  const status = asked.status === undefined || isPrediction ? {} : { status: asked.status };
  return { result: { ...known, predicted, outcome: judged, detail, ...status }, asked };
}

/** Without a label, a prediction is neither correct nor wrong. */
function judge(outcome: Outcome, about: DatasetRow | null): CheckResult['outcome'] {
  if (about === null) return 'unlabelled';
  return about.label === '' ? 'well-formed' : outcome;
}
