/** Sends many requests and yields their results in order. */
import { openSigning } from '../aws/request-signing.ts';
import { readOwnHeaders, withHeaders } from '../systems/own-headers.ts';
import { Asker } from './ask.ts';
import type { CheckResult } from './check-report.ts';
import { answer, type Question } from './question.ts';
import type { Subject } from './subject.ts';
import { unreachable } from './unreachable.ts';

/** Up to this many requests are sent sequentially, so that a small API does not throttle them. */
const MAX_SEQUENTIAL = 10;
const CONCURRENCY = 8;

/**
 * Returns early once `signal` is aborted.
 *
 * @throws UserError when the target is unreachable (the first request gets no connection), or there
 *   are no credentials to sign with
 */
export async function* askAll(
  { scenario, codec }: Subject,
  questions: readonly Question[],
  signal?: AbortSignal,
): AsyncGenerator<CheckResult> {
  const { way, target, region } = scenario;
  const headers = readOwnHeaders(scenario.headersFromEnvironment, process.env);
  const signing = await openSigning({ way, origin: target, region });
  const asker = new Asker(
    codec,
    scenario.replay.timeoutMs,
    // A collection may name other hosts, which must not get the credentials.
    (request, origin) =>
      isTarget(origin, target) ? signing.sign(withHeaders(request, headers)) : request,
    Object.values(headers),
  );
  const concurrency = questions.length <= MAX_SEQUENTIAL ? 1 : CONCURRENCY;
  let isFirst = true;
  try {
    const answers = inOrder(questions, concurrency, (question) => answer(question, asker, signal));
    for await (const { result, asked } of answers) {
      if (signal?.aborted) return;
      if (isFirst && asked?.unreachable) throw unreachable(scenario.target, asked.unreachable);
      if (asked) isFirst = false;
      yield result;
    }
  } finally {
    signing.close();
    await asker.close();
  }
}

/** Compares origins, because a target may end with a slash. It is empty before a stand-in is up. */
function isTarget(origin: string, target: string): boolean {
  return URL.canParse(target) && new URL(target).origin === new URL(origin).origin;
}

/**
 * Runs at most `concurrency` at a time. A slow item holds back those behind it, which bounds the
 * number of buffered results.
 *
 * @throws what `work` rejects with, when its turn comes
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for (const item of items) {
    if (running.length === concurrency) yield await running.shift()!;
    const answer = work(item);
    // Its turn may come after another has failed; then nobody waits for it.
    answer.catch(() => {});
    running.push(answer);
  }
  while (running.length > 0) yield await running.shift()!;
}
