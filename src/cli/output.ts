/** Where a command writes human-readable output, and the capabilities of that stream. */
export interface Output {
  readonly stream: NodeJS.WriteStream;
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
  write(text: string): void;
}

const PIPE_COLUMNS = 80;
const PIPE_ROWS = 24;

export function outputTo(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
  return {
    stream,
    isTerminal,
    // Getters: a terminal can be resized during a run.
    get columns() {
      return stream.columns ?? PIPE_COLUMNS;
    },
    get rows() {
      return stream.rows ?? PIPE_ROWS;
    },
    color: wantsColor(env) ?? isTerminal,
    write: (text) => void stream.write(text),
  };
}

/**
 * https://no-color.org and https://force-color.org: any value but the empty one counts, and `FORCE_COLOR`
 * can also say no. Where both are set, no colour: it never hides anything.
 * @returns null when neither says anything
 */
function wantsColor({ NO_COLOR, FORCE_COLOR = '' }: NodeJS.ProcessEnv): boolean | null {
  if (NO_COLOR) return false;
  if (FORCE_COLOR === '') return null;
  return !['0', 'false'].includes(FORCE_COLOR.toLowerCase());
}
