/** `--ui`: the page of a run while it goes on. */
import type { Progress } from '../run/live-feed.ts';
import type { PageProgress } from '../ui/page-messages.ts';
import { startPage } from '../ui/page-process.ts';
import type { ProgressDisplay } from './progress.ts';

export interface LivePage {
  show(progress: Progress): void;
  begun(directory: string): void;
  /** @param directory of the run to report; null when there is none */
  end(directory: string | null): Promise<void>;
}

/**
 * Prints the address on stderr, also with --quiet and --json: stdout is the verdict's.
 *
 * @throws UserError when the page cannot be served
 */
export async function servePage(display: ProgressDisplay): Promise<LivePage> {
  const page = await startPage();
  process.stderr.write(`Watch it: ${page.url}\n`);
  void page.lost.then((how) => {
    const message = `the page is gone (${how}); the run goes on without it`;
    display.show({ kind: 'step', step: 'page', message });
  });
  return {
    show: (progress) => page.follow(toProgress(progress)),
    begun: page.begun,
    end: page.end,
  };
}

/** Without the timeline: the page reads the run's files. */
function toProgress(progress: Progress): PageProgress {
  if (progress.kind === 'view') {
    const { timeline: _, ...view } = progress.view;
    return { kind: 'view', view };
  }
  return progress;
}
