/**
 * All of Lightspeed's tag names, and nowhere else. Lightspeed's own schema is not public: to follow what a real client
 * sends or expects, change the line here (and docs/lightspeed.xsd, which the tests hold against the answers). We write
 * a tag exactly so; we read it by local name, in any letter case.
 */
export const tags = {
  error: 'Error',
  code: 'Code',
  message: 'Message',
  requestId: 'RequestId',

  testConnection: 'TestConnection',
  status: 'Status',
  store: 'Store',
  serverTime: 'ServerTime',

  outstandingActivity: 'OutstandingActivity',
  orders: 'Orders',
  order: 'Order',
  orderId: 'OrderId',
  orderDate: 'OrderDate',
  currency: 'Currency',
  billTo: 'BillTo',
  shipTo: 'ShipTo',
  firstName: 'FirstName',
  lastName: 'LastName',
  company: 'Company',
  address1: 'Address1',
  address2: 'Address2',
  city: 'City',
  state: 'State',
  postalCode: 'PostalCode',
  country: 'Country',
  phone: 'Phone',
  email: 'Email',
  items: 'Items',
  item: 'Item',
  sku: 'Sku',
  quantity: 'Quantity',
  price: 'Price',
  manufacturer: 'Manufacturer',
  description: 'Description',
  totals: 'Totals',
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Shipping',
  tax: 'Tax',
  total: 'Total',
  payments: 'Payments',
  payment: 'Payment',
  type: 'Type',
  amount: 'Amount',

  acknowledgeResponse: 'AcknowledgeResponse',
  id: 'Id',
  success: 'Success',
  result: 'Result',

  shipment: 'Shipment',
  shipmentResponse: 'ShipmentResponse',
  package: 'Package',
  trackingNumber: 'TrackingNumber',
  carrier: 'Carrier',
  service: 'Service',
  shipDate: 'ShipDate',

  cancelResponse: 'CancelResponse',
  reason: 'Reason',

  machineAddress: 'MachineAddress',
} as const;

export type Tag = (typeof tags)[keyof typeof tags];
