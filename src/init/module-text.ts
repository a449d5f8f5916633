/** Writes a system's module as TypeScript that imports nothing at run time. */
import type { Contract, Feature, JsonPath, Parameters } from './infer.ts';
import type { PastedRequest } from './pasted.ts';

export interface ModuleFacts {
  readonly id: string;
  readonly title: string;
  readonly fixture: string;
  readonly request: PastedRequest;
  readonly contract: Contract;
}

export function moduleText(facts: ModuleFacts): string {
  const { id, title, fixture, contract } = facts;
  const columns = contract.features
    .map(({ name, kind }) => `      { name: ${quote(name)}, kind: '${kind}' },\n`)
    .join('');
  return `/**
 * ${title.replaceAll('*/', '')}. Written by \`scaleproof init\` from one request and its response.
 *
 * Look at what a failure of this API looks like, too: until \`decode\` knows it, it is \`malformed\`.
 */
import type { Address, Answer, DatasetRow, HttpRequest, HttpResponse, System } from 'scaleproof';

const system: System = {
  id: ${quote(id)},
  title: ${quote(title)},
  defaultWay: 'http',
  dataset: {
    fixture: ${quote(fixture)},
    features: [
${columns}    ],
    // Add \`values: [...]\` with all labels: a typing error in the dataset is then refused.
    label: { name: ${quote(contract.labelName)} },
  },
  ways: { http: { encode, decode } },
};
export default system;

${encodeText(facts)}
${DECODE}
${predictionText(contract)}`;
}

/** As the module's own source. */
const PATH_AND_QUERY = `\`\${path}\${path.includes('?') ? '&' : '?'}\${query}\``;

function encodeText({ request, contract: { carrier, features } }: ModuleFacts): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => `${quote(name)}: ${quote(value)}`)
    .join(', ');
  const path = quote(carrier.kind === 'query' ? carrier.path : (request.path ?? '/'));
  const isQuery = carrier.kind === 'query';
  const [statement, body] = bodyText(carrier, features);
  // The scenario's path may have a query of its own.
  const route = isQuery ? `  const path = address.path ?? ${path};\n` : '';
  return `function encode(row: DatasetRow, address: Address): HttpRequest {
${statement}${route}  return {
    method: '${request.method}',
    path: ${isQuery ? PATH_AND_QUERY : `address.path ?? ${path}`},
    headers: {${headers === '' ? '' : ` ${headers} `}},
    body: ${body},
  };
}
`;
}

/** @returns a statement before the request's literal, and the expression of its body */
function bodyText(
  carrier: Contract['carrier'],
  features: readonly Feature[],
): [statement: string, body: string] {
  switch (carrier.kind) {
    case 'json': {
      const literal = jsonLiteral(carrier.sample, [], features);
      return [`  const body = ${literal};\n`, 'JSON.stringify(body)'];
    }
    case 'form':
      return [
        `  const form = new URLSearchParams(${pairs(carrier.parameters, features)});\n`,
        'form.toString()',
      ];
    case 'csv':
      return ['', "row.text.join(',')"];
    case 'text':
      return ['', 'row.text[0]!'];
    case 'query':
      return [
        `  const query = new URLSearchParams(${pairs(carrier.parameters, features)});\n`,
        'null',
      ];
  }
}

function pairs(parameters: Parameters, features: readonly Feature[]): string {
  const items = parameters.map(([name, value], index) => {
    const at = features.findIndex(({ path }) => path[0] === index);
    return `[${quote(name)}, ${at === -1 ? quote(value) : `row.text[${at}]!`}]`;
  });
  return `[${items.join(', ')}]`;
}

/** The pasted body, with each feature in the place of its value. */
function jsonLiteral(value: unknown, path: JsonPath, features: readonly Feature[]): string {
  const at = features.findIndex((feature) => feature.path.join('\0') === path.join('\0'));
  if (at !== -1 && (typeof value !== 'object' || value === null)) return `row.values[${at}]`;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => jsonLiteral(item, [...path, index], features));
    return enclosed('[', items, ']', path.length);
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${propertyOf(key)}: ${jsonLiteral(item, [...path, key], features)}`,
    );
    return enclosed('{', members, '}', path.length);
  }
  return JSON.stringify(value);
}

const MAX_LINE = 80;

/** On one line where it fits, otherwise an item a line. */
function enclosed(open: string, items: readonly string[], close: string, depth: number): string {
  if (items.length === 0) return open + close;
  const space = open === '{' ? ' ' : '';
  const line = `${open}${space}${items.join(', ')}${space}${close}`;
  if (line.length + 2 * depth <= MAX_LINE && !line.includes('\n')) return line;
  const indent = ' '.repeat(2 * depth + 2);
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}${close}`;
}

const DECODE = `function decode(response: HttpResponse, row: DatasetRow): Answer {
  const { status } = response;
  if (status === 429) return { outcome: 'throttled', predicted: null };
  if (status >= 500) return { outcome: 'server-error', predicted: null };
  if (status >= 400) return { outcome: 'client-error', predicted: null };
  const predicted = status >= 200 && status < 300 ? predictionIn(response.body) : null;
  if (predicted === null) return { outcome: 'malformed', predicted: null };
  return { outcome: predicted === row.label ? 'correct' : 'wrong', predicted };
}
`;

function predictionText({ prediction: { path, type } }: Contract): string {
  if (path === null) {
    return `/** The whole body is the prediction. */
function predictionIn(body: string): string | null {
  return body.trim() === '' ? null : body.trim();
}
`;
  }
  const steps = path
    .map((key) => (typeof key === 'number' ? `?.[${key}]` : memberOf(key)))
    .join('');
  return `function predictionIn(body: string): string | null {
  try {
    const found: unknown = JSON.parse(body)${steps};
    return typeof found === '${type}' ? String(found) : null;
  } catch {
    return null;
  }
}
`;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function memberOf(key: string): string {
  return IDENTIFIER.test(key) ? `?.${key}` : `?.[${quote(key)}]`;
}

/** \`__proto__\` written as a plain property would set the prototype. */
function propertyOf(key: string | number): string {
  const text = String(key);
  if (text === '__proto__') return `['__proto__']`;
  return IDENTIFIER.test(text) ? text : quote(text);
}

/** A string literal in single quotes. */
function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
