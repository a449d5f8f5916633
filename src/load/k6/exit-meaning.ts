/** What k6's exit codes mean (its package errext/exitcodes), as part of a sentence. */

const MEANINGS: Readonly<Record<number, string>> = {
  99: 'a threshold of the script failed',
  100: "the script's setup took too long",
  101: "the script's teardown took too long",
  102: 'k6 ran into a timeout',
  103: 'the load was stopped through the REST API of k6',
  104: 'k6 refused its options',
  105: 'k6 was stopped by a signal',
  106: 'the REST API of k6 could not be started',
  107: 'the script threw an exception: the system, its dataset or its request cannot be made in k6',
  108: 'the script aborted the load',
  109: 'k6 itself crashed',
  110: 'the script marked the load as failed',
};

export function exitMeaning(code: number | null): string | null {
  return code === null ? null : (MEANINGS[code] ?? null);
}
