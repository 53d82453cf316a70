// What field tables need to know of OpenAPI schemas.
const MAX_DEPTH = 3;

/** A schema by its reference, or itself; parts of allOf put together. */
export function resolve(schema, document) {
  if (schema?.$ref) return resolve(schema.$ref.split("/").slice(1).reduce((node, step) => node[step], document), document);
  if (schema?.allOf) {
    const parts = schema.allOf.map((part) => resolve(part, document));
    return {
      ...schema,
      type: schema.type ?? parts.find((part) => part.type)?.type,
      properties: Object.assign({}, ...parts.map((part) => part.properties), schema.properties),
      required: [...new Set([...parts.flatMap((part) => part.required ?? []), ...(schema.required ?? [])])],
    };
  }
  return schema ?? {};
}

const types = (schema) => [schema.type ?? []].flat().filter((type) => type !== "null");

/** A type in a few words: `string (date-time)`, `array of integer`, `object`. */
export function typeOf(raw, document) {
  const schema = resolve(raw, document);
  const alternatives = schema.anyOf ?? schema.oneOf;
  const isNullable = [schema.type].flat().includes("null");
  let name;
  if (alternatives) name = [...new Set(alternatives.map((one) => typeOf(one, document)))].join(" or ");
  else if (types(schema).includes("array")) name = `array of ${typeOf(schema.items ?? {}, document)}`;
  else if (types(schema).length > 0) name = types(schema).join(" or ") + (schema.format ? ` (${schema.format})` : "");
  else name = schema.properties ? "object" : schema.enum ? "string" : "any";
  return isNullable && !name.includes("null") ? `${name} or null` : name;
}

/** Bounds, values and default in words. */
export function limitsOf(raw, document) {
  const schema = resolve(raw, document);
  const range = (low, high, unit) =>
    low === undefined && high === undefined ? null : `${low ?? 0}${high === undefined ? " or more" : ` to ${high}`}${unit}`;
  return [
    schema.enum ? `one of ${schema.enum.join(", ")}` : null,
    range(schema.minLength, schema.maxLength, " characters"),
    range(schema.minItems, schema.maxItems, " items"),
    range(schema.minimum, schema.maximum, ""),
    schema.pattern ? `pattern ${schema.pattern}` : null,
    schema.default === undefined ? null : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean);
}

/** Rows of a field table: nested members have dotted names, those of arrays `[]`. */
export function fieldsOf(raw, document, prefix = "", depth = 0, path = new Set()) {
  const schema = resolve(raw, document);
  if (types(schema).includes("array") && schema.items) {
    return fieldsOf(schema.items, document, `${prefix}[]`, depth, path);
  }
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const full = `${prefix}${prefix ? "." : ""}${name}`;
    const row = {
      name: full,
      type: typeOf(member, document),
      isRequired: required.has(name),
      limits: limitsOf(member, document),
      description: member.description ?? resolve(member, document).description ?? "",
    };
    const key = member.$ref ?? member.items?.$ref;
    if (depth >= MAX_DEPTH || (key && path.has(key))) return [row];
    return [row, ...fieldsOf(member, document, full, depth + 1, key ? new Set([...path, key]) : path)];
  });
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** All operations in the order of their tags and paths. */
export function operationsOf(document) {
  const order = document.tags.map(({ name }) => name);
  return Object.entries(document.paths)
    .flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => {
        const operation = item[method];
        return {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          tag: operation.tags?.[0] ?? "Other",
          summary: operation.summary ?? "",
          description: operation.description ?? "",
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolve(one, document)),
          body: operation.requestBody ?? null,
          responses: operation.responses,
          isOpen: operation.security?.length === 0,
        };
      }),
    )
    .sort((a, b) => order.indexOf(a.tag) - order.indexOf(b.tag));
}
