/** The label that a request carries along, beside what it asks. */
import type { Fields } from './fields.ts';

/** What people call the field; the dataset's own name for it counts as well. */
const LABEL_NAME = /^(label|class|species|cultivar|expected|target|actual|truth|y)$/i;

export interface CarriedLabel {
  readonly label: string;
  /** The field, as the request has it. */
  readonly field: string;
}

/**
 * A label in words may be in any field. A number is a class number, by the order of `labels`, but only
 * in a field that is called like a label or, where nothing else tells the label, is the only one: there
 * are many other numbers.
 *
 * @param isKnown the dataset tells the label
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
