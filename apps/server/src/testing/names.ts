/** The random parts of answers: ids, request ids, API keys, tokens in links. */
const random =
  /(?<id>\b[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\b)|(?<request>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)|(?<key>\broster_[\w-]{43})|(?<=token=)(?<token>[\w-]{43})/g;

/** Fields whose whole value is random. */
const randomFields = new Set(["next_cursor", "prefix", "hash"]);

const code = /\b\d{6}\b/;

/**
 * Names random values of a directory by their first occurrence: `<user 12.1>` is the second value of the 12th operation. So two
 * directories with the same history can be compared, and an operation can run on both.
 */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #secrets = new Map<string, string>();
  #place: number | string = 0;
  #next = 0;

  /** New values are named after this operation from now on. */
  at(place: number | string) {
    this.#place = place;
    this.#next = 0;
  }

  #new(kind: string, secret: string) {
    const name = `<${kind} ${this.#place}.${this.#next++}>`;
    this.#secrets.set(name, secret);
    return name;
  }

  #of(kind: string, secret: string) {
    const known = this.#names.get(secret);
    if (known !== undefined) return known;
    const name = this.#new(kind, secret);
    this.#names.set(secret, name);
    return name;
  }

  /** Replaces the random parts of a value by names. */
  fromSecrets(value: unknown, field = ""): unknown {
    if (Array.isArray(value)) return value.map((item) => this.fromSecrets(item));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fromSecrets(item, key)]));
    }
    if (typeof value !== "string") return value;
    if (randomFields.has(field)) return this.#of(field, value);
    // Two codes may be equal by chance, so each gets a new name.
    if (field === "code" || field === "carries" || field === "text") {
      const secret = code.exec(value)?.[0];
      if (secret !== undefined) return value.replace(secret, () => this.#new("code", secret));
    }
    return value.replace(random, (secret, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Record<string, string | undefined>; // the last one, as the pattern has named groups
      const kind = groups.id
        ? secret.slice(0, secret.lastIndexOf("_"))
        : Object.keys(groups).find((kind) => groups[kind]);
      return this.#of(kind ?? "", secret);
    });
  }

  /** Replaces names by this directory's values. */
  toSecrets(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.toSecrets(item));
    if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      const entries = Object.entries(value).map(([key, item]) => [key, this.toSecrets(item)] as const);
      const copy: Record<string, unknown> = {};
      // Not an assignment, so that `__proto__` stays a key.
      for (const [key, item] of entries)
        Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
      return copy;
    }
    if (typeof value !== "string") return value;
    return value.replace(/<[a-z_]+ [\d.a-z]+>/g, (name) => this.#secrets.get(name) ?? name);
  }
}
