/** A disk of its own that is so small that a test can fill it. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../cli/command.ts';
import { required } from '../peers.ts';

const SIZE_KB = 4_096;
const FILLER = 'filler';

export interface SmallDisk {
  readonly path: string;
  /** Not one byte more fits on it. */
  fill(): void;
  /** Takes away what it was filled with. */
  free(): void;
  unmount(): void;
}

/** Mounting takes root, or a sudo that asks for no password. */
export function canMount(): boolean {
  const disk = mount();
  disk?.unmount();
  return required('the right to mount a tmpfs', disk !== null);
}

export function openSmallDisk(): SmallDisk {
  const disk = mount();
  if (disk === null) throw new Error('a tmpfs cannot be mounted here');
  return disk;
}

function mount(): SmallDisk | null {
  const path = temporaryDirectory();
  const owner = `uid=${process.getuid?.()}`;
  const options = `size=${SIZE_KB}k,mode=0700,${owner}`;
  if (!asRoot('mount', '-t', 'tmpfs', '-o', options, 'scaleproof', path)) {
    rmSync(path, { recursive: true });
    return null;
  }
  const filler = join(path, FILLER);
  return {
    path,
    fill() {
      // The largest piece that still fits, then a smaller one, down to the last byte.
      for (let bytes = SIZE_KB * 1_024; bytes >= 1; bytes = Math.floor(bytes / 2)) {
        while (appended(filler, bytes));
      }
    },
    free: () => rmSync(filler),
    unmount() {
      // Lazily: a process that a failing test left behind must not keep it.
      asRoot('umount', '-l', path);
      rmSync(path, { recursive: true });
    },
  };
}

function appended(file: string, bytes: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}

function asRoot(...command: string[]): boolean {
  const [program = '', ...args] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  return spawnSync(program, args).status === 0;
}
