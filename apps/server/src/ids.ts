import { type IdKind, idPrefixes } from "@roster/contract";
import { typeidUnboxed } from "typeid-js";

/** A new id, later than all before it. */
export const newId = (kind: IdKind): string => typeidUnboxed(idPrefixes[kind]);
