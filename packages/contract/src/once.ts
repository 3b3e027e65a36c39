/** Makes one schema per argument and caches it: schemas take most of the time of a start. */
export function once<Argument, Schema>(make: (argument: Argument) => Schema): (argument: Argument) => Schema {
  const made = new Map<Argument, Schema>();
  return (argument) => {
    const schema = made.get(argument) ?? make(argument);
    made.set(argument, schema);
    return schema;
  };
}
