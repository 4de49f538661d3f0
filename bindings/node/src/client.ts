/** The engine and its sessions. */

import { Engine as NativeEngine } from '#native';
import type { Session as NativeSession } from '#native';
import { rawCall } from './call';
import type { WriteOptions } from './call';
import { typed } from './errors';
import { Groups } from './groups';
import type { Actor, FileContent, Uuid } from './models';

/** The engine as one actor sees it: every group of operations is a property. */
export class Session extends Groups {
  readonly #native: NativeSession;

  /** @internal */
  constructor(native: NativeSession) {
    super(async (name, args, options) => {
      return JSON.parse(await rawCall(native, name, JSON.stringify(args), options));
    });
    this.#native = native;
  }

  /**
   * Runs an operation by name and answers the engine's JSON untouched: the quickest way to hand an
   * answer on, for example as the body of a response.
   */
  raw(name: string, args: object | string = {}, options?: WriteOptions): Promise<string> {
    const sent = typeof args === 'string' ? args : JSON.stringify(args);
    return rawCall(this.#native, name, sent, options);
  }

  /** The content of a file's version; of the current one unless a number is given. */
  async download(id: Uuid, number?: number): Promise<Buffer> {
    const version = number ?? (await this.files.get({ id })).current?.number ?? null;
    const parts: Buffer[] = [];
    let offset: number | null | undefined = 0;
    while (typeof offset === 'number') {
      const part: FileContent = await this.files.content({ id, number: version, offset });
      parts.push(Buffer.from(part.base64, 'base64'));
      offset = part.next;
    }
    return Buffer.concat(parts);
  }
}

/** An open engine. Close it, or declare it with `await using`. */
export class Crm {
  readonly #native: NativeEngine;

  private constructor(native: NativeEngine) {
    this.#native = native;
  }

  /** Opens the file at `path`, or makes it. */
  static open(path: string): Promise<Crm> {
    return Crm.#made(NativeEngine.open(path));
  }

  /** Opens an engine that forgets everything when it is closed. */
  static inMemory(): Promise<Crm> {
    return Crm.#made(NativeEngine.inMemory());
  }

  /** Opens an engine in memory with a fixed clock and seeded ids, for tests. */
  static simulated(seed = 1): Promise<Crm> {
    return Crm.#made(NativeEngine.simulated(seed));
  }

  static async #made(opening: Promise<NativeEngine>): Promise<Crm> {
    try {
      return new Crm(await opening);
    } catch (thrown) {
      throw typed(thrown);
    }
  }

  /** The engine as this user of this tenant sees it. */
  session(actor: Actor): Session {
    try {
      return new Session(this.#native.session(JSON.stringify(actor)));
    } catch (thrown) {
      throw typed(thrown);
    }
  }

  /** Keeps bytes for an import or an upload and answers the handle to name them by. */
  async stage(bytes: Uint8Array): Promise<string> {
    try {
      return await this.#native.stage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    } catch (thrown) {
      throw typed(thrown);
    }
  }

  /** Closes the engine once the calls under way are done. Closing twice is harmless. */
  async close(): Promise<void> {
    try {
      await this.#native.close();
    } catch (thrown) {
      throw typed(thrown);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
