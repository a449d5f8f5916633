/** A metric of a verdict, as OpenTelemetry and Prometheus both know it. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface Metric {
  readonly name: string;
  /** UCUM: `s`, `1` for a ratio, `{request}` for a count; empty for a state. */
  readonly unit: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export function metric(
  name: string,
  unit: string,
  help: string,
  samples: readonly Sample[],
): Metric {
  return { name, unit, help, samples };
}

export function one(labels: Labels): Sample {
  return { labels, value: 1 };
}

export function known(labels: Labels, value: number | null): Sample[] {
  return value === null ? [] : [{ labels, value }];
}
