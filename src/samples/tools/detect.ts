/** Recognises a tool's output by how it begins, whatever the file is called. */
import { jmeterCsv, jmeterXml } from './jmeter.ts';
import { k6Csv, k6Json } from './k6.ts';
import type { ToolFormat } from './sample-reader.ts';
import { vegetaCsv, vegetaJson } from './vegeta.ts';

/** Output that holds no single requests, or not in a form that is read. */
export interface Stranger {
  readonly what: string;
  /** What to pass instead. */
  readonly next: string;
}

export type Detected = ToolFormat | Stranger | null;

export function isStranger(detected: Detected): detected is Stranger {
  return detected !== null && 'what' in detected;
}

const FORMATS: readonly (readonly [begins: RegExp, format: ToolFormat])[] = [
  [/^\{"(?:metric":"[^"]*","type":"(?:Point|Metric)"|type":"(?:Metric|Point)","data":)/, k6Json],
  [/^metric_name,timestamp,metric_value,/, k6Csv],
  [/^\{"attack":"/, vegetaJson],
  [/^\d{16,19},\d{1,3},\d+,\d+,\d+,/, vegetaCsv],
  [/^(?=.*\btimeStamp\b)(?=.*\b(?:elapsed|responseCode|success)\b)[\w"]+\W/, jmeterCsv],
  [/^(?:<\?xml[^>]*>\s*)?<testResults\b/, jmeterXml],
];

const NO_REQUESTS = 'which holds no single requests';
const STRANGERS: readonly (readonly [begins: RegExp, stranger: Stranger])[] = [
  [
    /^\d{13},\d+,[^,]*,[^,]*,/,
    {
      what: 'a JMeter JTL without its header line',
      next: 'set jmeter.save.saveservice.print_field_names=true and run again',
    },
  ],
  [
    /^\s*\{[\s\S]{0,4000}"(?:root_group|metrics)"\s*:\s*\{/,
    {
      what: `k6's end-of-test summary, ${NO_REQUESTS}`,
      next: 'run k6 with `--out json=FILE.json.gz` and pass that',
    },
  ],
  [
    /^(?:\{"latencies":|Requests\s+\[total, rate)/,
    {
      what: `a report of vegeta, ${NO_REQUESTS}`,
      next: 'pass what `vegeta encode -to json RESULTS` writes',
    },
  ],
  [
    /^Type,Name,Request Count,/,
    { what: `Locust's statistics, ${NO_REQUESTS}`, next: 'pass samples of one request a line' },
  ],
];

const VEGETA_BINARY: Stranger = {
  what: "vegeta's binary results",
  next: 'write them as text with `vegeta encode -to json RESULTS > results.json` and pass that',
};

/** A Go type description, as gob streams begin: the name and the first fields of vegeta's `Result`. */
const GOB = /Result[\s\S]{1,12}Attack[\s\S]{1,12}Seq/;

/** @param head the first kilobytes, decompressed. @returns null for anything else, such as a `load.ndjson` */
export function detect(head: string): Detected {
  if (GOB.test(head.slice(0, 200))) return VEGETA_BINARY;
  const text = head.replace(/^\uFEFF?\s*/, '');
  const format = FORMATS.find(([begins]) => begins.test(text))?.[1];
  return format ?? STRANGERS.find(([begins]) => begins.test(text))?.[1] ?? null;
}
