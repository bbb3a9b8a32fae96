/** The format of an answer: XML for Lightspeed, JSON for the webstore and the platforms. */
export type Face = 'lightspeed' | 'webstore' | 'platforms';

interface Route {
  face: Face;
  methods: readonly string[];
  /** `{orderId}` stands for any one segment. */
  paths: readonly string[];
}

/** Every endpoint of the contract. `serverless.yml` routes the exact spellings; all others are looked up here. */
export const routes = {
  testConnection: {
    face: 'lightspeed',
    methods: ['GET', 'POST'],
    paths: ['/LightSpeed', '/LightSpeed/TestConnection'],
  },
  outstandingActivity: {
    face: 'lightspeed',
    methods: ['GET', 'POST'],
    paths: ['/LightSpeed/OutstandingActivity'],
  },
  acknowledge: { face: 'lightspeed', methods: ['POST'], paths: ['/LightSpeed/AcknowledgeRequest'] },
  ship: { face: 'lightspeed', methods: ['POST'], paths: ['/LightSpeed/Order/{orderId}/Shipment'] },
  cancel: {
    face: 'lightspeed',
    methods: ['POST'],
    paths: ['/LightSpeed/Order/{orderId}/Cancel', '/LightSpeed/Order/{orderId}/Cancellation'],
  },
  putOrder: { face: 'webstore', methods: ['PUT'], paths: ['/orders/{orderId}'] },
  getOrder: { face: 'webstore', methods: ['GET'], paths: ['/orders/{orderId}'] },
  listOrders: { face: 'webstore', methods: ['GET'], paths: ['/orders'] },
  addNote: { face: 'webstore', methods: ['POST'], paths: ['/orders/{orderId}/notes'] },
  cancelOrder: { face: 'webstore', methods: ['POST'], paths: ['/orders/{orderId}/cancel'] },
  requeueOrder: { face: 'webstore', methods: ['POST'], paths: ['/orders/{orderId}/requeue'] },
  resendMessages: { face: 'webstore', methods: ['POST'], paths: ['/orders/{orderId}/resend'] },
  getStatus: { face: 'webstore', methods: ['GET'], paths: ['/status'] },
  receiveWoocommerce: { face: 'platforms', methods: ['POST'], paths: ['/platforms/woocommerce'] },
  receiveShopify: { face: 'platforms', methods: ['POST'], paths: ['/platforms/shopify'] },
  receiveBigcommerce: { face: 'platforms', methods: ['POST'], paths: ['/platforms/bigcommerce'] },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

export interface PathMatch {
  name: RouteName;
  orderId: string | undefined;
}

/** The endpoints that a path names, in any letter case, with trailing and doubled slashes (contract 1). */
export function endpointsAt(path: string): PathMatch[] {
  const segments = segmentsOf(path);
  return routeNames.flatMap((name) => {
    const patterns: readonly string[] = routes[name].paths;
    const found = patterns
      .map((pattern) => matchSegments(segmentsOf(pattern), segments))
      .find((match) => match);
    return found ? [{ name, orderId: found.orderId }] : [];
  });
}

/** The methods that a path takes; `HEAD` goes wherever `GET` goes. Empty for an unknown path. */
export function methodsAt(path: string): string[] {
  const methods = endpointsAt(path).flatMap(({ name }): readonly string[] => routes[name].methods);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/** Which face a path belongs to, by its first segment; `undefined` for one that belongs to neither. */
export function faceOf(path: string): Face | undefined {
  const first = segmentsOf(path)[0]?.toLowerCase();
  if (first === 'orders' || first === 'status') return 'webstore';
  return first === 'lightspeed' || first === 'platforms' ? first : undefined;
}

const routeNames = Object.keys(routes).filter((name): name is RouteName => name in routes);

function matchSegments(pattern: string[], segments: string[]): { orderId: string | undefined } | undefined {
  if (pattern.length !== segments.length) return undefined;
  let orderId: string | undefined;
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? '';
    if (expected === '{orderId}') orderId = segment;
    else if (expected.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return { orderId };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean).map(decode);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
