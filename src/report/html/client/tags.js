/** Merges the tags of stages that are too close together on a chart. */

/** 3, 4, 5, 7 -> 3–5,7. @param {readonly number[]} numbers */
const ranges = (numbers) => {
  /** @type {{ from: number, to: number }[]} */
  const runs = [];
  for (const number of [...new Set(numbers)].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from}–${to}`)).join(',');
};

/**
 * AA comes after Z.
 * @param {readonly [string, unknown]} left
 * @param {readonly [string, unknown]} right
 */
const byLetters = ([left], [right]) => left.length - right.length || (left < right ? -1 : 1);

/** A5, A3, A4 -> A3–5. @param {readonly { readonly tag: string }[]} marks */
export const joinTags = (marks) => {
  /** @type {Map<string, number[]>} */
  const byLetter = new Map();
  for (const { tag } of marks) {
    const letter = tag.replace(/\d+$/, '');
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), Number(tag.slice(letter.length))]);
  }
  return [...byLetter]
    .sort(byLetters)
    .map(([letter, numbers]) => letter + ranges(numbers))
    .join(' ');
};
