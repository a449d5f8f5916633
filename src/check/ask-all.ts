/** Asks many questions and hands over their results in order. */
import { openSigning } from '../aws/request-signing.ts';
import { UserError } from '../input/user-error.ts';
import { readOwnHeaders, withHeaders } from '../systems/own-headers.ts';
import { Asker } from './ask.ts';
import type { CheckResult } from './check-report.ts';
import { answer, type Question } from './question.ts';
import type { Subject } from './subject.ts';

/** A handful is asked one after the other: an API that is kept small is not to be throttled by it. */
const ONE_BY_ONE = 10;
const CONCURRENCY = 8;

/**
 * Ends early, without a word, once `signal` is aborted.
 *
 * @throws UserError when there is nobody to ask (the first request finds no connection), or there are
 *   no credentials to sign with
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
    // A collection may name other hosts, and credentials are none of their business.
    (request, origin) =>
      isTarget(origin, target) ? signing.sign(withHeaders(request, headers)) : request,
    Object.values(headers),
  );
  const concurrency = questions.length <= ONE_BY_ONE ? 1 : CONCURRENCY;
  let isFirst = true;
  try {
    const answers = inOrder(questions, concurrency, (question) => answer(question, asker, signal));
    for await (const { result, asked } of answers) {
      if (signal?.aborted) return;
      if (isFirst && asked?.unreachable) throw nobodyThere(scenario.target, asked.unreachable);
      if (asked) isFirst = false;
      yield result;
    }
  } finally {
    signing.close();
    await asker.close();
  }
}

/** A target may be written with a slash at its end; there is none before a stand-in is up. */
function isTarget(origin: string, target: string): boolean {
  return URL.canParse(target) && new URL(target).origin === new URL(origin).origin;
}

export function nobodyThere(target: string, how: string): UserError {
  return new UserError(
    `${target} does not answer (${how}); check the address, or start the stand-in with \`npx scaleproof local\`.`,
  );
}

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
