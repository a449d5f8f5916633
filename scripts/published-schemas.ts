/** Generates the published JSON Schemas from the schemas that the code validates with. */
import { z } from 'zod';
import { capacityCurveSchema } from '../src/capacity/curve-result.ts';
import { capacitySchema } from '../src/capacity/result.ts';
import { checkReportSchema } from '../src/check/check-report.ts';
import { doctorReportSchema } from '../src/doctor/doctor-report.ts';
import { historyLineSchema } from '../src/history/entry.ts';
import { planSchema } from '../src/planner/plan-result.ts';
import { loadEventSchema } from '../src/record/load-events.ts';
import { answerLineSchema, recordingSchema } from '../src/recordings/recording.ts';
import { expectationsSchema } from '../src/scenario/expectations.ts';
import { scriptSchema } from '../src/scenario/script.ts';
import { verdictSchema } from '../src/verdict/verdict.ts';

/** @returns file name under `schemas/` -> its text */
export function publishedSchemas(): Record<string, string> {
  return {
    'capacity-curve.schema.json': render(
      capacityCurveSchema,
      'Output of `scaleproof capacity-curve --json`',
    ),
    'capacity.schema.json': render(capacitySchema, 'capacity.json of a Scaleproof capacity test'),
    'check.schema.json': render(checkReportSchema, 'Output of `scaleproof check --json`'),
    'doctor.schema.json': render(doctorReportSchema, 'Output of `scaleproof doctor --json`'),
    'expectations.schema.json': render(
      expectationsSchema,
      'config.scaleproof.expect of a Scaleproof scenario',
    ),
    'history.schema.json': render(historyLineSchema, 'A line of a Scaleproof history'),
    'load.schema.json': render(loadEventSchema, 'A line of load.ndjson of a Scaleproof run'),
    'plan.schema.json': render(planSchema, 'Output of `scaleproof plan --json`'),
    'recording.schema.json': render(recordingSchema, 'recording.json of a Scaleproof recording'),
    'recording-answer.schema.json': render(
      answerLineSchema,
      'A line of answers.ndjson of a Scaleproof recording',
    ),
    'scenario.schema.json': render(
      scriptSchema,
      'A Scaleproof scenario, merged with its configuration and environment',
    ),
    'verdict.schema.json': render(verdictSchema, 'verdict.json of a Scaleproof run'),
  };
}

function render(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
