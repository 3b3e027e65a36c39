import { seatsInProcess } from "./billing.ts";

for (const [organization, seats] of await seatsInProcess()) console.log(`${organization}: ${seats}`);
