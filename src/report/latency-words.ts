/** Where callers' latency went, in words: the parts, what was to blame, and what to look at next. */
import type { Blamed, LatencyBlame } from '../analysis/latency-blame.ts';
import type { LatencySplit, PartSeries, SplitPart } from '../analysis/latency-split.ts';
import type { Timeline } from '../analysis/timeline.ts';
import { briefMilliseconds, counted, milliseconds, wholePercent } from '../format/numbers.js';
import type { Way } from '../systems/contract.ts';
import { plainText } from './plain-text.ts';

/** What requests passed, as far as the run tells. */
export interface RequestPath {
  /** Those that CloudWatch told about. */
  readonly hops: LatencySplit['hops'];
  /** Null where it is not known. */
  readonly way: Way | null;
  /** Nothing on AWS was watched, so that no next look at CloudWatch tells more. */
  readonly unwatched: boolean;
}

export function requestPath(
  { hops }: LatencySplit,
  { unwatched }: Pick<Timeline, 'unwatched'>,
  way: Way | null,
): RequestPath {
  return { hops, way, unwatched: unwatched === true };
}

/** For legends, which have little room. */
export function partLabel({ part, container }: PartSeries, path: RequestPath): string {
  if (container !== null) return plainText(container);
  if (part === 'unknown' && path.unwatched) return partName(part, path);
  if (part === 'way' && isWholeWay(path)) return 'the way';
  return SHORT[part] ?? partName(part, path);
}

const SHORT: Readonly<Partial<Record<SplitPart, string>>> = {
  function: 'function',
  overhead: 'overhead',
  unknown: 'not told apart',
};

/** Over HTTP, with nothing known of what is in front of the endpoint. */
function isWholeWay({ hops, way }: RequestPath): boolean {
  return !hops.gateway && !hops.function && way !== 'sagemaker' && way !== 'lambda';
}

/** What is in a part depends on how requests were sent, and which hops CloudWatch told about. */
export function partName(part: SplitPart, path: RequestPath): string {
  const { hops, way, unwatched } = path;
  switch (part) {
    case 'generator':
      return 'generator’s lag';
    case 'way':
      if (hops.gateway || way === 'sagemaker') return 'network';
      if (hops.function) return 'the way to the function';
      return way === 'lambda' ? 'network and Lambda' : 'the way: network, API, function';
    case 'gateway':
      return hops.function ? 'API Gateway' : 'API Gateway and function';
    case 'function':
      return 'Lambda function';
    case 'overhead':
      return 'SageMaker’s overhead';
    case 'model':
      return 'model';
    case 'unknown':
      if (unwatched) return 'target';
      return `${besideModel(path)} and model, not told apart`;
  }
}

/** What nothing tells apart from the model. */
function besideModel({ hops, way }: RequestPath): string {
  if (hops.function) return 'function';
  if (hops.gateway) return 'API';
  if (way === 'sagemaker') return 'network';
  return way === 'lambda' ? 'network, Lambda' : 'way';
}

/** A model that takes this many times as long as at its fastest has requests waiting in it. */
const QUEUES_FROM = 2;

function hasQueue({ modelAtEaseMs, parts }: LatencyBlame): boolean {
  const model = parts.find(({ part }) => part === 'model');
  return (
    model !== undefined && modelAtEaseMs !== null && model.meanMs >= QUEUES_FROM * modelAtEaseMs
  );
}

/** One sentence that says whose time it was. */
export function blameInWords(blame: LatencyBlame, path: RequestPath): string {
  const [first] = blame.parts;
  const whose = first === undefined ? 'nobody’s' : wholeIn(first, blame, path);
  if (blame.during === 'over-bound') return `While latency was over its bound, ${whose}.`;
  return blame.bound === null
    ? `Over the whole load, ${whose}.`
    : `Latency stayed within its bound; over the whole load, ${whose}.`;
}

function wholeIn({ part, share, meanMs }: Blamed, blame: LatencyBlame, path: RequestPath): string {
  const how = `${wholePercent(share)} of it was ${withArticle(part, path)}`;
  if (part !== 'model') return `${how} (${milliseconds(meanMs)} of ${total(blame)})`;
  if (!hasQueue(blame))
    return `${how} itself (ModelLatency; ${milliseconds(meanMs)} of ${total(blame)})`;
  return `${wholePercent(share)} of it was the model and its queue (ModelLatency: ${milliseconds(meanMs)} on average, ${milliseconds(blame.modelAtEaseMs!)} at its fastest)`;
}

function total({ meanMs }: LatencyBlame): string {
  return `${milliseconds(meanMs)} on average`;
}

function withArticle(part: SplitPart, path: RequestPath): string {
  const name = partName(part, path);
  switch (part) {
    case 'generator':
    case 'function':
      return `the ${name}`;
    case 'model':
      return 'the model';
    case 'way':
      if (isWholeWay(path)) return name;
      if (name === 'network' || path.way === 'lambda') return `the ${name.replace(/^the /, '')}`;
      return 'the network and the API';
    case 'unknown':
      return path.unwatched ? `the ${name}` : name;
    default:
      return name;
  }
}

/** What to look at next; empty where latency kept its bound. */
export function adviceOnLatency(blame: LatencyBlame, path: RequestPath): string {
  if (blame.during === 'load' && blame.bound !== null) return '';
  switch (blame.parts[0]?.part) {
    case 'generator':
      return 'Requests left late: the callers’ latency includes the generator’s own delay. Look at its lag and event loop below, and give it more CPU, workers or connections.';
    case 'way':
      return adviceOnWay(path);
    case 'gateway':
      return 'Compare API Gateway’s Latency with its IntegrationLatency: the difference is the gateway’s own.';
    case 'function':
      return 'Look at the function itself: cold starts, memory (which also sets its CPU), and what it does before and after it calls the endpoint.';
    case 'overhead':
      return 'SageMaker’s overhead grows with payload size and with every instance that joins: compare it with the size of requests and responses.';
    case 'unknown':
      if (path.unwatched)
        return 'Nothing on AWS was watched: look at the target’s own metrics for the same time.';
      return 'CloudWatch has no ModelLatency for this time; let the run watch until its datapoints are there (`settle.maxSeconds`).';
    case 'model':
      return hasQueue(blame)
        ? 'Requests waited for the model: see what each instance carried below, and lower the policy’s target or raise its minimum, so that instances come before the queue does.'
        : 'More instances would not make it faster: profile the model, or choose a faster instance type.';
    case undefined:
      return '';
  }
}

function adviceOnWay({ hops, way }: RequestPath): string {
  if (hops.gateway || way === 'sagemaker')
    return 'Look at the network between the generator and AWS.';
  if (hops.function)
    return 'Look at the network between the generator and AWS, and at what is in front of the function.';
  return way === 'lambda'
    ? 'Set `watch.functionName` in the scenario, so that the next run tells network and function apart.'
    : 'Set `watch.functionName` and `watch.api` in the scenario, so that the next run tells network, API and function apart.';
}

/** Behind the sentence. */
export function blameBasis({ during, seconds, requests, bound }: LatencyBlame): string {
  const what = `${counted(seconds, 'second')}, ${counted(requests, 'request')}`;
  return during === 'over-bound' && bound !== null
    ? `${what}: those in which p${bound.percentile} was over ${briefMilliseconds(bound.maxMs)}`
    : what;
}
