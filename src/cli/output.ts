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
    color: isTerminal && !env.NO_COLOR,
    write: (text) => void stream.write(text),
  };
}
