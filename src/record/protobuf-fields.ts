/** Reads the fields of a protobuf message. */

/** A protobuf message's fields by number: numeric or length-delimited. */
export type Fields = ReadonlyMap<number, number | Buffer>;

/** The subset of https://protobuf.dev/programming-guides/encoding that sketches use. */
export function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Error('a number of more than 32 bits');
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >>> 3;
    switch (tag & 7) {
      case 0:
        fields.set(field, varint());
        break;
      case 1:
        fields.set(field, bytes.readDoubleLE(at));
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (at + length > bytes.length) throw new Error('a truncated message');
        fields.set(field, bytes.subarray(at, at + length));
        at += length;
        break;
      }
      default:
        throw new Error('not a protobuf message');
    }
  }
  return fields;
}

/** Protobuf omits fields that are 0 or empty. */
export function number(fields: Fields, field: number): number {
  const value = fields.get(field) ?? 0;
  if (typeof value !== 'number') throw new Error(`field ${field} is not a number`);
  return value;
}

export function message(fields: Fields, field: number): Buffer {
  const value = fields.get(field) ?? Buffer.alloc(0);
  if (typeof value === 'number') throw new Error(`field ${field} is not a message`);
  return value;
}
