/** Entry point of the stand-in process: gets its settings from the parent and exits with it. */
import { startStandIn } from '../local/stand-in.ts';
import type { Watch } from '../scenario/schema.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';

export interface StandInSettings {
  /** Id of the system to serve. */
  readonly system: string;
  readonly config: StandInConfig;
  readonly watch: Pick<Watch, 'endpointName' | 'variantName' | 'region' | 'functionName'>;
  /** 0 for any free port. */
  readonly port: number;
  readonly truthFile?: string;
}

export type StandInReply = { readonly url: string } | { readonly failed: string };

function answer(reply: StandInReply): void {
  process.send?.(reply);
}

/**
 * A killed parent cannot stop the load, which notices on its own a moment later. Keep serving until
 * then: the harness's exit must not look like a target failure.
 */
const GRACE_AFTER_PARENT_MS = 5_000;

process.once('message', async (message) => {
  const { system, config, watch, port, truthFile } = message as StandInSettings;
  try {
    const standIn = await startStandIn({
      system,
      config,
      ...watch,
      port,
      ...(truthFile ? { truthFile } : {}),
    });
    const close = () => void standIn.close().then(() => process.exit(0));
    process.once('message', close);
    process.once('disconnect', () => setTimeout(close, GRACE_AFTER_PARENT_MS));
    answer({ url: standIn.url });
  } catch (cause) {
    answer({ failed: (cause as Error).message });
  }
});
