/**
 * Simulates the Lambda function in front of the endpoint: concurrency, cold starts and metrics.
 *
 * Pure. An execution environment runs one invocation at a time. Provisioned environments are always
 * warm and used first; a spillover invocation uses an idle on-demand environment or else a new one,
 * which is a cold start. Reserved concurrency limits all of them together.
 */
import { LAMBDA_METRICS, type LambdaMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import type { LambdaSettings } from './settings.ts';

/** Default concurrent executions of an account. */
export const ACCOUNT_CONCURRENCY = 1000;

export interface Execution {
  readonly provisioned: boolean;
  /** How long the invocation waits before its handler runs; 0 in a warm environment. */
  readonly initMs: number;
  /** When the handler starts. */
  readonly startMs: number;
}

export class LambdaFunction {
  readonly name: string;
  /** `$LATEST` first, then the published one. */
  readonly versions: readonly string[];
  /** Undefined when the configured name has none. */
  readonly alias: { readonly name: string; readonly version: string } | undefined;
  /** What provisioned concurrency is on: a version or the alias. */
  readonly provisionedOn: string;
  readonly settings: LambdaSettings;
  /** By function, and by function and version: the same numbers, since there is one version. */
  readonly stores: readonly MetricsStore<LambdaMetric>[];
  #running = 0;
  #provisionedRunning = 0;
  /** Since when each warm on-demand environment has been idle, longest first. */
  #idleSinceMs: number[] = [];

  /** @param name may include a version or alias: `dogs:1` */
  constructor(name: string, settings: LambdaSettings, storeSettings: StoreSettings) {
    const [functionName, qualifier = '$LATEST'] = name.split(':');
    this.name = functionName!;
    const isVersion = /^\d+$/.test(qualifier);
    const published = isVersion ? qualifier : '1';
    this.versions = ['$LATEST', published];
    const isAlias = !isVersion && qualifier !== '$LATEST';
    this.alias = isAlias ? { name: qualifier, version: published } : undefined;
    // $LATEST cannot have provisioned concurrency.
    this.provisionedOn = isAlias ? qualifier : published;
    this.settings = settings;
    const byFunction = [{ Name: 'FunctionName', Value: functionName! }];
    const byVersion = [...byFunction, { Name: 'Resource', Value: name }];
    this.stores = [byFunction, byVersion].map(
      (dimensions) => new MetricsStore(LAMBDA_METRICS, { ...storeSettings, dimensions }),
    );
  }

  /** Begins an invocation; undefined when throttled, which counts as neither invocation nor error. */
  begin(nowMs: number): Execution | undefined {
    const { concurrency, provisioned, coldStartMs, keepWarmMs } = this.settings;
    if (this.#running >= concurrency) {
      this.#add('Throttles', nowMs, 1);
      return undefined;
    }
    this.#running += 1;
    const usesProvisioned = this.#provisionedRunning < provisioned;
    let initMs = 0;
    if (usesProvisioned) this.#provisionedRunning += 1;
    else {
      this.#idleSinceMs = this.#idleSinceMs.filter((since) => since + keepWarmMs > nowMs);
      if (this.#idleSinceMs.pop() === undefined) initMs = coldStartMs;
    }
    this.#add('Invocations', nowMs, 1);
    this.#add('Throttles', nowMs, 0);
    this.#add('ConcurrentExecutions', nowMs, this.#running);
    if (provisioned > 0) {
      const utilization = this.#provisionedRunning / provisioned;
      this.#add('ProvisionedConcurrencyUtilization', nowMs, utilization);
      const spilled = usesProvisioned ? 0 : 1;
      this.#add('ProvisionedConcurrencySpilloverInvocations', nowMs, spilled);
    }
    return { provisioned: usesProvisioned, initMs, startMs: nowMs + initMs };
  }

  /** Ends an invocation that `begin` started; call it once. @param failed on an uncaught error */
  end(execution: Execution, nowMs: number, failed: boolean): void {
    this.#running -= 1;
    if (execution.provisioned) this.#provisionedRunning -= 1;
    else this.#idleSinceMs.push(nowMs);
    this.#add('Errors', nowMs, failed ? 1 : 0);
    this.#add('Duration', nowMs, Math.max(0, nowMs - execution.startMs));
  }

  #add(metric: LambdaMetric, atMs: number, value: number): void {
    for (const store of this.stores) store.add(metric, atMs, value);
  }
}
