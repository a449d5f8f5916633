/** What every poll is given: whom to ask, on which clock, and where its answers go. */
import type { AwsEvent } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import type { AwsClients } from './clients.ts';
import type { Poller, PollerOptions } from './poller.ts';

export interface PollContext {
  readonly watch: Watch;
  readonly clients: AwsClients;
  readonly write: (event: AwsEvent) => void;
  /** Local epoch ms. */
  readonly now: () => number;
  /** Local epoch ms from which on metrics and alarms matter. */
  readonly sinceMs: number;
  /** By AWS's clock, as far as it is known. */
  readonly awsTime: (localMs: number) => number;
  readonly poller: (options: Pick<PollerOptions, 'api' | 'intervalMs' | 'poll'>) => Poller;
}
