/** Work side by side whose results come out in the order of the items. */

/**
 * At most `concurrency` at a time. A slow one holds back those behind it, which keeps what waits to
 * be told as bounded as what runs.
 *
 * @param work must not reject
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for (const item of items) {
    if (running.length === concurrency) yield await running.shift()!;
    running.push(work(item));
  }
  while (running.length > 0) yield await running.shift()!;
}
