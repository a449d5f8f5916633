/** What doctor found: the object that the terminal, `--json` and the exit code show. */
import { z } from 'zod';
import { GROUPS, ITEM_STATUSES, type Item } from './item.ts';

const range = z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() });

const itemSchema = z.object({
  id: z.string().describe('The same from release to release.'),
  group: z.enum(GROUPS),
  title: z.string(),
  status: z
    .enum(ITEM_STATUSES)
    .describe('`skipped`: there was nothing to look at, or nobody to ask.'),
  message: z.string().describe('What was found: one sentence.'),
  next: z.string().nullable().describe('What to do about it.'),
});

export const doctorReportSchema = z.object({
  schemaVersion: z.literal(1),
  scenario: z.string(),
  environment: z.string(),
  target: z.string(),
  region: z.string(),
  onStandIn: z.boolean().describe('The target and its AWS APIs are the stand-in on this machine.'),
  status: z.enum(['ready', 'not-ready']).describe('Ready: no item is a problem.'),
  items: z.array(itemSchema),
  cost: z.object({
    rows: z.array(
      z.object({
        what: z.string(),
        usd: range.nullable().describe('Dollars; null where the price is not known.'),
        assumption: z.string(),
      }),
    ),
    usd: range.describe('Dollars: the sum of what is known.'),
    isComplete: z.boolean().describe('False: a row has no figure, so that it costs more.'),
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
