/** An operation as an HTTP route. */
export interface Route {
  /** The operation's name. */
  readonly name: string;
  /** The HTTP method, in lower case. */
  readonly method: string;
  /** The path, in Express's manner. */
  readonly path: string;
  /** Arguments that a query holds as JSON because they are no texts. */
  readonly json: readonly string[];
  /** Whether there is nothing to answer. */
  readonly empty: boolean;
}
