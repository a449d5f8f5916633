/** Finds a label that a request contains in addition to the row's fields. */
import type { Fields } from './fields.ts';

/** Common names of a label field; the dataset's own name also counts. */
const LABEL_NAME = /^(label|class|species|cultivar|expected|target|actual|truth|y)$/i;

export interface CarriedLabel {
  readonly label: string;
  /** The field's name in the request. */
  readonly field: string;
}

/**
 * A label name may be in any field. A number is a class number, in the order of `labels`, but only in
 * a field named like a label or, if the label is not known otherwise, in the only extra field: most
 * numbers are not labels.
 *
 * @param isKnown whether the dataset gives the label
 * @param labels the dataset's, by class number
 */
export function carriedLabel(
  extras: Fields,
  { name, values: labels = [] }: { readonly name: string; readonly values?: readonly string[] },
  isKnown: boolean,
): CarriedLabel | null {
  const isNamed = (field: string) =>
    LABEL_NAME.test(field) || field.toLowerCase() === name.toLowerCase();
  const found = [...extras].flatMap(([field, value]) => {
    const isNumber = /^\d+$/.test(value);
    if (isNumber && !isNamed(field) && (isKnown || extras.size > 1)) return [];
    const word = labels.find((label) => label.toLowerCase() === value.toLowerCase());
    const label = word ?? (isNumber ? labels[Number(value)] : undefined);
    return label === undefined ? [] : [{ label, field }];
  });
  return found.find(({ field }) => isNamed(field)) ?? found[0] ?? null;
}
