import { type IdKind, idPrefixes } from "@roster/contract";
import { typeidUnboxed } from "typeid-js";

/** A new id, which sorts after all earlier ones. */
export const newId = (kind: IdKind): string => typeidUnboxed(idPrefixes[kind]);
