/** `scaleproof local --recording`: a stand-in that answers what AWS answered when it was recorded. */
import { clock, counted } from '../format/numbers.js';
import { startRecordedStandIn } from '../local/recorded/recorded-stand-in.ts';
import { readRecording } from '../recordings/read-recording.ts';
import type { Recording } from '../recordings/recording.ts';
import { onInterrupt } from './interrupt.ts';
import { clientVariables, exportLines } from './local-export.ts';

interface Flags {
  readonly port: number;
  readonly json: boolean;
}

/** @returns the exit code. @throws UserError when the recording cannot be read, or the port is in use */
export async function serveRecording(
  folder: string,
  { port, json }: Flags,
  exit: (code: number) => void,
): Promise<number> {
  const whole = readRecording(folder);
  const interrupt = onInterrupt(exit);
  try {
    const server = await startRecordedStandIn(whole, port);
    try {
      const print = json ? asJson : banner;
      process.stdout.write(print(folder, server, whole.recording));
      if (!interrupt.signal.aborted) {
        await new Promise<void>((resolve) => {
          interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    } finally {
      await server.close();
    }
  } finally {
    interrupt.dispose();
  }
  return 0;
}

interface Listening {
  readonly url: string;
  readonly port: number;
}

const ORIGIN = {
  aws: 'an AWS endpoint',
  'stand-in': 'a stand-in, not AWS',
  published: 'answers that others published, put together by hand',
} as const;

function banner(folder: string, { url }: Listening, recording: Recording): string {
  const { watch, from, exchanges, lengthMs } = recording;
  return `The recording ${folder} answers on ${url}: ${counted(exchanges, 'answer')} of ${clock(lengthMs / 1_000)}, from ${ORIGIN[from]}.
It begins now, with its times moved to now, and its last answers stay. It holds no prediction API.

AWS clients use it with these variables:

${exportLines(url, watch.region)}
Endpoint ${watch.endpointName}, variant ${watch.variantName}. Judge it as if it were AWS, with a scenario of yours:

  npx scaleproof collect SCENARIO --for ${Math.max(1, Math.round(lengthMs / 1_000))}s \\
    --set scaleproof.watch.endpointUrl=${url} \\
    --set scaleproof.watch.endpointName=${watch.endpointName} \\
    --set scaleproof.watch.variantName=${watch.variantName}

Press Ctrl-C to stop it.
`;
}

function asJson(folder: string, { url, port }: Listening, recording: Recording): string {
  const environment = clientVariables(url, recording.watch.region);
  return `${JSON.stringify({ url, port, folder, recording, environment })}\n`;
}
