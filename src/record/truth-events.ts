/** The lines of `truth.ndjson`, which only runs on the stand-in write. */
import { z } from 'zod';

/** What actually happened in the stand-in, in wall-clock times of this machine. */
export const truthEventSchema = z.object({
  type: z.enum([
    'metric-breach',
    'alarm',
    'activity',
    'desired-changed',
    'provisioning-started',
    'in-service',
    'taking-traffic',
    'instance-stopped',
    // The layer below an inference component's copies, which all other types then count.
    'instances-wanted',
    'instances-in-service',
    // A pool's type had no capacity, and the next was tried.
    'pool-exhausted',
  ]),
  atMs: z.number(),
  /** Instances in service after the event. */
  inService: z.int(),
  desired: z.int(),
  detail: z.string(),
});
export type TruthEvent = z.infer<typeof truthEventSchema>;
