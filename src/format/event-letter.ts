/** The name of a scaling event in all reports: its place in time order as a letter. */

/** `A` for the first event; `AA` follows `Z`. */
export function eventLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : eventLetter(Math.floor(index / 26) - 1) + letter;
}
