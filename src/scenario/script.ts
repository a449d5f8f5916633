/** The schema of a scenario's whole Artillery script, as far as Scaleproof reads it. */
import { z } from 'zod';
import { seconds } from '../input/duration.ts';
import { MAX_REQUESTS, MAX_RPS } from './limits.ts';
import { replaySettingsSchema, replayStepSchema, scaleproofSchema } from './schema.ts';

const length = seconds({ above: 0 });

/** Requests per second; a number in quotation marks is one, too, as in Artillery. */
function count(most: number) {
  const error = `expected a number from 0 to ${most}`;
  return z
    .union(
      [
        z.number({ error }).min(0, { error }).max(most, { error }),
        z.string({ error }).regex(/^\d+(\.\d+)?$/, { error }),
      ],
      { error },
    )
    .transform(Number)
    .refine((value) => value <= most, { error });
}

const phaseSchema = z
  .strictObject({
    name: z.string().min(1).optional(),
    duration: length.optional(),
    pause: length.optional(),
    arrivalRate: count(MAX_RPS).optional(),
    arrivalCount: count(MAX_REQUESTS).optional(),
    rampTo: count(MAX_RPS).optional(),
  })
  // Artillery, too, would ignore all but one.
  .refine(({ pause, arrivalCount, arrivalRate, rampTo, duration }) => {
    const isRate = arrivalRate !== undefined || rampTo !== undefined;
    const kinds = [pause !== undefined, arrivalCount !== undefined, isRate].filter(Boolean);
    return kinds.length <= 1 && !(pause !== undefined && duration !== undefined);
  }, 'expected only one of `pause`, `arrivalCount` and `arrivalRate` (with `rampTo`), found several')
  .describe("Artillery's load phase; requests per second, fractions allowed.");

const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  engine: z.literal('replay'),
  flow: z.tuple([z.strictObject({ replay: replayStepSchema })]),
});

/** Keys of `config` that Artillery reads and Scaleproof does not. */
const ARTILLERY_KEYS = [
  ...['plugins', 'processor', 'payload', 'variables', 'defaults', 'http', 'tls', 'ensure', 'ws'],
  ...['socketio', 'bundling'],
];

const unread = z.unknown().optional();

export const scriptSchema = z.strictObject({
  config: z.strictObject({
    target: z.string().optional(),
    phases: z.array(phaseSchema).min(1, 'expected at least one phase'),
    engines: z.strictObject({ replay: replaySettingsSchema.prefault({}) }).prefault({}),
    scaleproof: scaleproofSchema.prefault({}),
    ...Object.fromEntries(ARTILLERY_KEYS.map((key) => [key, unread])),
  }),
  scenarios: z.array(scenarioSchema).length(1),
});
export type Script = z.infer<typeof scriptSchema>;
