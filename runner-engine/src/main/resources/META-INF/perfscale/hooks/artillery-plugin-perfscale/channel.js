/** Sample frames, version 1, on their way to the engine. */

import fs from 'node:fs';

const CHUNK_BYTES = 4096;
const HEADER_BYTES = 10;
const LABEL_TEXT_BYTES = 2048;
const LABEL_IDS = 65536;
const NANOS_PER_MILLI = 1_000_000n;
const NO_DURATION = -1n;

export const KIND = { HTTP: 0, WS: 2 };
export const PHASE = { MAIN: 0, SETUP: 1, TEARDOWN: 2 };
const ERROR = 8;
const PHASE_SHIFT = 4;

/**
 * Buffers records and writes whole chunks, which a pipe takes atomically.
 *
 * The pipe is written without blocking, because a blocking write would stop all users of the thread
 * until there is room. What waits is kept in memory.
 */
export class SampleChannel {
  #path;
  #writer;
  #file;
  #chunk = Buffer.alloc(CHUNK_BYTES);
  #used = HEADER_BYTES;
  #waiting = [];
  #labels = new Map();
  #samples = 0n;

  /** @param writer unique among the writers of the run */
  constructor(path, writer) {
    this.#path = path;
    this.#writer = writer;
  }

  /**
   * @param end milliseconds since 1970
   * @param duration milliseconds; undefined when none was measured
   */
  sample(label, { kind, phase, isError }, end, duration) {
    const id = this.#labels.get(label) ?? this.#announce(label);
    const at = this.#room(20);
    const nanos = duration === undefined ? NO_DURATION : BigInt(duration) * NANOS_PER_MILLI;
    this.#chunk.writeUInt8(2, at);
    this.#chunk.writeUInt16LE(id, at + 1);
    this.#chunk.writeUInt8(kind | (isError ? ERROR : 0) | (phase << PHASE_SHIFT), at + 3);
    this.#chunk.writeBigInt64LE(BigInt(end) * NANOS_PER_MILLI, at + 4);
    this.#chunk.writeBigInt64LE(nanos, at + 12);
    this.#samples++;
  }

  users(count) {
    const at = this.#room(5);
    this.#chunk.writeUInt8(4, at);
    this.#chunk.writeUInt32LE(count, at + 1);
  }

  #announce(label) {
    if (this.#labels.size === LABEL_IDS) {
      this.#labels.clear();
    }
    const id = this.#labels.size;
    const text = shortened(Buffer.from(label));
    const at = this.#room(5 + text.length);
    this.#chunk.writeUInt8(1, at);
    this.#chunk.writeUInt16LE(id, at + 1);
    this.#chunk.writeUInt16LE(text.length, at + 3);
    text.copy(this.#chunk, at + 5);
    this.#labels.set(label, id);
    return id;
  }

  #room(bytes) {
    if (this.#used + bytes > CHUNK_BYTES) {
      this.flush();
    }
    const at = this.#used;
    this.#used += bytes;
    return at;
  }

  #seal() {
    if (this.#used === HEADER_BYTES) {
      return;
    }
    const chunk = Buffer.from(this.#chunk.subarray(0, this.#used));
    chunk.write('PS', 0, 'latin1');
    chunk.writeUInt8(1, 2);
    chunk.writeUInt8(0, 3);
    chunk.writeUInt32LE(this.#writer, 4);
    chunk.writeUInt16LE(this.#used - HEADER_BYTES, 8);
    this.#waiting.push(chunk);
    this.#used = HEADER_BYTES;
  }

  /** Writes what is buffered, as far as there is room for it; the rest waits for the next call. */
  flush() {
    this.#seal();
    if (this.#waiting.length === 0) {
      return;
    }
    this.#file ??= fs.openSync(this.#path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
    let written = 0;
    try {
      for (; written < this.#waiting.length; written++) {
        fs.writeSync(this.#file, this.#waiting[written]);
      }
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    } finally {
      this.#waiting.splice(0, written);
    }
  }

  /** Waits for room, and says how many samples there were, so that a missing one is noticed. */
  close() {
    const at = this.#room(9);
    this.#chunk.writeUInt8(5, at);
    this.#chunk.writeBigUInt64LE(this.#samples, at + 1);
    this.#seal();
    try {
      const blocking = fs.openSync(this.#path, fs.constants.O_WRONLY);
      for (const chunk of this.#waiting) {
        fs.writeSync(blocking, chunk);
      }
    } catch (error) {
      if (error.code !== 'EPIPE') {
        throw error;
      }
    }
    this.#waiting = [];
  }
}

/** Cut after a whole character; the engine shortens labels long before. */
function shortened(text) {
  let length = Math.min(text.length, LABEL_TEXT_BYTES);
  while (length < text.length && (text[length] & 0xc0) === 0x80) {
    length--;
  }
  return text.subarray(0, length);
}
