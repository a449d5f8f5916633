/** Turns the requests of a Postman collection into questions of a check, in order. */
import { UserError } from '../../input/user-error.ts';
import type { DatasetRow, HttpRequest } from '../../systems/contract.ts';
import type { Chosen } from '../choose-questions.ts';
import type { Question } from '../question.ts';
import type { Subject } from '../subject.ts';
import { destinationOf } from './address.ts';
import { bodyOf } from './body.ts';
import { carriedLabel } from './carried-label.ts';
import { readCollection } from './collection.ts';
import { fieldsOf } from './fields.ts';
import { headersOf } from './headers.ts';
import { KnownRows } from './known-rows.ts';
import { type FoundRequest, requestsOf } from './requests.ts';

/** @throws UserError when the file is not a collection, has no requests, or cannot be sent this way */
export function collectionQuestions(subject: Subject, file: string, keepHost: boolean): Chosen {
  const { name: scenarioName, way } = subject.scenario;
  if (way !== 'http') {
    throw new UserError(
      `--postman ${file}: collections require --way http, but scenario "${scenarioName}" uses way "${way}"; add --way http if the system has an HTTP API.`,
    );
  }
  const collection = readCollection(file);
  const requests = requestsOf(collection);
  if (requests.length === 0) {
    throw new UserError(`${file} has no requests; export the collection with its requests.`);
  }
  const known = new KnownRows(subject);
  const questions = requests.map((found) => toQuestion(found, subject, known, keepHost));
  const { name } = collection.info;
  return { questions, source: { kind: 'postman', file, collection: name, keepHost } };
}

function toQuestion(
  found: FoundRequest,
  subject: Subject,
  known: KnownRows,
  keepHost: boolean,
): Question {
  const { name, request, variables, obstacle, notes } = found;
  const unsent = (impossible: string): Question => {
    return { row: null, name, expected: null, notes, sending: { impossible } };
  };
  if (obstacle !== null) return unsent(obstacle);
  const method = request.method.toUpperCase();
  if (method !== 'GET' && method !== 'POST')
    return unsent(`its method is ${method}; only GET and POST are supported`);
  const { scenario, codec, rows } = subject;
  const destination = destinationOf(request.url, variables, {
    target: keepHost ? null : scenario.target,
    ownPath: codec.encode(rows[0]!, scenario.address).path,
  });
  if (typeof destination === 'string') return unsent(destination);
  const body = bodyOf(request.body, variables);
  if (typeof body === 'string') return unsent(body);
  const headers = headersOf(request.header, variables, body.contentType);
  if (typeof headers === 'string') return unsent(headers);
  const sent: HttpRequest = { method, path: destination.path, headers, body: body.text };
  const { about, row, notes: labelNotes } = aboutOf(sent, subject, known);
  return {
    row,
    name,
    expected: about?.label || null,
    notes: [...notes, ...destination.notes, ...body.notes, ...labelNotes],
    sending: { origin: destination.origin, request: sent, about },
  };
}

/** The label in the request takes precedence over the matching dataset row. */
function aboutOf(
  sent: HttpRequest,
  { system }: Subject,
  known: KnownRows,
): { about: DatasetRow | null; row: number | null; notes: string[] } {
  const fields = fieldsOf(sent);
  const row = known.find(fields);
  const carried = carriedLabel(known.extras(fields), system.dataset.label, row !== null);
  if (!carried) return { about: row, row: row?.number ?? null, notes: [] };
  const { label, field } = carried;
  const isContradicted = row !== null && row.label !== '' && row.label !== label;
  return {
    about: { number: row?.number ?? 0, text: row?.text ?? [], values: row?.values ?? [], label },
    row: row?.number ?? null,
    notes: isContradicted
      ? [`its "${field}" is ${label}, but row ${row.number} of the dataset is ${row.label}`]
      : [],
  };
}
