/** Damage to files of lines: from arbitrary bytes to lines that are JSON, and nearly right. */
import fc from 'fast-check';

/** Values that have broken readers of JSON before: extremes, wrong types, and keys of every prototype. */
const AWKWARD: readonly string[] = [
  ...[
    'null',
    'true',
    '""',
    '[]',
    '{}',
    '0',
    '-0',
    '-1',
    '0.5',
    '1e308',
    '-1e308',
    '1e-308',
    '1e309',
  ],
  ...['9007199254740993', '4294967296', '2147483648', '1e15', '8.64e15', '1e17', '"NaN"', 'NaN'],
  ...['"__proto__"', '"constructor"', '"toString"', '{"__proto__":{"polluted":1}}'],
  ...[
    '{"constructor":{"prototype":{"polluted":1}}}',
    '"\\ud800"',
    '"\\u0000"',
    '1e5',
    '86400',
    '1e-6',
  ],
  ...[`${'['.repeat(2_000)}${']'.repeat(2_000)}`, `"${'x'.repeat(20_000)}"`],
];
const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'type', '', 'length'];

const awkward = fc.constantFrom(...AWKWARD);
/** Where in a text, as a share of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

type Damage = (text: string) => string;

/** One change of a value of one line, which stays JSON where the value is. */
const valueDamage: fc.Arbitrary<Damage> = fc.tuple(place, place, awkward).map(
  ([lineAt, valueAt, value]) =>
    (text) =>
      onLine(text, lineAt, (line) => replaceValue(line, valueAt, value)),
);

const keyDamage: fc.Arbitrary<Damage> = fc
  .tuple(place, place, fc.constantFrom(...KEYS), awkward)
  .map(
    ([lineAt, at, key, value]) =>
      (text) =>
        onLine(text, lineAt, (line) => {
          const braces = [...line.matchAll(/\{/g)].map(({ index }) => index);
          const brace = braces[Math.floor(at * braces.length)] ?? 0;
          return `${line.slice(0, brace + 1)}${JSON.stringify(key)}:${value},${line.slice(brace + 1)}`;
        }),
  );

const lineDamage: fc.Arbitrary<Damage> = fc
  .tuple(place, place, fc.constantFrom('drop', 'double', 'move', 'cut'))
  .map(([from, to, how]) => (text) => {
    const lines = text.split('\n');
    const index = Math.floor(from * lines.length);
    const line = lines[index] ?? '';
    if (how !== 'double') lines.splice(index, 1);
    if (how === 'double' || how === 'move') lines.splice(Math.floor(to * lines.length), 0, line);
    if (how === 'cut') lines.splice(index, 0, line.slice(0, Math.floor(to * line.length)));
    return lines.join('\n');
  });

const bitDamage: fc.Arbitrary<Damage> = fc
  .array(fc.tuple(place, fc.integer({ min: 0, max: 7 })), { minLength: 1, maxLength: 8 })
  .map((flips) => (text) => {
    const bytes = Buffer.from(text);
    for (const [at, bit] of flips) {
      const index = Math.floor(at * bytes.length);
      bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
    }
    return bytes.toString('latin1');
  });

/** Digits where digits are: numbers that are in bounds by type and out of any by meaning. */
const digitDamage: fc.Arbitrary<Damage> = fc
  .tuple(place, fc.constantFrom('9', '0', '99999', 'e9', '-', '.'))
  .map(([at, digits]) => (text) => {
    const numbers = [...text.matchAll(/\d+/g)];
    const number = numbers[Math.floor(at * numbers.length)];
    if (!number) return text;
    const end = number.index + number[0].length;
    return text.slice(0, end) + digits + text.slice(end);
  });

const bytes: fc.Arbitrary<Damage> = fc
  .uint8Array({ maxLength: 400 })
  .map((array) => () => Buffer.from(array).toString('latin1'));

const anyJson: fc.Arbitrary<Damage> = fc
  .array(fc.json({ maxDepth: 4 }), { maxLength: 5 })
  .map((lines) => () => lines.join('\n'));

/** A text to the same text, damaged in one to four ways. */
export const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 1, arbitrary: bytes },
  { weight: 1, arbitrary: anyJson },
  {
    weight: 18,
    arbitrary: fc
      .array(
        fc.oneof(
          { weight: 6, arbitrary: valueDamage },
          { weight: 2, arbitrary: keyDamage },
          { weight: 3, arbitrary: lineDamage },
          { weight: 2, arbitrary: bitDamage },
          { weight: 3, arbitrary: digitDamage },
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((all) => (text: string) => all.reduce((damaged, one) => one(damaged), text)),
  },
);

function onLine(text: string, at: number, change: (line: string) => string): string {
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  lines[index] = change(lines[index] ?? '');
  return lines.join('\n');
}

/** Values begin after a colon; nested ones are hit as often as whole ones. */
function replaceValue(line: string, at: number, value: string): string {
  const values = [...line.matchAll(/(?<=":\s?)(?:"[^"]*"|-?[\d.e+]+|true|false|null|\{|\[)/g)];
  const hit = values[Math.floor(at * values.length)];
  if (!hit) return value;
  const end = hit.index + (/[{[]/.test(hit[0]) ? closing(line, hit.index) : hit[0].length);
  return line.slice(0, hit.index) + value + line.slice(end);
}

/** Length of the object or array that begins there; strings with brackets in them may mislead it. */
function closing(line: string, start: number): number {
  let depth = 0;
  for (let index = start; index < line.length; index += 1) {
    if (/[{[]/.test(line[index]!)) depth += 1;
    else if (/[}\]]/.test(line[index]!)) depth -= 1;
    if (depth === 0) return index - start + 1;
  }
  return line.length - start;
}
