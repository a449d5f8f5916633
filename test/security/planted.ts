/** Secrets planted where AWS clients look for them, and a search for what became of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const PLANTED = {
  environmentKeyId: 'AKIAPLANTEDENVKEY001',
  environmentSecret: 'planted/Env+Secret=0123456789abcdefghij',
  environmentToken: 'planted//Env+Session==Token0123456789abcdef',
  profileKeyId: 'AKIAPLANTEDPROFILE02',
  profileSecret: 'planted/Profile+Secret=0123456789abcdef',
  profileToken: 'planted//Profile+Session==Token0123456789',
  apiKey: 'planted/Api+Key=&?0123456789 abcdef',
} as const;

/** An environment in which every place the SDK looks at holds a secret, profile first. */
export function plantedEnvironment(directory: string): NodeJS.ProcessEnv {
  const file = join(directory, 'credentials');
  const { profileKeyId, profileSecret, profileToken } = PLANTED;
  writeFileSync(
    file,
    `[planted]\naws_access_key_id = ${profileKeyId}\naws_secret_access_key = ${profileSecret}\naws_session_token = ${profileToken}\n`,
  );
  return {
    AWS_ACCESS_KEY_ID: PLANTED.environmentKeyId,
    AWS_SECRET_ACCESS_KEY: PLANTED.environmentSecret,
    AWS_SESSION_TOKEN: PLANTED.environmentToken,
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_PROFILE: 'planted',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

const SIGNATURE_PARTS = [/AWS4-HMAC-SHA256/i, /\bSignature=/i, /X-Amz-Security-Token/i];

/** @returns which secrets, and which parts of a signature, a text holds in any spelling */
export function secretsIn(text: string): string[] {
  const found = Object.entries(PLANTED)
    .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
  const parts = SIGNATURE_PARTS.filter((part) => part.test(text)).map(String);
  return [...found, ...parts];
}

/** @returns `file: what` for every leak in a file of the directory */
export function secretsUnder(directory: string): string[] {
  return filesUnder(directory).flatMap((file) =>
    secretsIn(readFileSync(file, 'latin1')).map((what) => `${file}: ${what}`),
  );
}

export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    // In the middle of something longer, base64 begins at one of three places.
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
}

/** What base64 of any text looks like that holds the bytes at 3n + offset, without its uncertain ends. */
function base64At(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const whole = text.slice(offset === 0 ? 0 : offset + 1).replace(/=+$/, '');
  const certain = whole.slice(0, -1);
  return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
}
