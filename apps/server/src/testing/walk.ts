interface Page<Row> {
  data: Row[];
  has_more: boolean;
  next_cursor: string | null;
}

/** All rows of a list, page by page by number. */
export async function walkByPage<Row>(fetchPage: (options: { page: number }) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page++) {
    const { data, has_more } = await fetchPage({ page });
    rows.push(...data);
    if (!has_more) return rows;
  }
}

/** All rows of a list by cursor, from a cursor or the start. */
export async function walkByCursor<Row>(
  fetchPage: (options: { cursor?: string }) => Promise<Page<Row>>,
  from?: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = from; ; ) {
    const { data, next_cursor } = await fetchPage({ cursor });
    rows.push(...data);
    if (next_cursor === null) return rows;
    cursor = next_cursor;
  }
}
