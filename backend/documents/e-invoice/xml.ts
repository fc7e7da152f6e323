/** An element: its name, its content, its attributes. Content that is undefined is left out, and with it the element. */
export interface Element {
  name: string;
  content: string | readonly Content[];
  attributes: Readonly<Record<string, string>>;
}
export type Content = Element | undefined | readonly Content[];

/** @returns undefined where there is nothing to say: no text, or no element within */
export function element(
  name: string,
  content: string | undefined | readonly Content[],
  attributes: Readonly<Record<string, string>> = {},
): Element | undefined {
  if (content === undefined) return undefined;
  if (typeof content !== 'string' && present(content).length === 0) return undefined;
  return { name, content, attributes };
}

/** A document in UTF-8. */
export function xmlText(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}\n`;
}

function written({ name, content, attributes }: Element, indent: string): string {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const open = `${indent}<${name}${told.join('')}>`;
  if (typeof content === 'string') return `${open}${escapeXml(content)}</${name}>`;
  const within = present(content).map((child) => written(child, `${indent}  `));
  return [open, ...within, `${indent}</${name}>`].join('\n');
}

function present(content: readonly Content[]): Element[] {
  return content.flatMap((one) => (one === undefined ? [] : 'name' in one ? [one] : present(one)));
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
