/** Defines an AWS service for the wire protocols: its operations and their validation errors. */
import type { z } from 'zod';
import type { Identity } from '../../simulation/identity.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { DatapointFaults } from '../datapoint-faults.ts';
import type { AwsError } from '../wire/aws-error.ts';

export interface Call {
  readonly simulation: Simulation;
  /** Names, with the Region the caller asks in. */
  readonly identity: Identity;
  readonly nowMs: number;
  /** Faults in this call's datapoints. */
  readonly datapoints?: DatapointFaults | undefined;
}

/** Takes a decoded request and returns the response; a `Date` in it becomes a timestamp on the wire, a `Map` a map. */
export type Operation = (input: unknown, call: Call) => object;

/** Operations by name. */
export type Service = Readonly<Record<string, Operation>>;

/** Builds the error for one invalid parameter. @param path such as `MetricDataQueries.0.Id` */
export type Complaint = (path: string, missing: boolean, problem: string) => AwsError;

/** Defines an operation that validates its input before it runs. */
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
