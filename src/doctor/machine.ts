/** Asks this machine what doctor wants to know of it. */
import { UserError } from '../input/user-error.ts';
import { findK6 } from '../load/k6/find.ts';
import { versions } from '../record/versions.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { MachineFacts } from './machine-items.ts';

export function inspectMachine(scenario: ResolvedScenario, env: NodeJS.ProcessEnv): MachineFacts {
  return {
    versions: versions(),
    k6: k6Of(env),
    engine: scenario.engine,
    openFiles: openFileLimit(),
    maxConnections: scenario.replay.maxConnections,
  };
}

function k6Of(env: NodeJS.ProcessEnv): MachineFacts['k6'] {
  try {
    return { version: findK6(env).version };
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return { absent: cause.message };
  }
}

interface DiagnosticReport {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
}

/** Node has no call for it, but writes it into its diagnostic report (not on Windows). */
function openFileLimit(): number | null {
  // Without it the report looks up names in the network, which takes seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as DiagnosticReport;
  const soft = report.userLimits?.open_files?.soft;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : (soft ?? null);
}
