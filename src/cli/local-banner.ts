/** What `scaleproof local` prints once the stand-in listens, as text and as JSON. */
import type { StandIn } from '../local/stand-in.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import type { Example } from './local-example.ts';
import { clientVariables, exportLines } from './local-export.ts';
import { DEFAULT_PORT } from './option-values.ts';

export interface Listening {
  readonly standIn: StandIn;
  readonly scenario: WatchedScenario;
  readonly example: Example;
}

/** A matrix of logits fills a screen. */
const MAX_BODY_CHARACTERS = 160;
/** AWS publishes every minute; compression divides that. */
const AWS_PERIOD_SECONDS = 60;

export function localBanner({ standIn, scenario, example }: Listening): string {
  const { url, port } = standIn;
  const { endpointName, region } = scenario.watch;
  const compression = scenario.standIn!.timeCompression;
  const again = port === DEFAULT_PORT ? '' : ` --port ${port}`;
  const { component } = scenario.standIn!;
  const served = `endpoint ${endpointName}${component ? `, inference component ${component.name}` : ''}`;
  return `The stand-in is listening on ${url} (${served}, AWS durations divided by ${compression}).

A prediction, and its response:
${curlOf(url, example, scenario)}
${example.response.status} ${shortened(example.response.body)}

AWS clients use it with these variables, in another shell with eval "$(npx scaleproof local --export${again})"
(AWS CLI 2.13+, boto3 1.28+; older ones need --endpoint-url or endpoint_url instead):

${exportLines(url, region)}
Metrics have a period of ${periodOf(compression)} s. docs/stand-in.md lists what the stand-in plays.
Press Ctrl-C to stop it.
`;
}

/** One line, so that a script can read it as soon as it is there. */
export function localJson({ standIn, scenario, example }: Listening): string {
  const { url, port } = standIn;
  const { endpointName, variantName, region } = scenario.watch;
  const { timeCompression, component } = scenario.standIn!;
  const metricPeriodSeconds = periodOf(timeCompression);
  const { request, response } = example;
  return `${JSON.stringify({
    ...{ url, port, endpointName, variantName, region, timeCompression, metricPeriodSeconds },
    ...(component && { inferenceComponentName: component.name }),
    system: scenario.system,
    prediction: { request: { ...request, url: url + request.path }, response },
    environment: clientVariables(url, region),
  })}\n`;
}

const periodOf = (compression: number) => AWS_PERIOD_SECONDS / compression;

/** curl signs as well as any SDK; the two signed ways are read from their paths. */
function curlOf(url: string, { request }: Example, { way, watch }: WatchedScenario): string {
  const { method, path, headers, body } = request;
  const signing =
    way === 'http' ? [] : ['--user local:local', `--aws-sigv4 aws:amz:${watch.region}:${way}`];
  const words = [
    'curl',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...signing,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quoted(body)}`]),
    quoted(url + path),
  ];
  return `  ${words.join(' ')}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function shortened(body: string): string {
  const short = body.slice(0, MAX_BODY_CHARACTERS);
  return short.length < body.length ? `${short}…` : short;
}
