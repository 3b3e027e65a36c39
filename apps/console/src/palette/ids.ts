/** Where records of each kind of id are seen. */
const places: [prefix: string, path: (id: string) => string][] = [
  ["user_", (id) => `/users/${id}/overview`],
  ["org_", (id) => `/organizations/${id}/members`],
  ["inv_", (id) => `/invitations?dialog=invitation&of=${id}`],
  ["wait_", (id) => `/waitlist?dialog=entry&of=${id}`],
  ["ws_", (id) => `/audit?target_id=${id}`],
  ["msg_", (id) => `/messages?dialog=message&of=${id}`],
  ["key_", (id) => `/keys?dialog=key&of=${id}`],
  ["audit_", (id) => `/audit?dialog=entry&of=${id}`],
];

/** The page of a pasted id, such as one from a log. A request's id leads to what the request changed. */
export function pageOfId(text: string) {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return `/audit?request_id=${text}`;
  if (!/^[a-z]+_[0-9a-hjkmnp-tv-z]{26}$/.test(text)) return undefined;
  return places.find(([prefix]) => text.startsWith(prefix))?.[1](text);
}
