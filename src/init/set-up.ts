/** Decides which files a new scenario consists of; writing them is somebody else's. */
import { join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { ENDPOINT_NAME } from '../scenario/aws-names.ts';
import { regionKind } from '../scenario/known-regions.ts';
import { WATCH_NOTHING } from '../scenario/schema.ts';
import { complaintAbout } from '../scenario/unknown-regions.ts';
import type { System } from '../systems/contract.ts';
import { SYSTEMS } from '../systems/registry.ts';
import { type Contract, inferContract } from './infer.ts';
import { moduleText } from './module-text.ts';
import { type PastedRequest, readRequest, readResponseBody } from './pasted.ts';
import { type ScenarioFacts, scenarioText } from './scenario-text.ts';
import { isSecretHeader, secretFeatures, splitSecrets } from './secrets.ts';

export interface Answers {
  /** Of the scenario and its files. */
  readonly name: string;
  /** Id of a built-in system; null for an API of the user's own. */
  readonly system: string | null;
  /** Null: from the request, or an environment variable. */
  readonly url: string | null;
  /** `none`: nothing is watched. Null: from an environment variable. */
  readonly endpointName: string | null;
  readonly region: string | null;
  readonly rps: number;
  /** Both null for a built-in system. */
  readonly request: string | null;
  readonly response: string | null;
  /** Where the prediction is in the response; null to guess. */
  readonly labelAt: string | null;
}

export interface NewFile {
  /** Relative to the folder that is set up. */
  readonly path: string;
  readonly text: string;
  /** What the file is, for the user. */
  readonly what: string;
}

export interface SetUp {
  readonly files: readonly NewFile[];
  readonly scenarioFile: string;
  readonly moduleFile: string | null;
  /** Environment variables that the scenario reads. */
  readonly variables: readonly string[];
  readonly contract: Contract | null;
  /** What the user should know about the files before using them. */
  readonly notes: readonly string[];
}

const MAX_RPS = 1_000_000;

/** @throws UserError when an answer cannot be used */
export function setUp(answers: Answers): SetUp {
  const { name, rps } = answers;
  if (!(rps > 0 && rps <= MAX_RPS)) {
    throw new UserError(`Requests/s: expected a number above 0 and up to ${MAX_RPS}, such as 100.`);
  }
  refuseEndpointName(answers.endpointName);
  refuseRegion(answers.region);
  const own = answers.system === null ? ownSystem(answers) : null;
  const scenario = toScenario(answers, own);
  const scenarioFile = join('scenarios', `${name}.yml`);
  const text = scenarioText(scenario);
  const variables = [...text.matchAll(/\$env\.(\w+)/g)].map(([, each]) => each!);
  return {
    files: [
      { path: scenarioFile, text, what: 'what to send and to expect' },
      ...(own?.files ?? []),
    ],
    scenarioFile,
    moduleFile: own === null ? null : `${name}.ts`,
    variables: [...new Set([...variables, ...Object.values(scenario.headersFromEnvironment)])],
    contract: own?.contract ?? null,
    notes: own === null ? [] : notesOn(name, own),
  };
}

function ownSystem({ name, request: pasted, response, labelAt, url }: Answers) {
  if (pasted === null || response === null) {
    throw new UserError(
      'An API of your own needs one request and its response; add --request FILE and --response FILE, or --system with a built-in one.',
    );
  }
  const read = readRequest(pasted);
  const address = read.path ?? pathOf(targetOf(url));
  const path = address === null ? null : splitSecrets(address, variableFor(name));
  const request = { ...read, path: path?.open ?? null };
  const contract = inferContract(request, readResponseBody(response), labelAt);
  const fixture = `${name}.csv`;
  const title = titleOf(name);
  const kept = { ...request, headers: publicHeaders(request.headers) };
  const files: NewFile[] = [
    {
      path: `${name}.ts`,
      text: moduleText({ id: name, title, fixture, request: kept, contract }),
      what: 'rows as requests, responses as predictions',
    },
    {
      path: fixture,
      text: datasetText(contract),
      what: 'the dataset: the row you pasted; add yours',
    },
  ];
  return { request, contract, files, path: path?.fromEnvironment ?? null };
}

type OwnSystem = ReturnType<typeof ownSystem>;

function notesOn(name: string, { request, contract }: OwnSystem): string[] {
  const secret = secretFeatures(contract);
  return [
    ...(request.path === null || request.path === '/'
      ? [
          `No path is known, so the module sends to /. If the API has one, correct it in ${name}.ts, or repeat with --force and --url https://HOST/PATH.`,
        ]
      : []),
    ...(secret.length === 0
      ? []
      : [
          `${name}.csv holds ${secret.join(', ')} from the request's body in clear, which looks like a secret. Replace it before you commit the file; an API that takes it as a header needs it in no file.`,
        ]),
  ];
}

/** Path and query; null where the URL says nothing about them. */
function pathOf(url: URL | null): string | null {
  return url === null || url.pathname + url.search === '/' ? null : url.pathname + url.search;
}

function variableFor(scenario: string): (suffix: string) => string {
  const upper = (text: string) => text.toUpperCase().replaceAll(/\W+/g, '_');
  return (suffix) => `${upper(scenario)}_${upper(suffix)}`;
}

function toScenario(answers: Answers, own: OwnSystem | null): ScenarioFacts {
  const { name, system, rps } = answers;
  const request = own?.request ?? null;
  const variable = variableFor(name);
  const fromEnvironment = (suffix: string) => `{{ $env.${variable(suffix)} }}`;
  const url = targetOf(answers.url);
  const ofUrl = pathOf(url);
  const split = ofUrl === null ? null : splitSecrets(ofUrl, variable);
  return {
    name,
    title: system === null ? titleOf(name) : builtIn(system).title,
    system: system ?? `../${name}.ts`,
    target: url?.origin ?? request?.origin ?? fromEnvironment('API_URL'),
    // A module of one's own has its path, but no secrets.
    path: own === null ? (split?.fromEnvironment ?? split?.open ?? null) : own.path,
    watch:
      answers.endpointName === WATCH_NOTHING
        ? null
        : {
            endpointName: answers.endpointName ?? fromEnvironment('ENDPOINT_NAME'),
            region: answers.region ?? '{{ $env.AWS_REGION }}',
          },
    rps,
    headersFromEnvironment: Object.fromEntries(
      Object.keys(request?.headers ?? {})
        .filter(isSecretHeader)
        .map((header) => [header, variable(header)]),
    ),
  };
}

function targetOf(url: string | null): URL | null {
  if (url === null) return null;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new UserError(
    `--url ${url}: expected an http or https URL, such as https://api.example.com.`,
  );
}

function refuseRegion(region: string | null): void {
  if (region === null || regionKind(region) !== 'unknown') return;
  throw new UserError(`--region ${region}: ${complaintAbout(region)}`);
}

function refuseEndpointName(name: string | null): void {
  if (name === null || ENDPOINT_NAME.safeParse(name).success) return;
  throw new UserError(
    `--endpoint ${name}: expected a name of 1 to 63 letters, digits and hyphens, such as wine-xgboost; see \`aws sagemaker list-endpoints\`, or write none to watch nothing.`,
  );
}

function builtIn(id: string): System {
  const system = SYSTEMS.get(id);
  if (system) return system;
  throw new UserError(
    `--system ${id}: expected one of ${[...SYSTEMS.keys()].join(', ')}; omit it for an API of your own.`,
  );
}

function titleOf(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Set by whoever sends the request. */
const OF_CONNECTION =
  /^(host|content-length|connection|user-agent|accept-encoding|transfer-encoding|origin|referer|priority|sec-.*)$/;

function publicHeaders(headers: PastedRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !isSecretHeader(name) && !OF_CONNECTION.test(name)),
  );
}

/** Header line and the pasted row (RFC 4180). */
function datasetText({ features, labelName, prediction }: Contract): string {
  const names = [...features.map(({ name }) => name), labelName];
  const cells = [...features.map(({ text }) => text), prediction.label];
  return `${[names, cells].map((line) => line.map(cellText).join(',')).join('\n')}\n`;
}

function cellText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
