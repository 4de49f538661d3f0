/** An open engine. */
export declare class Engine {
  private constructor();
  static open(path: string): Promise<Engine>;
  static inMemory(): Promise<Engine>;
  static simulated(seed: number): Promise<Engine>;
  session(actor: string): Session;
  stage(bytes: Buffer): Promise<string>;
  close(): Promise<void>;
}

/** An engine as seen by one actor. */
export declare class Session {
  private constructor();
  call(name: string, args: string, idempotencyKey?: string): Promise<string>;
}
