/** The shape of an answer: every field with its type, and the differences of two such answers. */

/** By path, such as `MetricAlarms[].Threshold`: `string`, `number`, `boolean` or `date`. */
export type Shape = ReadonlyMap<string, string>;

/**
 * An empty list or object says nothing of what it holds: it is there as itself. JSON's null is how
 * some servers write a field that is not there.
 */
export function shapeOf(answer: unknown): Shape {
  const shape = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (value === undefined || value === null) return;
    if (value instanceof Date) shape.set(path, 'date');
    else if (Array.isArray(value)) {
      if (value.length === 0) shape.set(path, 'list');
      for (const item of value) walk(item, `${path}[]`);
    } else if (typeof value === 'object') {
      const entries = Object.entries(value);
      if (entries.length === 0) shape.set(path, 'object');
      for (const [key, item] of entries) walk(item, path === '' ? key : `${path}.${key}`);
    } else shape.set(path, typeof value);
  };
  walk(answer, '');
  return shape;
}

/** One line a difference: a field that only one has, or the two types of a field that both have. */
export function differences(standIn: Shape, moto: Shape): string[] {
  const paths = [...new Set([...standIn.keys(), ...moto.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [ours, theirs] = [standIn.get(path), moto.get(path)];
    if (ours === theirs) return [];
    if (theirs === undefined) return [`only the stand-in: ${path}`];
    if (ours === undefined) return [`only moto: ${path}`];
    return [`${path}: ${ours} of the stand-in, ${theirs} of moto`];
  });
}
