/**
 * Builds what `npm pack` packs: the project as plain JavaScript, in the same folders below `dist/`. The
 * repository itself stays uncompiled; Node refuses to strip types below node_modules, where a package is.
 *
 *   node scripts/build-package.ts [FOLDER]   builds FOLDER (default: dist)
 *   node scripts/build-package.ts --clean    removes dist
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [target = 'dist'] = process.argv.slice(2);
if (target === '--clean') rmSync('dist', { recursive: true, force: true });
else build(target);

function build(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const file of globSync(['src/**/*', 'scenarios/**/*'])) {
    if (/\.(ts|js|css)$/.test(file) && !file.endsWith('.d.ts')) writeScript(file, folder);
  }
  for (const file of ['fixtures', 'artillery.yml', ...globSync('scenarios/*.yml')]) {
    cpSync(file, join(folder, file), { recursive: true });
  }
  writeManifests(folder);
  writeTypes(folder);
}

function writeScript(file: string, folder: string): void {
  const text = readFileSync(file, 'utf8');
  const plain = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  write(join(folder, file.replace(/\.ts$/, '.js')), file.endsWith('.css') ? plain : pointed(plain));
}

/** Imports, and URLs of other scripts, name `.js` files. */
function pointed(text: string): string {
  return text.replaceAll(/(['"])(\.{1,2}\/[^'"\n]*)\.ts\1/g, '$1$2.js$1');
}

function writeManifests(folder: string): void {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  // The version is read from here; the scripts are modules.
  writeJson(join(folder, 'package.json'), { private: true, type: 'module', version });
  const engine = JSON.parse(readFileSync('src/load/artillery-engine/package.json', 'utf8'));
  writeJson(join(folder, 'src/load/artillery-engine/package.json'), {
    ...engine,
    main: 'engine.js',
  });
  // Artillery looks for an engine by this name; src/load/artillery.ts tells it where.
  writeJson(join(folder, 'engines', engine.name, 'package.json'), {
    ...engine,
    main: '../../src/load/artillery-engine/engine.js',
  });
}

/** Of what a system's module imports. */
function writeTypes(folder: string): void {
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const out = join(folder, 'src/systems');
  execFileSync(
    process.execPath,
    [
      join(dirname(tsc), 'bin/tsc'),
      ...['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--outDir', resolve(out)],
      ...['--module', 'nodenext', '--target', 'es2024', '--allowImportingTsExtensions'],
      ...['--rootDir', 'src/systems', 'src/systems/contract.ts'],
    ],
    { stdio: 'inherit' },
  );
  for (const file of globSync(join(out, '*.d.ts'))) {
    writeFileSync(file, pointed(readFileSync(file, 'utf8')));
  }
}

function writeJson(file: string, value: object): void {
  write(file, `${JSON.stringify(value, null, 2)}\n`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
