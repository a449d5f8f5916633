/** Entry of the stand-in's process: takes its settings from the parent, lives as long as the parent. */
import { startStandIn } from '../local/stand-in.ts';
import type { StandInReply, StandInSettings } from './stand-in-process.ts';

function answer(reply: StandInReply): void {
  process.send?.(reply);
}

process.once('message', async (message) => {
  const { config, watch, port, truthFile } = message as StandInSettings;
  try {
    const standIn = await startStandIn({
      config,
      ...watch,
      port,
      ...(truthFile ? { truthFile } : {}),
    });
    // The channel closes when the parent is done, and also when it is killed.
    process.once('disconnect', () => void standIn.close().then(() => process.exit(0)));
    answer({ url: standIn.url });
  } catch (cause) {
    answer({ failed: (cause as Error).message });
  }
});
