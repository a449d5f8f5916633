/** SHA-256 and its HMAC in the shape that the SDK's signer asks for, computed by Node. */
import { createHash, createHmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

export class Sha256 {
  readonly #hash: ReturnType<typeof createHash>;

  constructor(secret?: Data) {
    this.#hash = (
      secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret))
    ) as ReturnType<typeof createHash>;
  }

  update(data: Data): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function toBytes(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
