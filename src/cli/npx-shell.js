// npx runs the command in a shell, which a signal to npx kills without forwarding it. Plain JavaScript:
// the launcher needs it, too, on a Node that is too old for the rest.

const WATCH_MS = 500;

/** The process that started this one, noted as early as can be: it may be killed while this one loads. */
const startedBy = Number(process.env.SCALEPROOF_STARTED_BY ?? process.ppid);
delete process.env.SCALEPROOF_STARTED_BY;

/**
 * Calls back once, when npx's shell is gone; never where npx did not start this process.
 *
 * @param {() => void} onGone
 * @returns {NodeJS.Timeout | undefined}
 */
export function watchShell(onGone) {
  const { npm_lifecycle_event: by, npm_lifecycle_script: script = '' } = process.env;
  if (by !== 'npx' || !script.includes('scaleproof')) return undefined;
  const watch = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(watch);
    onGone();
  }, WATCH_MS);
  return watch.unref();
}
