/** Doctor's report: the object behind the terminal output, `--json` and the exit code. */
import { z } from 'zod';
import { GROUPS, ITEM_STATUSES, type Item } from './item.ts';

const range = z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() });

const itemSchema = z.object({
  id: z.string().describe('Stable across releases.'),
  group: z.enum(GROUPS),
  title: z.string(),
  status: z.enum(ITEM_STATUSES).describe('`skipped`: does not apply, or could not be checked.'),
  message: z.string().describe('The result, in one sentence.'),
  next: z.string().nullable().describe('What to do about it.'),
});

export const doctorReportSchema = z.object({
  schemaVersion: z.literal(1),
  scenario: z.string(),
  environment: z.string(),
  target: z.string(),
  region: z
    .string()
    .nullable()
    .describe('Null: nothing on AWS is watched, and no request is signed.'),
  onStandIn: z
    .boolean()
    .describe('Whether the target and its AWS APIs are the stand-in on this machine.'),
  status: z.enum(['ready', 'not-ready']).describe('Ready: no item is a problem.'),
  items: z.array(itemSchema),
  cost: z.object({
    rows: z.array(
      z.object({
        what: z.string(),
        usd: range.nullable().describe('US dollars; null when the price is unknown.'),
        assumption: z.string(),
      }),
    ),
    usd: range.describe('US dollars: the sum of the known rows.'),
    isComplete: z
      .boolean()
      .describe('False when the price of a row is unknown, so the total is higher.'),
  }),
  duration: z.object({
    loadSeconds: z.number().nonnegative(),
    settleSeconds: range.describe('After the load, until the last datapoints are final.'),
  }),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

export function statusOf(items: readonly Pick<Item, 'status'>[]): DoctorReport['status'] {
  return items.some(({ status }) => status === 'problem') ? 'not-ready' : 'ready';
}
