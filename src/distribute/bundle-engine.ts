/** Bundles the replay engine, and a system's own module, as JavaScript that needs nothing but Node. */
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild-wasm';
import { UserError } from '../input/user-error.ts';
import { scaleproofVersion } from '../record/versions.ts';
import { ENGINE_PACKAGE } from './artillery-files.ts';
import { bundle } from './esbuild.ts';
import type { TextFile } from './prepared.ts';

/** With the ending that this installation has: `.ts` in the repository, `.js` in the package. */
const ENGINE = fileURLToPath(new URL('../load/artillery-engine/engine.ts', import.meta.url));
const PACER = fileURLToPath(new URL('../load/artillery-engine/pacer-thread.ts', import.meta.url));

/** Artillery's images run Node 24. */
const TARGET = 'node22';

/** CommonJS inside an ES module calls a `require` that such a module does not have. */
const REQUIRE =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

const ON_NODE = { platform: 'node', target: TARGET, banner: { js: REQUIRE } } as const;

/** @param folder of the package, into which the files' paths lead */
export async function bundleEngine(folder: string): Promise<TextFile[]> {
  const outputFiles = await bundle({
    ...ON_NODE,
    entryPoints: [ENGINE, PACER],
    // What is loaded for some loads only, such as AWS's clients, stays a file of its own.
    splitting: true,
    outdir: folder,
    absWorkingDir: dirname(ENGINE),
    plugins: [pointed],
  });
  const at = dirname(outputFiles.find(({ path }) => basename(path) === 'engine.js')!.path);
  const manifest = {
    name: ENGINE_PACKAGE,
    version: scaleproofVersion(),
    type: 'module',
    main: 'engine.js',
  };
  return [
    { path: `${folder}/package.json`, text: `${JSON.stringify(manifest, null, 2)}\n` },
    ...outputFiles.map(({ path, text }) => ({ path: `${folder}/${relative(at, path)}`, text })),
  ];
}

/** @throws UserError (as a rejection) naming what the module imports and cannot */
export async function bundleSystem(module: string, file: string): Promise<TextFile> {
  try {
    const absWorkingDir = dirname(module);
    const [built] = await bundle({ ...ON_NODE, entryPoints: [module], absWorkingDir });
    return { path: file, text: built!.text };
  } catch (cause) {
    const why = (cause as Error).message;
    throw new UserError(
      `system module ${module} cannot be bundled for workers: ${why}; correct it, or use --on processes.`,
      { cause },
    );
  }
}

/** The engine starts its thread by a URL, which a bundler leaves as it is: of a bundle, it ends in `.js`. */
const pointed: Plugin = {
  name: 'urls-of-scripts',
  setup(build) {
    build.onLoad({ filter: /[/\\]artillery-engine[/\\][\w-]+\.[jt]s$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/(new URL\('\.\/[\w-]+)\.ts'/g, "$1.js'"),
      loader: extname(path) === '.ts' ? 'ts' : 'js',
    }));
  },
};
