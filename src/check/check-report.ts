/** A check's report: the object behind the terminal output, `--json` and the exit code. */
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
      '`well-formed`: a prediction for a row without a label. `unlabelled`: a prediction for a request that matches no row.',
    ),
  detail: z.string().nullable().describe('The response or error in place of a prediction.'),
  status: z.int().optional().describe('HTTP status of a response that is no prediction.'),
  notes: z.array(z.string()),
});
export type CheckResult = z.infer<typeof resultSchema>;

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    choice: z.enum(['random', 'numbers', 'all']),
    datasetRows: z.int().positive(),
    seed: z
      .int()
      .nonnegative()
      .nullable()
      .describe('Seed of a random choice, to draw the same rows again.'),
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
  minShare: share.nullable().describe('Required share of correct predictions; null: all.'),
  minShareFrom: z
    .enum(['flag', 'scenario'])
    .nullable()
    .describe("Source of that share: `--min-share`, or the scenario's `expect.accuracy`."),
  status: z
    .enum(['pass', 'fail', 'inconclusive'])
    .describe('Inconclusive: the unchecked results could change the status.'),
  interrupted: z.boolean(),
  counts: z.object({
    correct: count,
    wrong: count,
    wellFormed: count.describe('Predictions for rows without a label.'),
    failed: count.describe('No prediction was returned.'),
    unchecked: count.describe('Not sent, or no label to compare with.'),
  }),
  accuracy: z
    .object({ share, low: share, high: share })
    .nullable()
    .describe('Share of correct predictions among those checked, with a 95 % Wilson interval.'),
  confusion: z
    .object({
      labels: z.array(z.string()),
      counts: z
        .array(z.array(count))
        .describe('One row per expected label, one column per predicted label.'),
      unpredicted: z.array(count).describe('Per expected label: requests without a prediction.'),
    })
    .describe('The confusion matrix.'),
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
