/** An answer that is JSON already, and was checked against the contract. Reads of many records answer it where the database has them so. */
export class CheckedJson<T> {
  declare readonly data?: T;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
