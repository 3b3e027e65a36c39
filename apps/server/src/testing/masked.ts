/** JSON text without random parts, so that two directories can be compared. */
export const masked = (text: string) =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/\b[0-9a-f]{64}\b/g, "<hash>")
    .replace(/(?<="slug":"[a-z-]+-)[0-9a-f]{8}/g, "<slug>")
    .replace(/(?<=[a-z]_)[0-7][0-9a-z]{25}/g, "<id>")
    .replace(/roster_[\w-]+/g, "<key>")
    .replace(/(?<=token=|"token":")[\w-]{43}/g, "<token>")
    .replace(/"code":"\d{6}"/g, '"code":"<code>"');
