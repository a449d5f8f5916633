import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

test("the stand-in exits when npx is killed, although npx's shell forwards no signal", async () => {
  // A second command, or the shell would become the first.
  const shell = spawn(
    'sh',
    ['-c', `"${process.execPath}" bin/scaleproof.js local --port 0; true`],
    {
      env: {
        ...process.env,
        npm_lifecycle_event: 'npx',
        npm_lifecycle_script: "'scaleproof' 'local'",
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('AWS_ENDPOINT_URL')) shell.kill('SIGTERM');
  });
  // The stand-in holds the pipe open as long as it runs.
  await new Promise((resolve) => shell.once('close', resolve));
  expect(shell.signalCode).toBe('SIGTERM');
});
