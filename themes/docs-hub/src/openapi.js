// What the playground needs of the contract.
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];
const MAX_DEPTH = 4;

/** What a `$ref` refers to, or the thing itself. */
export function deref(node, document) {
  let found = node;
  while (found?.$ref) found = found.$ref.split("/").slice(1).reduce((part, step) => part?.[step], document);
  return found ?? {};
}

/** Title, version and counts of a contract. */
export function facts(document) {
  const paths = Object.values(document.paths ?? {});
  return {
    title: String(document.info?.title ?? ""),
    version: String(document.info?.version ?? ""),
    paths: paths.length,
    operations: paths.flatMap((item) => METHODS.filter((method) => item[method])).length,
  };
}

/** Operations by their id. */
export function operationsById(document) {
  const found = new Map();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = item[method];
      const content = Object.entries(deref(operation.requestBody, document).content ?? {});
      found.set(operation.operationId, {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        summary: operation.summary ?? "",
        description: operation.description ?? "",
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => deref(one, document)),
        body: content.length ? { type: content[0][0], example: example(content[0][1].schema, document) } : null,
      });
    }
  }
  return found;
}

/** A value to begin with: the required members of an object, the first value of a list, empty texts. */
export function example(raw, document, depth = 0) {
  const schema = deref(raw, document);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const part = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (part) return example(part, document, depth);
  const type = [schema.type ?? (schema.properties ? "object" : "string")].flat().find((one) => one !== "null");
  if (type === "object") {
    if (depth >= MAX_DEPTH) return {};
    const required = (schema.required ?? []).filter((name) => schema.properties?.[name]);
    return Object.fromEntries(required.map((name) => [name, example(schema.properties[name], document, depth + 1)]));
  }
  if (type === "array") return depth >= MAX_DEPTH || !schema.items ? [] : [example(schema.items, document, depth + 1)];
  return { string: "", integer: schema.minimum ?? 0, number: schema.minimum ?? 0, boolean: false }[type] ?? null;
}
