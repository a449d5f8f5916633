/**
 * JMeter's results (JTL), as CSV with a header, and as XML. `timeStamp` is when a sample began: JMeter ships with
 * `sampleresult.timestamp.start=true`. Its `elapsed` runs until the last byte, in ms.
 * https://jmeter.apache.org/usermanual/listeners.html
 */
import { splitFields } from './csv-record.ts';
import {
  BadRecord,
  type Resolution,
  refuseImplausible,
  type SampleReader,
  type SampleSink,
  type ToolFormat,
} from './sample-reader.ts';
import { outcomeOfBareStatus, transportError } from './transport-error.ts';

const MILLISECOND: Resolution = { timeResolutionMs: 1, latencyResolutionMs: 1 };

interface JmeterSample {
  readonly timeStamp: string;
  readonly elapsed: string;
  readonly responseCode: string;
  readonly responseMessage: string;
  /** `true` or `false`; empty where it was not saved. */
  readonly success: string;
  /** More than one for a sum of samples; empty where it was not saved. */
  readonly sampleCount: string;
}

/** The sum of a Transaction Controller's requests, which have samples of their own. */
const isTransaction = ({ responseMessage }: JmeterSample) =>
  responseMessage.startsWith('Number of samples in transaction');

const SAVE = 'jmeter.save.saveservice';

function report(sample: JmeterSample, sink: SampleSink): void {
  const { timeStamp, elapsed, responseCode, sampleCount } = sample;
  if (!/^\d+$/.test(timeStamp)) {
    throw new BadRecord(
      'a timeStamp in milliseconds',
      `set ${SAVE}.timestamp_format=ms, because a date has no time zone`,
    );
  }
  if (!/^\d+$/.test(elapsed)) throw new BadRecord('`elapsed` in milliseconds');
  if (sampleCount !== '' && sampleCount !== '1') {
    throw new BadRecord(
      'one sample a line',
      'let JMeter send every sample (`mode=Standard`), because a sum has no percentiles',
    );
  }
  const sentMs = Number(timeStamp);
  refuseImplausible(sentMs, Number(elapsed));
  const status = /^\d{3}$/.test(responseCode) ? Number(responseCode) : null;
  const times = { sentMs, endMs: sentMs + Number(elapsed) };
  sink.request({ ...times, status, ...outcomeOf(sample, status) });
}

const NO_RESPONSE = /^Non HTTP response code: ?(?:[\w.$]*[.$])?(\w*)/;

function outcomeOf(
  { responseCode, responseMessage, success }: JmeterSample,
  status: number | null,
) {
  if (status !== null) {
    const outcome = outcomeOfBareStatus(status);
    // An assertion of the test plan that a 2xx did not meet: an answer that carries an error.
    const refused = outcome === 'correct' && success === 'false';
    return { outcome: refused ? ('server-error' as const) : outcome, error: null };
  }
  const exception = NO_RESPONSE.exec(responseCode)?.[1];
  if (exception !== undefined) {
    return transportError(`${responseCode} ${responseMessage}`, exception || 'other');
  }
  // Another sampler than HTTP's, with codes of its own.
  if (success === '') throw new BadRecord('a responseCode of three digits, or `success`');
  return {
    outcome: success === 'true' ? ('correct' as const) : ('server-error' as const),
    error: null,
  };
}

export const jmeterCsv: ToolFormat = {
  tool: 'JMeter',
  format: 'JTL (CSV)',
  isCsv: true,
  lastCharacter: null,
  expects: 'a line of a JMeter JTL with as many columns as its header',
  open: (header) => openCsv(header),
};

function openCsv(header: string): SampleReader {
  // Names are single words, so what follows the first is the delimiter.
  const delimiter = /^"?\w+"?(\W)/.exec(header)?.[1] ?? ',';
  const columns = splitFields(header, delimiter);
  for (const [column, property] of NEEDED) {
    if (!columns.includes(column)) {
      throw new BadRecord(`the column ${column}`, `set ${SAVE}.${property} and run again`);
    }
  }
  if (!columns.includes('responseCode') && !columns.includes('success')) {
    throw new BadRecord(
      'a column responseCode or success',
      `set ${SAVE}.response_code=true and run again`,
    );
  }
  const at = {
    timeStamp: columns.indexOf('timeStamp'),
    elapsed: columns.indexOf('elapsed'),
    responseCode: columns.indexOf('responseCode'),
    responseMessage: columns.indexOf('responseMessage'),
    success: columns.indexOf('success'),
    sampleCount: columns.indexOf('SampleCount'),
  };
  return {
    resolution: () => MILLISECOND,
    read(record, sink) {
      const fields = splitFields(record, delimiter);
      if (fields.length !== columns.length) throw new BadRecord();
      const sample = {
        timeStamp: fields[at.timeStamp] ?? '',
        elapsed: fields[at.elapsed] ?? '',
        responseCode: fields[at.responseCode] ?? '',
        responseMessage: fields[at.responseMessage] ?? '',
        success: fields[at.success] ?? '',
        sampleCount: fields[at.sampleCount] ?? '',
      };
      if (!isTransaction(sample)) report(sample, sink);
    },
  };
}

const NEEDED = [
  ['timeStamp', 'timestamp_format=ms'],
  ['elapsed', 'time=true'],
] as const;

export const jmeterXml: ToolFormat = {
  tool: 'JMeter',
  format: 'JTL (XML)',
  isCsv: false,
  lastCharacter: '>',
  expects: 'a JMeter JTL',
  open: () => new XmlReader(),
};

/** JMeter writes each of these on a line of its own, and escapes `<`, `>` and line breaks in their attributes. */
const TAG = /<(\/?)(httpSample|sample)\b([^>]*?)(\/?)>/g;
const ATTRIBUTE = /([\w:]+)="([^"]*)"/g;

/**
 * Of samples within samples, the outermost counts, as in a CSV file: the others are its redirects and embedded
 * resources. A transaction is the sum of its samples, so those count.
 */
class XmlReader implements SampleReader {
  /** Of each open element, whether it counts. */
  readonly #open: boolean[] = [];
  #hasEnded = false;

  read(line: string, sink: SampleSink): void {
    for (const [, close, , attributes = '', empty] of line.matchAll(TAG)) {
      if (close !== '') {
        this.#open.pop();
        continue;
      }
      const sample = sampleOf(attributes);
      const counts = !this.#open.includes(true) && !isTransaction(sample);
      if (counts) report(sample, sink);
      if (empty === '') this.#open.push(counts);
    }
    if (line.includes('</testResults>')) this.#hasEnded = true;
  }

  resolution(): Resolution {
    return MILLISECOND;
  }

  isComplete(): boolean {
    return this.#hasEnded;
  }
}

function sampleOf(attributes: string): JmeterSample {
  const of = new Map(
    [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value]),
  );
  return {
    timeStamp: of.get('ts') ?? '',
    elapsed: of.get('t') ?? '',
    responseCode: of.get('rc') ?? '',
    responseMessage: of.get('rm') ?? '',
    success: of.get('s') ?? '',
    sampleCount: of.get('sc') ?? '',
  };
}
