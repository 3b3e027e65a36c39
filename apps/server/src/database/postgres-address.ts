/** One address per host of `postgres://user:password@one:5432,two:5432/roster`. */
export function addressesOf(url: string) {
  const [, start = "", hosts = "", rest = ""] = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?]*)(.*)$/s.exec(url) ?? [];
  return hosts.split(",").map((host) => `${start}${host}${rest}`);
}

/** An address without user and password. */
export const shownAddress = (url: string) =>
  addressesOf(url)
    .map((address) => (URL.canParse(address) ? new URL(address) : { host: "that is no URL", pathname: "" }))
    .map(({ host, pathname }) => host + pathname)
    .join(", ");
