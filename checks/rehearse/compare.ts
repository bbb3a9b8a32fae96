/** What a rehearsed deployment left behind, as deploy.py prints it. */
export interface Deployed {
  stage: string;
  first: string;
  status: string;
  second: ChangeSet;
  altered: ChangeSet;
  drilled: {
    faults: string[];
    /** The release whose tables were upgraded, and in how many deployments that is done. */
    upgradeFrom: string;
    deployments: number;
  };
  /** Resource types that the local CloudFormation does not know. */
  notMade: string[];
  /** Resources of known types that are not there. */
  missing: string[];
  tables: Table[];
  functions: { name: string; role: string; environment: Record<string, string>; timeout: number }[];
  routes: Route[];
}

interface ChangeSet {
  status: string;
  reason: string;
  changes: string[];
}

export interface Route {
  /** As in `PUT /orders/{orderId}`. */
  key: string;
  function: string;
}

interface Key {
  AttributeName: string;
  KeyType: string;
}

/** A table as a template and DescribeTable both write it. */
export interface Table {
  TableName: string;
  KeySchema: Key[];
  LocalSecondaryIndexes?: Index[];
  GlobalSecondaryIndexes?: Index[];
  DeletionProtectionEnabled?: boolean;
}

interface Index {
  IndexName: string;
  KeySchema: Key[];
  Projection: Projection;
}

interface Projection {
  ProjectionType: string;
  NonKeyAttributes?: string[];
}

export interface Endpoint {
  methods: readonly string[];
  paths: readonly string[];
}

/** Sentences on differences between the code's endpoints and the routes that were made. */
export function differencesInRoutes(endpoints: Record<string, Endpoint>, made: Route[]): string[] {
  const functions = new Map(made.map((route) => [route.key, route.function]));
  const reached = new Set(['$default']);
  const wrong = Object.entries(endpoints).flatMap(([name, { methods, paths }]) =>
    paths.flatMap((path) =>
      methods.flatMap((method) => {
        const key = functions.has(`${method} ${path}`) ? `${method} ${path}` : `ANY ${path}`;
        reached.add(key);
        const found = functions.get(key) ?? 'nothing';
        return found === name ? [] : [`${method} ${path} reaches ${found}, not ${name}.`];
      }),
    ),
  );
  const rest = functions.get('$default') ?? 'nothing';
  const unknown = made.filter(({ key }) => !reached.has(key));
  return [
    ...wrong,
    ...(rest === 'anyOtherPath' ? [] : [`Every other path reaches ${rest}, not anyOtherPath.`]),
    ...unknown.map(({ key }) => `${key} is a route that the code does not know.`),
  ];
}

/** Sentences on differences between a template's tables and those that were made. */
export function differencesInTables(written: Table[], made: Table[]): string[] {
  const found = new Map(made.map((table) => [table.TableName, JSON.stringify(shapeOf(table))]));
  const names = new Set(written.map(({ TableName }) => TableName));
  return [
    ...written.flatMap((table) => {
      const shape = found.get(table.TableName);
      if (shape === undefined) return [`${table.TableName} was not made.`];
      const wanted = JSON.stringify(shapeOf(table));
      return shape === wanted ? [] : [`${table.TableName} was made as ${shape}, not as ${wanted}.`];
    }),
    ...made.flatMap(({ TableName }) => (names.has(TableName) ? [] : [`${TableName} is in no template.`])),
  ];
}

function shapeOf({
  KeySchema,
  LocalSecondaryIndexes = [],
  GlobalSecondaryIndexes = [],
  DeletionProtectionEnabled = false,
}: Table): object {
  const keys = (schema: Key[]) => schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  const shapesOf = (indexes: Index[]) =>
    indexes
      .map(({ IndexName, KeySchema: schema, Projection }) => ({
        IndexName,
        keys: keys(schema),
        projection: [Projection.ProjectionType, ...(Projection.NonKeyAttributes ?? []).toSorted()],
      }))
      .toSorted((a, b) => (a.IndexName < b.IndexName ? -1 : 1));
  return {
    keys: keys(KeySchema),
    local: shapesOf(LocalSecondaryIndexes),
    global: shapesOf(GlobalSecondaryIndexes),
    protected: DeletionProtectionEnabled,
  };
}

/** Sentences on index keys that the code never writes: such an index would stay empty. */
export function indexesWithoutAttribute(tables: Table[], written: readonly string[]): string[] {
  return tables.flatMap(({ TableName, LocalSecondaryIndexes = [], GlobalSecondaryIndexes = [] }) =>
    [...LocalSecondaryIndexes, ...GlobalSecondaryIndexes].flatMap(({ IndexName, KeySchema }) => {
      const sortKey = KeySchema.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName ?? '';
      return written.includes(sortKey)
        ? []
        : [`${TableName}: nothing writes ${sortKey}, the key of ${IndexName}.`];
    }),
  );
}

/** Sentences on a deployment that did not end well, or whose repetition would change something. */
export function faultsOfDeployment({ status, missing, second, altered }: Deployed): string[] {
  return [
    ...(/^(CREATE|UPDATE)_COMPLETE$/.test(status) ? [] : [`The stack is ${status}.`]),
    ...missing.map((name) => `${name} was not made.`),
    ...second.changes.map((change) => `Deployed again, it would ${change}.`),
    // Without this, a comparison that never sees a change would pass.
    ...(altered.changes.join() === 'Modify HttpApiLogGroup'
      ? []
      : [`A changed log group was seen as: ${altered.changes.join(', ') || 'no change'}.`]),
  ];
}
