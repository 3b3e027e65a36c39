import type { User } from "@roster/client";
import "./person.css";

type Named = Pick<User, "first_name" | "last_name" | "username" | "email" | "phone_number">;

/** What to call a user: the name, else what they sign in with. */
export const nameOf = (user: Named) =>
  [user.first_name, user.last_name].filter(Boolean).join(" ") ||
  user.username ||
  user.email ||
  user.phone_number ||
  "Without a name";

/** The first letters of the first and the last word, whole characters. */
function initialsOf(name: string) {
  const words = name.split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    ends
      .map((word = "") => String.fromCodePoint(word.codePointAt(0) ?? 0x20))
      .join("")
      .toLocaleUpperCase() || "·"
  );
}

/** One of six tints, the same each time for the same record. */
const tintOf = (id: string) =>
  Array.from(id.slice(-6), (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0) % 6;

/** Initials in place of a picture: a picture's address may be anybody's, and would tell that host who looks. */
export const Initials = ({ id, name, size }: { id: string; name: string; size?: "large" }) => (
  <span className="initials" data-tint={tintOf(id)} data-size={size} aria-hidden="true">
    {initialsOf(name)}
  </span>
);

/** A user in a cell: initials, name, and the address below. */
export const PersonCell = ({
  id,
  name,
  below,
  isOff = false,
}: {
  id: string;
  name: string;
  below?: string | null;
  isOff?: boolean;
}) => (
  <span className="person">
    <Initials id={id} name={name} />
    <span className="person-words">
      <bdi className="cut">{name}</bdi>
      {/* Where the column of the state has no place. */}
      {isOff ? <span className="narrow-only muted small">Deactivated</span> : null}
      {below && below !== name ? <bdi className="cut muted small">{below}</bdi> : null}
    </span>
  </span>
);
