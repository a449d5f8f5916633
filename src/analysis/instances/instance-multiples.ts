/** What each instance did over time, as the page draws it: a small chart an instance, all on the same scales. */
export const INSTANCE_MEASURES = ['requestsPerMinute', 'modelLatencyMs'] as const;
export type InstanceMeasure = (typeof INSTANCE_MEASURES)[number];

/** A point for each stretch of time; null where nothing is known. */
export type InstanceLine = readonly (number | null)[];
export type InstanceLinesOfOne = Readonly<Record<InstanceMeasure, InstanceLine>>;

export interface InstanceLines {
  /** Of the first point, local epoch ms. */
  readonly startMs: number;
  readonly secondsPerPoint: number;
  readonly byId: ReadonlyMap<string, InstanceLinesOfOne>;
  /** The highest value of any line. */
  readonly scales: Readonly<Record<InstanceMeasure, number>>;
  /** The median of all instances at each point. */
  readonly typical: InstanceLinesOfOne;
}
