/** Reads the Lambda function's concurrency limits, memory and timeout, one read-only call each. */
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionObservation } from '../record/aws-events.ts';
import { allPages } from './pages.ts';

/** A Lambda function's name, taken from a name, an ARN or part of one, with or without a qualifier. */
export interface FunctionName {
  readonly name: string;
  /** A version or an alias. */
  readonly qualifier: string | undefined;
}

/**
 * Parses `dogs`, `dogs:1`, `123456789012:function:dogs` or
 * `arn:aws:lambda:REGION:ACCOUNT:function:dogs:1` into name and qualifier.
 */
export function parseFunctionName(text: string): FunctionName {
  const parts = text.split(':');
  const start = parts.indexOf('function') + 1;
  return { name: parts[start] ?? text, qualifier: parts[start + 1] };
}

/** What one call reports about the function. */
export type FunctionSettings = Partial<Omit<FunctionObservation, 'type' | 'atMs' | 'name'>>;

export type FetchSettings = (client: LambdaClient, of: FunctionName) => Promise<FunctionSettings>;

/** Keyed by operation name, as gaps use it. Each throws an SDK error. */
export const FUNCTION_SETTINGS: Readonly<Record<string, FetchSettings>> = {
  GetFunctionConcurrency: async (client, { name: FunctionName }) => {
    const answer = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return setting('reservedConcurrency', answer.ReservedConcurrentExecutions);
  },

  ListProvisionedConcurrencyConfigs: async (client, { name: FunctionName }) => {
    const pages = await allPages(async (Marker) => {
      const answer = await client.send(
        new ListProvisionedConcurrencyConfigsCommand({ FunctionName, ...(Marker && { Marker }) }),
      );
      return { NextToken: answer.NextMarker, configs: answer.ProvisionedConcurrencyConfigs ?? [] };
    });
    const configs = pages.flatMap((page) => page.configs);
    if (configs.length === 0) return {};
    const kept = configs.map(
      // During allocation, fewer are allocated than requested.
      (each) =>
        each.AllocatedProvisionedConcurrentExecutions ??
        each.RequestedProvisionedConcurrentExecutions ??
        0,
    );
    return { provisionedConcurrency: kept.reduce((sum, count) => sum + count, 0) };
  },

  GetAccountSettings: async (client) => {
    const answer = await client.send(new GetAccountSettingsCommand({}));
    return setting('accountConcurrency', answer.AccountLimit?.ConcurrentExecutions);
  },

  GetFunctionConfiguration: async (client, { name: FunctionName, qualifier }) => {
    const answer = await client.send(
      new GetFunctionConfigurationCommand({
        FunctionName,
        ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
      }),
    );
    return {
      ...setting('memoryMb', answer.MemorySize),
      ...setting('timeoutSeconds', answer.Timeout),
    };
  },
};

function setting(key: keyof FunctionSettings, value: number | undefined): FunctionSettings {
  return value === undefined ? {} : { [key]: value };
}
