import { configureGlobal } from "fast-check";

// Properties have the same data in every run, so that a run fails only for what was changed. Set ROSTER_PROPERTY_SEED for other data.
configureGlobal({ seed: Number(process.env.ROSTER_PROPERTY_SEED ?? 20260301) });
