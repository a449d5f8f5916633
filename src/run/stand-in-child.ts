/** Entry of the stand-in's process: takes its settings from the parent, lives as long as the parent. */
import { startStandIn } from '../local/stand-in.ts';
import type { Watch } from '../scenario/schema.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';

export interface StandInSettings {
  /** Id of the system it stands in for. */
  readonly system: string;
  readonly config: StandInConfig;
  readonly watch: Pick<Watch, 'endpointName' | 'variantName' | 'region' | 'functionName'>;
  /** 0 for any free one. */
  readonly port: number;
  readonly truthFile?: string;
}

export type StandInReply = { readonly url: string } | { readonly failed: string };

function answer(reply: StandInReply): void {
  process.send?.(reply);
}

/**
 * A killed parent cannot end the load, which notices by itself a moment later. Until then it is
 * answered: the end of the harness must not look like the end of the target.
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
