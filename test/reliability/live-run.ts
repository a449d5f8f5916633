/** A run of the real command that a test watches through its files, and can break at a known moment. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AwsEvent } from '../../src/record/aws-events.ts';
import { awsEventSchema } from '../../src/record/aws-events.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import { loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import { type Started, start } from '../cli/command.ts';
import { allGone, descendantsOf } from './process-tree.ts';
import { QUICK } from './quick-settings.ts';

const FILES = ['load.ndjson', 'aws.ndjson'] as const;

export interface Seen {
  readonly load: readonly LoadEvent[];
  readonly aws: readonly AwsEvent[];
}

/** What is on disk, and which processes there are, at the moment of a fault. */
interface Moment {
  readonly lines: Readonly<Record<string, string>>;
  readonly processes: ReturnType<typeof descendantsOf>;
}

export class LiveRun {
  readonly command: Started;
  readonly #out: string;
  #moment: Moment | null = null;

  /** @param out an empty directory, or one whose runs are all this one's */
  constructor(settings: readonly string[], out: string) {
    this.#out = out;
    const set = [...QUICK, ...settings].flatMap((setting) => ['--set', setting]);
    this.command = start(['run', 'wine', '--yes', '--out', out, ...set]);
  }

  get pid(): number {
    return this.command.process.pid!;
  }

  /** Null before the command has made it, and where it was removed. */
  get directory(): string | null {
    const name = existsSync(this.#out)
      ? readdirSync(this.#out).find((each) => /^\d{4}-/.test(each))
      : undefined;
    return name === undefined ? null : join(this.#out, name);
  }

  /** Resolves when what is on disk fulfils `holds`; rejects when the command ends before. */
  async until(what: string, holds: (seen: Seen) => boolean): Promise<void> {
    let ended = false;
    void this.command.finished.then(() => {
      ended = true;
    });
    while (!holds(this.#seen())) {
      if (ended) {
        const { stdout, stderr } = await this.command.finished;
        throw new Error(`the command ended before ${what}:\n${stdout}${stderr}`);
      }
      // Each look reads all that is there.
      await delay(200);
    }
  }

  /** Resolves when so many seconds of load, in each of which something was predicted, are on disk. */
  loadedFor(seconds: number): Promise<void> {
    const isAnswered = (event: LoadEvent) => event.type === 'sample' && !!event.outcomes.correct;
    return this.until(
      `${seconds} seconds of load`,
      ({ load }) => load.filter(isAnswered).length >= seconds,
    );
  }

  /** Takes note of what is there: it has to be there afterwards, or gone, respectively. */
  mark(): void {
    const lines = Object.fromEntries(FILES.map((file) => [file, wholeLines(this.#text(file))]));
    this.#moment = { lines, processes: descendantsOf(this.pid) };
    if (this.#moment.processes.length === 0) throw new Error('the run has no process to look at');
  }

  /** @throws Error when a process of the run goes on, or a line of before the fault is lost */
  async checkAfter(): Promise<void> {
    if (this.#moment === null) throw new Error('nothing was marked');
    await allGone(this.#moment.processes);
    // Somebody removed it: then there is nothing that could have been kept.
    if (this.directory === null) return;
    for (const [file, before] of Object.entries(this.#moment.lines)) {
      if (!this.#text(file).startsWith(before)) throw new Error(`${file} lost what it had`);
    }
  }

  get isMarked(): boolean {
    return this.#moment !== null;
  }

  #seen(): Seen {
    return {
      load: parseLines(wholeLines(this.#text('load.ndjson')), loadEventSchema).events,
      aws: parseLines(wholeLines(this.#text('aws.ndjson')), awsEventSchema).events,
    };
  }

  #text(file: string): string {
    const path = this.directory === null ? '' : join(this.directory, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
