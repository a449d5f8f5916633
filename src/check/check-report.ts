/** What a check found: the object that the terminal, `--json` and the exit code show. */
import { z } from 'zod';
import { WAYS } from '../systems/contract.ts';
import { OUTCOMES } from '../systems/outcome.ts';

const resultSchema = z.object({
  row: z.int().positive().nullable().describe('Number of the dataset row, from 1.'),
  name: z.string().nullable().describe('Name of the request in its Postman collection.'),
  expected: z.string().nullable(),
  predicted: z.string().nullable(),
  outcome: z
    .enum([...OUTCOMES, 'well-formed', 'unlabelled', 'not-sent'])
    .describe(
      '`well-formed`: a prediction of a row that has no label. `unlabelled`: a prediction of what the dataset does not know.',
    ),
  detail: z.string().nullable().describe('What came instead of a prediction.'),
  notes: z.array(z.string()),
});
export type CheckResult = z.infer<typeof resultSchema>;

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    choice: z.enum(['random', 'numbers', 'all']),
    datasetRows: z.int().positive(),
    seed: z.int().nonnegative().nullable().describe('Of a random choice: draws the same again.'),
  }),
  z.object({
    kind: z.literal('postman'),
    file: z.string(),
    collection: z.string(),
    keepHost: z.boolean(),
  }),
]);
export type CheckSource = z.infer<typeof sourceSchema>;

const share = z.number().min(0).max(1);
const count = z.int().nonnegative();

export const checkReportSchema = z.object({
  schemaVersion: z.literal(1),
  scenario: z.string(),
  system: z.string(),
  environment: z.string(),
  target: z.string(),
  way: z.enum(WAYS),
  onStandIn: z.boolean(),
  source: sourceSchema,
  minShare: share
    .nullable()
    .describe('Of everything asked, the share that had to be correct; null: all of it.'),
  minShareFrom: z
    .enum(['flag', 'scenario'])
    .nullable()
    .describe('Who set that share: `--min-share`, or `expect.accuracy` of the scenario.'),
  status: z
    .enum(['pass', 'fail', 'inconclusive'])
    .describe('Inconclusive: what could not be checked may decide.'),
  interrupted: z.boolean(),
  counts: z.object({
    correct: count,
    wrong: count,
    wellFormed: count.describe('Predictions of rows that have no label.'),
    failed: count.describe('No prediction came.'),
    unchecked: count.describe('Not sent, or nothing known to compare with.'),
  }),
  accuracy: z
    .object({ share, low: share, high: share })
    .nullable()
    .describe('Correct among the predictions that could be checked; a 95 % Wilson interval.'),
  confusion: z
    .object({
      labels: z.array(z.string()),
      counts: z
        .array(z.array(count))
        .describe('A row for each expected label, a column each predicted.'),
      unpredicted: z.array(count).describe('For each expected label: no prediction came.'),
    })
    .describe('Which labels were taken for which.'),
  results: z.array(resultSchema),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
export type CheckContext = Pick<
  CheckReport,
  | 'scenario'
  | 'system'
  | 'environment'
  | 'target'
  | 'way'
  | 'onStandIn'
  | 'source'
  | 'minShare'
  | 'minShareFrom'
>;
