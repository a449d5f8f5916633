/** What a run's manifest says of its scenario, for one that asks the same of a stand-in. Nothing of its own stand-in. */
import isEqual from 'lodash/isEqual.js';
import { z } from 'zod';
import { expectationsSchema } from '../../scenario/expectations.ts';
import {
  abortSchema,
  type Phase,
  replaySettingsSchema,
  settleSchema,
  type Watch,
  watchSchema,
} from '../../scenario/schema.ts';
import { WAYS } from '../../systems/contract.ts';

export interface RecordedScenario {
  readonly name: string;
  /** A built-in system's id, or the path of a module from the scenario's folder. */
  readonly system: string;
  /** The stand-in plays built-in systems only. */
  readonly isBuiltIn: boolean;
  readonly way: (typeof WAYS)[number] | null;
  readonly phases: readonly Phase[];
  /** Without AWS's address, which is the stand-in's own. */
  readonly watch: Watch;
  /** Sections of the scenario, as far as they differ from the defaults. */
  readonly expect: Readonly<Record<string, unknown>>;
  readonly settle: Readonly<Record<string, unknown>>;
  readonly abort: Readonly<Record<string, unknown>>;
  readonly replay: Readonly<Record<string, unknown>>;
}

const phase = z.object({
  name: z.string().optional(),
  durationSeconds: z.number().positive(),
  startRps: z.number().nonnegative(),
  endRps: z.number().nonnegative(),
});

const recorded = z.object({
  scenario: z.object({
    name: z.string(),
    system: z.string(),
    systemModule: z.string().nullish(),
    way: z.enum(WAYS).nullish(),
    phases: z.array(phase).min(1),
    watch: z.record(z.string(), z.unknown()),
    expect: z.unknown().optional(),
    settle: z.unknown().optional(),
    abort: z.unknown().optional(),
    replay: z.unknown().optional(),
  }),
});

/** @returns null where the manifest does not say what was sent and watched */
export function recordedScenario(manifest: unknown): RecordedScenario | null {
  const read = recorded.safeParse(manifest).data?.scenario;
  if (read === undefined) return null;
  const { endpointUrl: _, periodSeconds: __, ...watched } = read.watch;
  const watch = watchSchema.safeParse(definedOf(watched)).data;
  if (watch === undefined) return null;
  return {
    name: read.name,
    system: read.system,
    isBuiltIn: (read.systemModule ?? null) === null,
    way: read.way ?? null,
    phases: read.phases.map((each, index) => ({
      ...each,
      name: each.name ?? `phase ${index + 1}`,
    })),
    watch,
    expect: changed(expectationsSchema, read.expect),
    settle: changed(settleSchema, read.settle),
    abort: changed(abortSchema, read.abort),
    replay: changed(replaySettingsSchema, read.replay),
  };
}

/** Empty where this version does not understand the section: its defaults are then as good. */
function changed(schema: z.ZodType, section: unknown): Readonly<Record<string, unknown>> {
  const given = schema.safeParse(definedOf(section));
  if (!given.success) return {};
  const usual = schema.parse({}) as Record<string, unknown>;
  const entries = Object.entries(given.data as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter(([key, value]) => value !== undefined && !isEqual(value, usual[key])),
  );
}

/** A recorded null says that it was not set. */
function definedOf(section: unknown): object {
  return Object.fromEntries(
    Object.entries((section ?? {}) as object).filter(([, value]) => value !== null),
  );
}
