/** Asks questions at the terminal, one line or several lines at a time. */
import { createInterface } from 'node:readline';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface Asker {
  /** @returns the trimmed line; `fallback` for an empty one or at the end of input */
  line(question: string, fallback: string): Promise<string>;
  /** @returns what was pasted, up to a line with a single dot or the end of input */
  text(question: string): Promise<string>;
  close(): void;
}

export function createAsker({ input, output }: Terminal): Asker {
  const lines = createInterface({ input, output })[Symbol.asyncIterator]();
  async function next(): Promise<string | null> {
    const { value, done } = await lines.next();
    return done ? null : value;
  }
  return {
    async line(question, fallback) {
      output.write(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
      return (await next())?.trim() || fallback;
    },
    async text(question) {
      output.write(`${question}, then a line with only a dot:\n`);
      const pasted: string[] = [];
      let isReminded = false;
      for (let line = await next(); line !== null && line.trim() !== '.'; line = await next()) {
        // Whoever presses Enter after the text waits for an answer; HTTP text has an empty line inside.
        if (line.trim() === '' && pasted.length > 0 && !isReminded) {
          output.write('(a line with only a dot ends it)\n');
          isReminded = true;
        }
        pasted.push(line);
      }
      return pasted.join('\n');
    },
    close: () => void lines.return?.(),
  };
}
