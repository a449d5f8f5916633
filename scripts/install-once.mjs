// Installs the dependencies on first use, and again when the lock file is newer than the
// installation. Plain JavaScript for old Nodes: the install fetches the Node that runs the rest.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bringNode } from './bring-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// npm writes its hidden lock file last, so an interrupted install does not count.
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing the dependencies (first use; a minute or two, about 410 MB on disk) ...');
  const { status } = spawnSync('npm', ['ci'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'npm ci failed (see above); check the network or the registry, then run the command again.',
    );
    process.exit(2);
  }
}
// Again, because the machine's Node may have changed, or npm may not run install scripts.
bringNode();

/** @param {string} file */
function modified(file) {
  try {
    return statSync(`${root}/${file}`).mtimeMs;
  } catch {
    return 0;
  }
}
