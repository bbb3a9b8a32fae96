import { readFileSync } from 'node:fs';
import { XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

const schema = readFileSync(new URL('../../docs/lightspeed.xsd', import.meta.url));
const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(schema));

/**
 * Holds a message against docs/lightspeed.xsd with libxml2. A buffer is read as the bytes on the wire, declaration
 * and all. Returns the faults as `line 3: Element 'Total': …`; none means that the message is valid.
 */
export function validateAgainstXsd(xml: string | Buffer): string[] {
  try {
    using document = XmlDocument.fromBuffer(typeof xml === 'string' ? Buffer.from(xml) : xml);
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map(({ line, message }) => `line ${line}: ${message.trim()}`);
  }
}
