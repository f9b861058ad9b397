/**
 * Rice's code of ascending whole numbers: each gap's high part in unary, its `low` low bits as they are (Golomb 1966, Rice 1979).
 * For n numbers spread over [0, 2^bits) the best `low` is near log2(2^bits / n).
 */
export const riceLow = (bits: number, count: number): number =>
  count === 0 ? 0 : Math.max(0, Math.floor(bits - Math.log2(count)));

/** Bytes that `count` distinct numbers below 2^bits take at most, wherever they lie; grows with the count. */
export const riceBound = (bits: number, count: number): number =>
  count === 0 ? 0 : Math.ceil((count * (bits + 2 - Math.log2(count))) / 8);

/** @param numbers ascending and distinct */
export function encodeRice(numbers: Uint32Array, bits: number): Uint8Array {
  const low = riceLow(bits, numbers.length);
  const out = new Bits(new Uint8Array(riceBound(bits, numbers.length) + 1));
  let next = 0;
  for (const number of numbers) {
    out.unary(Math.floor((number - next) / 2 ** low));
    out.put(number - next, low);
    next = number + 1;
  }
  return out.bytes.slice(0, Math.ceil(out.at / 8));
}

export function decodeRice(bytes: Uint8Array, bits: number, count: number): Uint32Array {
  const low = riceLow(bits, count);
  const input = new Bits(bytes);
  const numbers = new Uint32Array(count);
  let next = 0;
  for (let index = 0; index < count; index++) {
    const high = input.takeUnary();
    const number = next + high * 2 ** low + input.take(low);
    numbers[index] = number;
    next = number + 1;
  }
  return numbers;
}

/** Bits one after the other, the lowest of a byte first. */
class Bits {
  at = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  unary(ones: number): void {
    for (let left = ones; left > 0; left--) this.#set();
    this.at++;
  }

  /** The lowest `size` bits of a number. */
  put(number: number, size: number): void {
    for (let done = 0; done < size; ) {
      const [behind, some] = this.#next(size - done);
      this.bytes[this.at >>> 3]! |= ((number >>> done) & (2 ** some - 1)) << behind;
      this.at += some;
      done += some;
    }
  }

  takeUnary(): number {
    let ones = 0;
    // Past the end a byte is undefined, and so no one.
    while ((this.bytes[this.at >>> 3]! >>> (this.at & 7)) & 1) {
      ones++;
      this.at++;
    }
    this.at++;
    return ones;
  }

  take(size: number): number {
    let number = 0;
    for (let done = 0; done < size; ) {
      const [behind, some] = this.#next(size - done);
      number |= ((this.bytes[this.at >>> 3]! >>> behind) & (2 ** some - 1)) << done;
      this.at += some;
      done += some;
    }
    return number >>> 0;
  }

  /** Bits of the byte at hand that are behind, and how many of it are to be taken next. */
  #next(wanted: number): [number, number] {
    const behind = this.at & 7;
    return [behind, Math.min(8 - behind, wanted)];
  }

  #set(): void {
    this.bytes[this.at >>> 3]! |= 1 << (this.at & 7);
    this.at++;
  }
}
