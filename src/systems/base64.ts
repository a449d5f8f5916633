/**
 * Base64 to text, for runtimes that bring nothing to decode it with (k6 among them).
 *
 * One character a byte: what is not ASCII comes out wrong, and no word that is looked for here has it.
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By character code: the digit's value, -1 for what is no digit. */
const VALUES = Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)));

/** What is no digit, such as padding or a line break, is passed over. */
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
