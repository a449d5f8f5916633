/** What a run tells the process that serves its page, and what that answers. */
import type { LiveProgress } from '../report/html/live-page.ts';
import type { LiveAttempt, LiveStep } from '../report/live-view.ts';

/** As the terminal gets it, without what is recorded: the page reads that from the run's files. */
export type PageProgress =
  | {
      readonly kind: 'step';
      readonly step: LiveStep;
      readonly message: string;
      readonly attempt?: LiveAttempt;
    }
  | { readonly kind: 'view'; readonly view: LiveProgress };

export type PageOrder =
  | PageProgress
  /** From now on the page shows this run directory; with `--retries` each attempt has its own. */
  | { readonly kind: 'begun'; readonly directory: string }
  /** The run has ended; `directory` is null when there is nothing to judge. */
  | { readonly kind: 'end'; readonly directory: string | null };

export type PageReply =
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string };
