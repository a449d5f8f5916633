/** Spreads work over threads, one for each core. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * @param worker a module that answers each message with one.
 * @returns the answers, in the order of the questions.
 * @throws what a thread throws.
 */
export async function onEveryCore<Question, Answer>(
  worker: URL,
  questions: readonly Question[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const lane = async () => {
    const thread = new Worker(worker);
    for (let index = next++; index < questions.length; index = next++) {
      thread.postMessage(questions[index]);
      const [answer] = await once(thread, 'message');
      answers[index] = answer as Answer;
    }
    await thread.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return answers;
}
