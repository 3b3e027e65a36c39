import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressReader } from "./address.ts";

/** The caller's address for a request from this peer with this header. */
function read(trusted: string, peer: string | undefined, forwarded?: string) {
  const request = { socket: { remoteAddress: peer }, headers: { "x-forwarded-for": forwarded } };
  return addressReader(trusted === "" ? [] : trusted.split(","))(request as unknown as IncomingMessage); // it reads only these
}

test.for<[string, string, string | undefined, string]>([
  ["", "203.0.113.7", undefined, "203.0.113.7"],
  ["", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["", "127.0.0.1", "198.51.100.1", "127.0.0.1"],
  ["10.0.0.0/8", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["10.0.0.0/8", "10.1.2.3", undefined, "10.1.2.3"],
  ["10.0.0.0/8", "10.1.2.3", "", "10.1.2.3"],
  ["10.0.0.0/8", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["10.0.0.0/8", "::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["10.0.0.0/8", "10.1.2.3", "192.0.2.66, 198.51.100.1", "198.51.100.1"],
  ["10.0.0.0/8", "10.1.2.3", "192.0.2.66, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["10.0.0.0/8", "10.1.2.3", "10.8.8.8, 10.9.9.9", "10.8.8.8"],
  ["10.0.0.0/8,203.0.113.7", "203.0.113.7", "198.51.100.1,10.9.9.9", "198.51.100.1"],
  ["loopback", "::1", "198.51.100.1", "198.51.100.1"],
  ["2001:db8:a::/48", "2001:db8:a::1", "2001:db8:b:c:d::1", "2001:db8:b:c::/64"],
  ["10.0.0.0/8", "10.1.2.3", "198.51.100.1:4711", "198.51.100.1"],
  ["10.0.0.0/8", "10.1.2.3", "[2001:db8:b:c::1]:4711", "2001:db8:b:c::/64"],
  ["10.0.0.0/8", "10.1.2.3", "[2001:db8:b:c::1]", "2001:db8:b:c::/64"],
  ["10.0.0.0/8", "10.1.2.3", '"[2001:db8:b:c::1]:4711"', "2001:db8:b:c::/64"],
  ["10.0.0.0/8", "10.1.2.3", "[::ffff:198.51.100.1]:4711", "198.51.100.1"],
  ["10.0.0.0/8", "10.1.2.3", "192.0.2.66:1, 198.51.100.1:2, 10.9.9.9:3", "198.51.100.1"],
  ["linklocal", "fe80::1%eth0", "198.51.100.1", "198.51.100.1"],
])("trusting %j, a request from %s for %j comes from %s", ([trusted, peer, forwarded, address]) => {
  expect(read(trusted, peer, forwarded)).toBe(address);
});

test.for([
  "garbage",
  "unknown",
  "198.51.100.1:https",
  "198.51.100.1:",
  "[198.51.100.1",
  "[]",
  "0127.0.0.1",
  "1",
  "_hidden",
  "999.1.1.1",
  "\0",
  ",",
  "1.2.3.4/8",
])("what is no address counts as the proxy that passed it on: %j", (forwarded) => {
  expect(read("10.0.0.0/8", "10.1.2.3", forwarded)).toBe("10.1.2.3");
  expect(read("10.0.0.0/8", "10.1.2.3", `198.51.100.1, ${forwarded}, 10.9.9.9`)).toBe(
    forwarded === "," ? "198.51.100.1" : "10.9.9.9",
  );
});

test("an IPv6 network of 64 bits is one caller, in any spelling", () => {
  const network = "2001:db8:1:2::/64";
  for (const peer of [
    "2001:db8:1:2::1",
    "2001:DB8:1:2:ffff:ffff:ffff:ffff",
    "2001:0db8:0001:0002:0:0:0:9",
    "2001:db8:1:2:a:b:c:d",
  ]) {
    expect(read("", peer)).toBe(network);
  }
  expect(read("", "2001:db8:1:3::1")).not.toBe(network);
  expect(read("", "fe80::1%eth0")).toBe("fe80::/64");
});

test("an IPv4 address that is mapped into IPv6 is that address, and not one network with all others", () => {
  for (const peer of ["::ffff:203.0.113.7", "::FFFF:203.0.113.7", "::ffff:cb00:7107"]) {
    expect(read("", peer)).toBe("203.0.113.7");
  }
  expect(read("", "::ffff:203.0.113.8")).toBe("203.0.113.8");
});

test("a caller that has disconnected has an address too", () => {
  expect(read("", undefined)).toBe("unknown");
  expect(read("10.0.0.0/8", undefined, "198.51.100.1")).toBe("unknown");
});

test("no header breaks it, and headers of an untrusted peer are ignored", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom(",", " ", "::", "%", "/64", "::ffff:", "10.1.2.3", "fe80::1%", "0x7f.1", "1", "\u00ff"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(",", ", ", "", " "), (pieces, comma) => {
      const header = pieces.join(comma);
      expect(read("10.0.0.0/8", "10.1.2.3", header)).toMatch(/^[\d.]+$|^[\da-f:]+\/64$/);
      expect(read("10.0.0.0/8", "203.0.113.7", header)).toBe("203.0.113.7");
    }),
    { numRuns: 2000 },
  );
});
