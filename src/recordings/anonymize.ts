/**
 * Replaces names in a recording. Pure.
 *
 * Two passes over everything: the first finds the names, by the members that hold them and by their
 * places in ARNs and sentences; the second replaces them wherever they are. What is not known to be
 * AWS's own counts as a name, so an answer of a shape nobody foresaw loses its texts rather than keeps
 * them. Numbers, times and states stay; what a name is part of keeps its form.
 */
import { withoutSecrets } from '../aws/without-secrets.ts';
import { isAwsOwn } from './aws-words.ts';
import { anyOf, Names } from './names.ts';
import { NEVER_A_NAME, type Parent, positionOf, REMOVED } from './positions.ts';
import {
  answerLineSchema,
  type Exchange,
  type Json,
  type RecordedError,
  type RecordedNames,
  recordingSchema,
} from './recording.ts';
import { ANY_NAME, type Kind, namesIn, replaceNamesIn } from './structure.ts';
import { type Visit, walk } from './walk.ts';

export interface Anonymized {
  readonly watch: RecordedNames;
  readonly exchanges: readonly Exchange[];
  readonly names: Names;
}

export function anonymize(watch: RecordedNames, exchanges: readonly Exchange[]): Anonymized {
  const names = new Names();
  for (const word of OUR_WORDS) names.isWord(word);
  const found = finding(names, isToldByAws);
  const asked = finding(names, isOurs);
  const watched = asAnswer(watch);
  walk(watched, found);
  for (const { service, operation, input, answer, error } of exchanges) {
    names.isWord(service);
    names.isWord(operation);
    walk(input, asked);
    if (answer !== null) walk(answer, found);
    if (error !== null) {
      names.isWord(error.code);
      walk(messageOf(error), found);
    }
  }
  const replaced = replacing(names);
  return {
    names,
    watch: asWatch(watch, walk(watched, replaced)),
    exchanges: exchanges.map((exchange) => ({
      ...exchange,
      input: walk(exchange.input, replaced),
      answer: exchange.answer === null ? null : walk(exchange.answer, replaced),
      error:
        exchange.error === null
          ? null
          : { ...exchange.error, ...walk(messageOf(exchange.error), replaced) },
    })),
  };
}

/** What is written around the answers. */
const OUR_WORDS = [...Object.keys(recordingSchema.shape), ...Object.keys(answerLineSchema.shape)];

const messageOf = ({ message }: RecordedError) => ({ message });

/** The watch section by the names that AWS gives the same things. */
function asAnswer({
  endpointName,
  variantName,
  inferenceComponent,
  functionName,
  api,
}: RecordedNames) {
  return {
    EndpointName: endpointName,
    VariantName: variantName,
    ...(inferenceComponent && { InferenceComponentName: inferenceComponent }),
    ...(functionName && { FunctionName: functionName }),
    ...(api?.name && { ApiName: api.name }),
    ...(api?.id && { ApiId: api.id }),
    ...(api && { Stage: api.stage }),
  };
}

function asWatch(watch: RecordedNames, names: ReturnType<typeof asAnswer>): RecordedNames {
  const { InferenceComponentName, FunctionName, ApiName, ApiId, Stage } = names;
  return {
    ...watch,
    endpointName: names.EndpointName,
    variantName: names.VariantName,
    ...(InferenceComponentName && { inferenceComponent: InferenceComponentName }),
    ...(FunctionName && { functionName: FunctionName }),
    ...(Stage && {
      api: { stage: Stage, ...(ApiName && { name: ApiName }), ...(ApiId && { id: ApiId }) },
    }),
  };
}

/** Of an answer, everything that is not known to be AWS's own may be a name. */
const isToldByAws = () => true;
/** Of a question, which the collector asks, only what stands where a name does. */
const isOurs = (kind: Kind) => kind !== ANY_NAME;

function finding(names: Names, isWanted: (kind: Kind) => boolean): Visit {
  const member = (key: string) => {
    if (REMOVED.has(key)) return null;
    // Names of members are AWS's; a map's keys need not be.
    if (/^[A-Za-z][A-Za-z0-9]*$/.test(key)) names.isWord(key);
    else if (!isAwsOwn(key)) names.found('key', key);
    return key;
  };
  const text = (written: string, key: string, parent: Json) => {
    const position = positionOf(key, written, parent as Parent);
    if (position.is === 'kept') {
      if (NEVER_A_NAME.has(key)) names.isWord(written);
    } else if (position.is === 'text') findIn(names, written, key, isWanted);
    else if (isWanted(position.kind)) names.found(position.kind, written);
    return written;
  };
  return { text, member };
}

/** The parts between a composition's separators. */
const WORDS = /[^\s"'`,;()[\]{}<>]+/g;

function findIn(names: Names, text: string, key: string, isWanted: (kind: Kind) => boolean): void {
  const clean = withoutSecrets(text);
  if (key === 'FunctionName') {
    const [name = '', qualifier = ''] = clean.replace(/^.*function:/, '').split(':');
    names.found('function', name);
    if (qualifier !== '' && !isAwsOwn(qualifier)) names.found('qualifier', qualifier);
  }
  for (const { kind, name } of namesIn(clean)) if (!isStateWord(name)) names.found(kind, name);
  if (!isWanted(ANY_NAME)) return;
  const rest = replaceNamesIn(clean, () => ' ');
  for (const [, quoted = ''] of rest.matchAll(/["']([^"'\s]+)["']/g)) {
    if (!isAwsOwn(quoted)) names.found(ANY_NAME, quoted);
  }
  for (const [word] of rest.matchAll(WORDS)) {
    const bare = word.replace(/^[.:=*-]+|[.:!?*-]+$/g, '');
    // A word of letters alone is English, or told by its place; anything else that is not AWS's is a name.
    if (/[^A-Za-z]/.test(bare) && /[A-Za-z]/.test(bare)) {
      for (const part of bare.split(/[/:=@|]+/)) {
        if (!isAwsOwn(part) && !/^[A-Za-z]+$/.test(part)) names.found(ANY_NAME, part);
      }
    }
  }
}

/** `triggered policy` may stand at the end of a sentence about none. */
const isStateWord = (name: string) => /^(?:is|was|in|to|for|of|and)$/i.test(name);

function replacing(names: Names): Visit {
  const any = anyOf(names.all());
  const other = (name: string) => names.of(name)?.standIn ?? null;
  const known = new Map<string, string>();
  const inText = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const placed = replaceNamesIn(withoutSecrets(text), other);
    const after = any === null ? placed : placed.replace(any, (name) => other(name) ?? name);
    known.set(text, after);
    return after;
  };
  const text = (written: string, key: string, parent: Json) => {
    const position = positionOf(key, written, parent as Parent);
    if (position.is === 'kept') {
      const name = NEVER_A_NAME.has(key) ? undefined : names.of(written);
      return name !== undefined && name.match !== 'place' ? name.standIn : written;
    }
    if (position.is === 'name') return other(written) ?? inText(written);
    if (key !== 'FunctionName') return inText(written);
    return inText(
      written
        .split(':')
        .map((part) => other(part) ?? part)
        .join(':'),
    );
  };
  const member = (key: string) => {
    if (REMOVED.has(key)) return null;
    const name = names.of(key);
    return name === undefined || name.match === 'place' ? key : name.standIn;
  };
  // An account's number may come as a number.
  const number = (value: number) => {
    const name = Number.isInteger(value) ? names.of(String(value)) : undefined;
    return name?.kind === 'account' ? Number(name.standIn) : value;
  };
  return { text, member, number };
}
