import { randomUUIDv7 } from "node:crypto";
import { type IdKind, idPrefixes } from "@roster/contract";
import { typeidUnboxed } from "typeid-js";

/** A new id, which sorts after all earlier ones. */
export const newId = (kind: IdKind): string => typeidUnboxed(idPrefixes[kind]);

/** A new id of a request, in the order of time too: random ones would write to pages all over the log's index. */
export const newRequestId = () => randomUUIDv7();
