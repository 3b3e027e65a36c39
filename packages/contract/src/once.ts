/** Makes one schema for each argument, and gives the same again: most of what a start computes is schemas. */
export function once<Argument, Schema>(make: (argument: Argument) => Schema): (argument: Argument) => Schema {
  const made = new Map<Argument, Schema>();
  return (argument) => {
    const schema = made.get(argument) ?? make(argument);
    made.set(argument, schema);
    return schema;
  };
}
