import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BROUGHT_NODE } from '../../scripts/bring-node.mjs';
import { required } from '../peers.ts';

/** A Node that is too old for the command, which then runs on the one that the install brought. */
const OLD_NODE = '/usr/bin/node';

/** npx's shell with the command in it; what it runs ends with it, or holds the pipe open for ever. */
async function killShell(node: string, whenItSays: string): Promise<string> {
  // A second command, or the shell would become the first.
  const shell = spawn(
    'sh',
    ['-c', `echo started; "${node}" bin/scaleproof.js local --port 0; true`],
    {
      env: {
        ...process.env,
        npm_lifecycle_event: 'npx',
        npm_lifecycle_script: "'scaleproof' 'local'",
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.includes(whenItSays)) shell.kill('SIGTERM');
  });
  await new Promise((resolve) => shell.once('close', resolve));
  expect(shell.signalCode).toBe('SIGTERM');
  return output;
}

test("the stand-in exits when npx is killed, although npx's shell forwards no signal", async () => {
  expect(await killShell(process.execPath, 'Ctrl-C')).toContain('is listening on');
});

test('so does one that an older Node launched', async ({ skip }) => {
  const isOld = existsSync(OLD_NODE) && existsSync(BROUGHT_NODE);
  if (!required('/usr/bin/node beside a newer one', isOld)) skip('there is no older Node');
  expect(await killShell(OLD_NODE, 'Ctrl-C')).toContain('is listening on');
});
