/** What the wire protocols need to know of an AWS service: its operations and its complaints. */
import type { z } from 'zod';
import type { Simulation } from '../../simulation/simulation.ts';
import type { DatapointFaults } from '../datapoint-faults.ts';
import type { AwsError } from '../wire/aws-error.ts';

export interface Call {
  readonly simulation: Simulation;
  readonly nowMs: number;
  /** What is wrong with the datapoints of this call. */
  readonly datapoints?: DatapointFaults | undefined;
}

/** Takes the decoded request, returns the response; a `Date` in it is a timestamp on the wire. */
export type Operation = (input: unknown, call: Call) => object;

/** Its operations by name. */
export type Service = Readonly<Record<string, Operation>>;

/** Words what is wrong with one parameter. @param path such as `MetricDataQueries.0.Id` */
export type Complaint = (path: string, missing: boolean, problem: string) => AwsError;

/** An operation whose input is validated before it runs. */
export function operation<Schema extends z.ZodType>(
  invalid: Complaint,
  schema: Schema,
  handle: (input: z.output<Schema>, call: Call) => object,
): Operation {
  return (input, call) => {
    const parsed = schema.safeParse(input, { reportInput: true });
    if (parsed.success) return handle(parsed.data, call);
    const issue = parsed.error.issues[0]!;
    const path = issue.path.map(String).join('.');
    throw invalid(path, issue.input === undefined, issue.message);
  };
}
