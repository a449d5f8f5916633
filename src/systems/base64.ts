/**
 * Decodes Base64 to text for runtimes without a built-in decoder, such as k6.
 *
 * One character per byte: non-ASCII text comes out wrong, but no word searched for here contains any.
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Digit values by character code; -1 for a character that is not a digit. */
const VALUES = Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)));

/** Skips characters that are not digits, such as padding and line breaks. */
export function decodeBase64(encoded: string): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (let index = 0; index < encoded.length; index += 1) {
    const value = VALUES[encoded.charCodeAt(index)] ?? -1;
    if (value === -1) continue;
    held = ((held & 0xff) << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return text;
}
