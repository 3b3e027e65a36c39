import { useState } from "react";
import { Initials } from "./person.tsx";

/** The page's policy loads pictures by https alone: http would show others who is looked at. */
const isSafe = (url: string | null): url is string =>
  url !== null && URL.canParse(url) && new URL(url).protocol === "https:";

/** A person's picture, or initials where there is none. The host learns that somebody looks, but not from which page. */
export function Picture({ id, name, url }: { id: string; name: string; url: string | null }) {
  const [broken, setBroken] = useState<string>();
  if (!isSafe(url) || broken === url) return <Initials id={id} name={name} size="large" />;
  return (
    <img
      className="initials"
      data-size="large"
      src={url}
      alt=""
      referrerPolicy="no-referrer"
      width={48}
      height={48}
      onError={() => setBroken(url)}
    />
  );
}
