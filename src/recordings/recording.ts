/**
 * A recording: what AWS answered to the collector's polls, with everybody's names replaced.
 *
 * `recording.json` says what was watched, when and by which version; each line of `answers.ndjson` is
 * one exchange, in the order the answers came. JSON repeats itself from poll to poll, so an input or
 * answer that equals an earlier one names the line that holds it.
 */
import { z } from 'zod';

/** Increment when readers of the previous version cannot read the folder, or would misread it. */
export const RECORDING_VERSION = 1;

export const RECORDING_FILE = 'recording.json';
export const ANSWERS_FILE = 'answers.ndjson';

const name = z.string().min(1);

/** The scenario's `watch`, without the address, and with the names that the answers have. */
const watchSchema = z.object({
  endpointName: name,
  variantName: name,
  inferenceComponent: name.optional(),
  functionName: name.optional(),
  api: z.object({ name: name.optional(), id: name.optional(), stage: name }).optional(),
  region: name,
  periodSeconds: z.number().positive(),
  pollSeconds: z.number().positive(),
  metricPollSeconds: z.number().positive(),
  scalingReports: z.boolean().optional(),
});
export type RecordedNames = z.infer<typeof watchSchema>;

export const recordingSchema = z.object({
  schemaVersion: z.literal(RECORDING_VERSION),
  scaleproof: z.string().describe('Version of Scaleproof that recorded.'),
  from: z
    .enum(['aws', 'stand-in', 'published'])
    .describe(
      '`aws`: an AWS endpoint. `stand-in`: what stands in for AWS. `published`: put together by hand from answers that others published.',
    ),
  note: z.string().optional().describe('What is worth knowing of it, by whoever gave it.'),
  startedAtMs: z.number().nonnegative().describe('Epoch ms, on the recording machine.'),
  lengthMs: z.number().nonnegative().describe('How long was recorded.'),
  clockOffsetMs: z.number().default(0).describe("AWS's clock minus the recording machine's, ms."),
  timeCompression: z
    .number()
    .positive()
    .nullable()
    .describe('By which a stand-in divided AWS durations; null on AWS.'),
  watch: watchSchema,
  exchanges: z.int().nonnegative().describe('Lines of answers.ndjson.'),
  replaced: z
    .record(z.string(), z.int().positive())
    .describe('How many different names were replaced, by kind.'),
});
export type Recording = z.infer<typeof recordingSchema>;

const json = z.record(z.string(), z.unknown());

const errorSchema = z.object({
  /** HTTP status; null when no answer came. */
  status: z.int().nullable(),
  code: z.string(),
  message: z.string(),
  /** CloudWatch's code for clients that speak its older protocol, where it differs. */
  queryCode: z.string().optional(),
});

const line = z.int().positive();

export const answerLineSchema = z.object({
  /** When the request was sent, ms since the recording started. */
  atMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  service: z.string(),
  operation: z.string(),
  input: json.optional(),
  /** Number of the line whose input this is, from 1. */
  inputOf: line.optional(),
  answer: json.optional(),
  answerOf: line.optional(),
  error: errorSchema.optional(),
  /** The answer as the SDK understood it: it came in a protocol that is not JSON. */
  decodedBy: z.literal('sdk').optional(),
});
export type AnswerLine = z.infer<typeof answerLineSchema>;
export type RecordedError = z.infer<typeof errorSchema>;
export type Json = Record<string, unknown>;

/** One request and what came of it. Times in `input` and `answer` are as on the wire: epoch seconds. */
export interface Exchange {
  readonly atMs: number;
  readonly durationMs: number;
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
  /** Null where an error came. */
  readonly answer: Json | null;
  readonly error: RecordedError | null;
  readonly decodedBy?: 'sdk' | undefined;
}

export interface WholeRecording {
  readonly recording: Recording;
  readonly exchanges: readonly Exchange[];
}
