/** Checks the Postman collection that a check is to send. Sends none of it. */
import { collectionQuestions } from '../check/postman/collection-questions.ts';
import { subjectOf } from '../check/subject.ts';
import { counted } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Item, ok, problem, warning } from './item.ts';

const COLLECTION = { id: 'collection', group: 'Load', title: 'Collection' } as const;

/** @param file null without a collection */
export async function collectionItems(
  scenario: ResolvedScenario,
  file: string | null,
): Promise<Item[]> {
  if (file === null) return [];
  try {
    const { questions } = collectionQuestions(await subjectOf(scenario), file, false);
    const unsent = questions.flatMap(({ name, sending }) =>
      'impossible' in sending ? [`"${name}" (${sending.impossible})`] : [],
    );
    if (unsent.length === 0) {
      return [ok(COLLECTION, `${counted(questions.length, 'request')}, all can be sent.`)];
    }
    const few = unsent.slice(0, MAX_NAMES).join(', ');
    const rest = unsent.length > MAX_NAMES ? `, and ${unsent.length - MAX_NAMES} more` : '';
    return [
      warning(
        COLLECTION,
        `${unsent.length} of ${counted(questions.length, 'request')} cannot be sent: ${few}${rest}.`,
        'Correct them in Postman and export the collection again.',
      ),
    ];
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return [
      problem(COLLECTION, cause.message, 'Correct --postman, or export the collection again.'),
    ];
  }
}

const MAX_NAMES = 3;
