/**
 * CloudWatch's metric math, as far as it is simulated: numbers, ids, parentheses and the four operations.
 * An operation on two series has a value where both have one.
 */

/** Values by the start of their period, epoch ms; or a single number. */
export type MathValue = number | ReadonlyMap<number, number>;

/** An expression that cannot be evaluated; its message says why. */
export class MathError extends Error {}

type Operator = '+' | '-' | '*' | '/';

/** Enough for any dashboard; what is deeper would exhaust the stack. */
const MAX_DEPTH = 50;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|([-+*/()]))/y;

/**
 * @param seriesOf the series of a query's id; undefined for an id that no query has
 * @throws MathError
 */
export function evaluate(
  expression: string,
  seriesOf: (id: string) => MathValue | undefined,
): MathValue {
  const tokens = tokensOf(expression);
  let at = 0;
  let depth = 0;
  const take = (...wanted: string[]) =>
    at < tokens.length && wanted.includes(tokens[at]!) ? tokens[at++] : undefined;

  const chain = (next: () => MathValue, ...operators: Operator[]) => {
    let left = next();
    for (;;) {
      const operator = take(...operators) as Operator | undefined;
      if (operator === undefined) return left;
      left = combine(left, operator, next());
    }
  };
  const sum = (): MathValue => chain(product, '+', '-');
  const product = (): MathValue => chain(atom, '*', '/');
  const atom = (): MathValue => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new MathError('it is nested too deeply');
    const value = unguarded();
    depth -= 1;
    return value;
  };
  const unguarded = (): MathValue => {
    if (take('-')) return combine(0, '-', atom());
    if (take('(')) {
      const value = sum();
      if (!take(')')) throw new MathError('a parenthesis is not closed');
      return value;
    }
    const token = tokens[at++];
    if (token === undefined) throw new MathError('it ends too early');
    if (/^\d/.test(token)) return Number(token);
    if (tokens[at] === '(') throw new MathError(`the function ${token} is not simulated`);
    const series = /^[a-z]/.test(token) ? seriesOf(token) : undefined;
    if (series === undefined) throw new MathError(`no query has the id ${token}`);
    return series;
  };

  const value = sum();
  if (at < tokens.length) throw new MathError(`${tokens[at]} is not expected there`);
  return value;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new MathError(`it cannot be read from "${text.slice(at, at + 20)}" on`);
    tokens.push(match[1] ?? match[2] ?? match[3]!);
  }
  return tokens;
}

function combine(left: MathValue, operator: Operator, right: MathValue): MathValue {
  if (typeof left === 'number' && typeof right === 'number')
    return calculate(left, operator, right);
  const values = new Map<number, number>();
  const times = typeof left === 'number' ? (right as ReadonlyMap<number, number>) : left;
  for (const startMs of times.keys()) {
    const a = typeof left === 'number' ? left : left.get(startMs);
    const b = typeof right === 'number' ? right : right.get(startMs);
    if (a === undefined || b === undefined) continue;
    const value = calculate(a, operator, b);
    // Nothing can be shown for a division by zero.
    if (Number.isFinite(value)) values.set(startMs, value);
  }
  return values;
}

function calculate(a: number, operator: Operator, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}
