/** An answer that is JSON text already and was checked against the contract. Lists answer it where they have cards. */
export class CheckedJson<T> {
  declare readonly data?: T;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
