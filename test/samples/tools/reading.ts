/** Reads a tool's output that a test has written down. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadEnd, LoadEvent, LoadSample, LoadStart } from '../../../src/record/load-events.ts';
import { loadEventSchema } from '../../../src/record/load-events.ts';
import { DurationSketch } from '../../../src/record/sketch.ts';
import { readToolSamples } from '../../../src/samples/tools/read-tool-samples.ts';

export interface ReadLoad {
  readonly start: LoadStart;
  readonly samples: readonly LoadSample[];
  readonly end: LoadEnd;
  readonly latency: DurationSketch;
}

/** @param content of a file that is called FILE in messages */
export async function readContent(content: string | Buffer): Promise<ReadLoad | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tool-samples-'));
  const file = join(folder, 'output');
  writeFileSync(file, content);
  try {
    return await readFile(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every line is as the schema has it. */
export async function readFile(file: string): Promise<ReadLoad | null> {
  const events = await readToolSamples(file, 'FILE');
  if (events === null) return null;
  const parsed = events.map((event) => loadEventSchema.parse(event));
  const of = <Type extends LoadEvent['type']>(type: Type) =>
    parsed.filter((event): event is Extract<LoadEvent, { type: Type }> => event.type === type);
  const samples = of('sample');
  const latency = new DurationSketch();
  for (const { latencyMs } of samples) latency.merge(DurationSketch.fromLine(latencyMs));
  return { start: of('start')[0]!, samples, end: of('end')[0]!, latency };
}

export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
