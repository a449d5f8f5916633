/** Writes a calibrated stand-in as a scenario: what the run sent and expected, on a stand-in like its endpoint. */
import { Document, isScalar, type Scalar, visit } from 'yaml';
import { standInSchema } from '../../scenario/stand-in-config.ts';
import type { Calibration } from './calibrate.ts';
import type { RecordedScenario } from './recorded-scenario.ts';
import type { Setting } from './setting.ts';
import { QUICK_COMPRESSION, shortened, type WrittenPhase } from './shortened.ts';

export interface FileOptions {
  /** The one that runs it here. */
  readonly environment: string;
  /** One sentence each, for the head of the file. */
  readonly doubts?: readonly string[];
}

export function calibratedScenario(
  calibration: Calibration,
  recorded: RecordedScenario,
  { environment, doubts = [] }: FileOptions,
): string {
  const { timeCompression, settings, runId, missing } = calibration;
  const standIn = { timeCompression };
  for (const setting of settings) {
    const used = setting.value ?? standInFor(setting);
    if (used !== undefined) put(standIn, setting.key, used);
  }
  const { name, system, way, phases, watch, expect, settle, abort, replay } = recorded;
  const isQuick = timeCompression === 1;
  const script = {
    config: {
      engines: { replay },
      scaleproof: {
        watch,
        expect,
        ...nonEmpty({ settle, abort }),
        standIn,
      },
      environments: {
        [environment]: { phases: phases.map(written) },
        ...(isQuick ? { quick: shortened({ phases: phases.map(written), expect, settle }) } : {}),
      },
    },
    scenarios: [
      {
        name,
        engine: 'replay',
        flow: [{ replay: { system, ...(way === null ? {} : { way }) } }],
      },
    ],
  };
  const document = new Document(script);
  const block = ['config', 'scaleproof', 'standIn'];
  for (const setting of settings) comment(document, [...block, ...setting.key.split('.')], setting);
  comment(document, [...block, 'timeCompression'], {
    evidence: isQuick
      ? `as on AWS; environment quick divides everything by ${QUICK_COMPRESSION}`
      : "as the run's; phases and expectations are in its seconds",
  });
  oneLine(document);
  return `# A stand-in that behaves like the endpoint of ${runId}, as far as that run tells.
# Written by \`scaleproof calibrate\`. Durations of standIn are AWS's; timeCompression divides them.
${doubts.map((sentence) => `# IN DOUBT: ${sentence}\n`).join('')}${missing.map((sentence) => `# NOT KNOWN: ${sentence}\n`).join('')}${document.toString({ lineWidth: 0 })}`;
}

type Section = Record<string, unknown>;

function put(section: Section, key: string, value: unknown): void {
  const [first, ...rest] = key.split('.') as [string, ...string[]];
  if (rest.length === 0) {
    section[first] = value;
    return;
  }
  const inner = (section[first] ?? {}) as Section;
  section[first] = inner;
  put(inner, rest.join('.'), value);
}

/** The default, unless the run shows that it is more. */
function standInFor({ key, interval }: Setting): unknown {
  const value = usual(key);
  return typeof value === 'number' && interval !== null ? Math.max(value, interval.low) : value;
}

/** The default that the file names where the run does not tell; undefined where there is none to write. */
function usual(key: string): unknown {
  const { lambda, ...others } = standInSchema.parse({});
  const serverless = standInSchema.parse({ serverless: { maxConcurrency: 1 } }).serverless;
  const all: unknown = { ...others, lambda, serverless };
  return key.split('.').reduce<unknown>((at, part) => (at as Section | undefined)?.[part], all);
}

function comment(
  document: Document,
  path: readonly string[],
  { key, value, interval, evidence }: Pick<Setting, 'evidence'> & Partial<Setting>,
): void {
  const node = document.getIn(path, true);
  if (!isScalar(node)) return;
  const isDefault = interval == null || Number(usual(key ?? '')) >= interval.low;
  const used = isDefault ? 'this is the default' : 'this is the least it can be';
  (node as Scalar).comment = value === null ? ` not known: ${evidence}; ${used}` : ` ${evidence}`;
}

/** Sections of plain values on one line, but for those that carry comments. */
function oneLine(document: Document): void {
  visit(document, {
    Map(_, map) {
      const plain = map.items.every(({ value }) => isScalar(value) && !value.comment);
      if (map.items.length > 0 && plain) map.flow = true;
    },
  });
}

function nonEmpty(sections: Readonly<Record<string, object>>): Section {
  return Object.fromEntries(
    Object.entries(sections).filter(([, at]) => Object.keys(at).length > 0),
  );
}

function written({
  name,
  durationSeconds,
  startRps,
  endRps,
}: RecordedScenario['phases'][number]): WrittenPhase {
  if (startRps === 0 && endRps === 0) return { name, pause: durationSeconds };
  return {
    name,
    duration: durationSeconds,
    arrivalRate: startRps,
    ...(startRps === endRps ? {} : { rampTo: endRps }),
  };
}
