/** Runs esbuild, which is loaded only here: it takes a while. */
import { fileURLToPath } from 'node:url';
import type { BuildOptions, OutputFile } from 'esbuild-wasm';
import { shown } from '../input/quote.ts';

/** What a system's module imports its types from. */
const CONTRACT = fileURLToPath(new URL('../systems/contract.ts', import.meta.url));

/** @throws Error whose message is the first thing that keeps the bundle from being built */
export async function bundle(options: BuildOptions): Promise<OutputFile[]> {
  const { build, stop } = await import('esbuild-wasm');
  const all = { ...options, bundle: true, format: 'esm', logLevel: 'silent' } as const;
  try {
    const built = await build({ ...all, alias: { scaleproof: CONTRACT }, write: false });
    return built.outputFiles;
  } catch (cause) {
    const [first] = (cause as { errors?: { text: string }[] }).errors ?? [];
    throw new Error(shown(first?.text ?? (cause as Error).message), { cause });
  } finally {
    await stop();
  }
}
