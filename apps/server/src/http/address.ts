import type { IncomingMessage } from "node:http";
import { isIP, type Socket } from "node:net";
import ipaddr from "ipaddr.js";
import proxyaddr from "proxy-addr";

/** Prefix length of an IPv6 network that counts as one address: its owner has the whole /64. */
const NETWORK_BITS = 64;

/**
 * Reads the address of a request's caller: the peer, or the last address in X-Forwarded-For that is no trusted proxy. Text that is
 * no address counts as the proxy that passed it on. One IPv6 network counts as one address.
 */
export function addressReader(trustedProxies: string[]): (request: IncomingMessage) => string {
  const compiled = proxyaddr.compile(trustedProxies);
  const trusts = (hop: string, index: number) => compiled(addressIn(hop), index);
  const read = (request: IncomingMessage) => {
    const text = proxyaddr
      .all(request, trusts)
      .map(addressIn)
      .findLast((hop) => isIP(hop) !== 0);
    return text === undefined ? "unknown" : networkOf(text); // the peer of an unknown one has hung up
  };
  if (trustedProxies.length > 0) return read;
  const peers = new WeakMap<Socket, string>(); // all requests of a connection come from its peer
  return (request) => {
    const known = peers.get(request.socket) ?? read(request);
    peers.set(request.socket, known);
    return known;
  };
}

/** The address of a hop, which some proxies give with a port, as 203.0.113.7:4711 or [2001:db8::1]:4711, or with a zone. */
function addressIn(hop: string | undefined) {
  const [, v6, v4] = /^"?(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?"?$/.exec(hop ?? "") ?? [];
  return (v6 ?? v4 ?? hop ?? "").replace(/%.*$/s, "");
}

/** The canonical spelling of an IPv4 address, or of the IPv6 network of an address. */
export function networkOf(text: string): string {
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${NETWORK_BITS}`);
  return `${network.toString()}/${NETWORK_BITS}`;
}
