/** The schema of a scenario's whole Artillery script, as far as Scaleproof reads it. */
import { z } from 'zod';
import { replaySettingsSchema, replayStepSchema, scaleproofSchema } from './schema.ts';

const seconds = z.union([z.number(), z.string()]);
const rate = z.union([z.number(), z.string()]);

const phaseSchema = z
  .strictObject({
    name: z.string().optional(),
    duration: seconds.optional(),
    pause: seconds.optional(),
    arrivalRate: rate.optional(),
    arrivalCount: rate.optional(),
    rampTo: rate.optional(),
  })
  .describe("Artillery's load phase; requests per second, fractions allowed.");

const scenarioSchema = z.object({
  name: z.string().optional(),
  engine: z.literal('replay'),
  flow: z.tuple([z.strictObject({ replay: replayStepSchema })]),
});

/** Loose where the keys are Artillery's, strict where they are Scaleproof's. */
export const scriptSchema = z.looseObject({
  config: z.looseObject({
    target: z.string().optional(),
    phases: z.array(phaseSchema).min(1, 'expected at least one phase'),
    engines: z.looseObject({ replay: replaySettingsSchema }),
    scaleproof: scaleproofSchema,
  }),
  scenarios: z.array(scenarioSchema).length(1),
});
export type Script = z.infer<typeof scriptSchema>;

/** Keys of `config` that Artillery or Scaleproof knows; a misspelt key is compared with these. */
export const CONFIG_KEYS = [
  ...['target', 'phases', 'engines', 'scaleproof', 'environments', 'plugins', 'processor'],
  ...['payload', 'variables', 'defaults', 'http', 'tls', 'ensure', 'ws', 'socketio', 'bundling'],
];
