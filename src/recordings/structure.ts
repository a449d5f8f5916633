/** Where names stand within AWS's own compositions: ARNs, resource ids, alarm names, sentences. Pure. */

/** Kinds of names; a stand-in's name is its kind and a number. */
export type Kind = string;

/** Of a name that nothing tells more of. */
export const ANY_NAME: Kind = 'name';

export interface Place {
  readonly form: RegExp;
  /** One for each group of `form`. */
  readonly kinds: readonly Kind[];
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** A sentence's full stop is not part of it. */
const SEGMENT = String.raw`[^\s/:"'\\,)\]]*[^\s/:"'\\,)\].]`;
const LAZY_SEGMENT = String.raw`[^\s/:"'\\,)\]]+?`;
const HEX = '[0-9a-f]{1,4}';
const place = (form: string, ...kinds: Kind[]): Place => ({ form: new RegExp(form, 'dgi'), kinds });

/** Target tracking's alarms, by the resource whose count they change. */
export const TARGET_TRACKING = /^TargetTracking-(?:endpoint|inference-component)\//i;

const ENDS_ALARM = String.raw`(?=-Alarm(?:High|Low)-|[\s/:"'\\,)\]]|\.?$)`;

/** In this order: an ARN holds resource ids, which hold names. */
export const PLACES: readonly Place[] = [
  place(`\\b(${UUID})\\b`, 'uuid'),
  // Not the end of a UUID.
  place(String.raw`(?<![\d.]|[0-9a-f]{4}-)(\d{12})(?!\.?\d)`, 'account'),
  place(`endpoint/(${SEGMENT})/variant/(${LAZY_SEGMENT})${ENDS_ALARM}`, 'endpoint', 'variant'),
  place(`inference-component/(${LAZY_SEGMENT})${ENDS_ALARM}`, 'component'),
  place(`:endpoint/(${SEGMENT})`, 'endpoint'),
  place(`:endpoint-config/(${SEGMENT})`, 'config'),
  place(`:model/(${SEGMENT})`, 'model'),
  place(`:function:(${SEGMENT})`, 'function'),
  place(`:policyName/(${SEGMENT})`, 'policy'),
  place(`:scheduledActionName/(${SEGMENT})`, 'scheduled-action'),
  place(`:scalable-target/(${SEGMENT})`, 'scalable-target'),
  place(`:alarm:(?!TargetTracking-)(${SEGMENT})`, 'alarm'),
  place(String.raw`:role/(?!aws-service-role/)([^\s"'\\,)\]]+)`, 'role'),
  place(String.raw`:(?:assumed-role|user|group)/([^\s"'\\,)\]]+)`, 'identity'),
  place(String.raw`:log-group:([^\s:"'\\,)\]]+)`, 'log-group'),
  place(String.raw`:log-stream:([^\s:"'\\,)\]]+)`, 'log-stream'),
  place(String.raw`arn:aws[\w-]*:s3:::([^\s"'\\,)\]]+)`, 'bucket'),
  place(String.raw`monitor alarm (?!TargetTracking-(?:endpoint|inf))(\S+) in state`, 'alarm'),
  place(String.raw`triggered policy (\S+?)\.?(?=\s|$)`, 'policy'),
  place(
    String.raw`scheduled action (?:name was |named )?["']?(${LAZY_SEGMENT})["']?(?=[\s,;]|\.?$)`,
    'scheduled-action',
  ),
  place(
    String.raw`endpoint (?!(?:is|usage|to|for|of|was|has)\b)["']?(${SEGMENT})["']? of account`,
    'endpoint',
  ),
  place(String.raw`\b((?:[a-z][a-z0-9+.-]*)://[^\s"'<>\\)\]]+)`, 'url'),
  place(String.raw`(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?!\.?\d)`, 'address'),
  place(
    String.raw`(?<![\w:])((?:${HEX}:){7}${HEX}|${HEX}(?::${HEX})*::(?:${HEX}(?::${HEX})*)?)(?![\w:])`,
    'address6',
  ),
  place(String.raw`([\w.+-]+@[\w-]+(?:\.[\w-]+)+)`, 'mail'),
  place(String.raw`\b(i-[0-9a-f]{8,17})\b`, 'instance'),
];

/** Names of any kind, each with its place in the text, as far as AWS's compositions tell. */
export function namesIn(text: string): { kind: Kind; name: string }[] {
  return PLACES.flatMap(({ form, kinds }) =>
    [...text.matchAll(form)].flatMap((match) =>
      kinds.flatMap((kind, index) => {
        const found = match[index + 1];
        return found === undefined || found === '' ? [] : [{ kind, name: found }];
      }),
    ),
  );
}

/** @param other the name that stands for one, or null for one that stays */
export function replaceNamesIn(text: string, other: (name: string) => string | null): string {
  return PLACES.reduce((rest, { form }) => {
    let from = 0;
    let written = '';
    for (const match of rest.matchAll(form)) {
      for (const span of match.indices?.slice(1) ?? []) {
        if (span === undefined) continue;
        const [start, end] = span;
        written += rest.slice(from, start);
        written += other(rest.slice(start, end)) ?? rest.slice(start, end);
        from = end;
      }
    }
    return written + rest.slice(from);
  }, text);
}
