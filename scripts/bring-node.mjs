// Fetches a newer Node on machines whose own is too old. npm runs this after each install. Plain
// JavaScript, for old Nodes.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const onWindows = process.platform === 'win32';
const executable = onWindows ? 'node.exe' : 'node';

/** npm scripts and npx find this Node before the machine's own. */
export const BROUGHT_NODE = join(root, 'node_modules', '.bin', executable);

/** Node 22.18 is the first that runs TypeScript directly. */
export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** Does nothing if the machine's own Node is new enough. Exits the process on failure. */
export function bringNode() {
  // When run by the fetched Node, the machine's own version is unknown; it was too old before.
  const isBrought = process.execPath.startsWith(root);
  if (isNewEnough() && !isBrought) return;
  const { node: version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config;
  // Outside node_modules, which `npm ci` empties.
  const kept = join(root, '.node', version, executable);
  if (!existsSync(kept)) fetchNode(version, kept);
  if (isSameFile(kept, BROUGHT_NODE)) return;
  mkdirSync(dirname(BROUGHT_NODE), { recursive: true });
  rmSync(BROUGHT_NODE, { force: true });
  // A hard link takes no space and needs no privilege on Windows.
  linkSync(kept, BROUGHT_NODE);
}

/**
 * @param {string} version
 * @param {string} kept path of the binary
 */
function fetchNode(version, kept) {
  console.log(`Node ${process.versions.node} is too old; fetching ${version} (120 MB on disk) ...`);
  // Remove another version, or the remains of an interrupted fetch.
  rmSync(join(root, '.node'), { recursive: true, force: true });
  mkdirSync(dirname(kept), { recursive: true });
  const temporary = mkdtempSync(join(root, '.node', 'new-'));
  const name = packageName();
  const wanted = [`${name}@${version}`, '--prefix', temporary, '--no-save', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...wanted, '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: onWindows,
  });
  // The rest of the package is headers and documentation.
  if (status === 0) renameSync(join(temporary, 'node_modules', name, 'bin', executable), kept);
  rmSync(temporary, { recursive: true });
  if (status === 0) return;
  console.error(
    `npm could not fetch ${name} (see above); check the network or the registry, or install Node 22.18 or newer yourself.`,
  );
  process.exit(2);
}

/** The npm package with the binaries for this platform, as the npm package `node` names it. */
function packageName() {
  const { platform, arch } = process;
  const family = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${family}-${onWindows ? 'win' : platform}-${arch}`;
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSameFile(one, other) {
  return existsSync(other) && statSync(one).ino === statSync(other).ino;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bringNode();
