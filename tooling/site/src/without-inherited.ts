/**
 * An API page without the members that each class has from another, whose words stand there. Their anchors stay, and so
 * does that of the next member, which stands above its heading. What is left without a member loses its heading too.
 */
export function withoutInherited(markdown: string): string {
  const lines = markdown.split("\n");
  const kept: string[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = endOfSection(lines, start);
    const section = lines.slice(start, end);
    const isInherited =
      /^#{5} /.test(lines[start]!) && section.some((line) => /^#+ Inherited from/.test(line));
    kept.push(
      ...(isInherited ? section.filter((line) => line === "" || line.startsWith("<a id=")) : section),
    );
    start = end;
  }
  return kept.filter((_, index) => !isEmptyGroup(kept, index)).join("\n");
}

/** Whether a heading such as "Constructors" has nothing below it. */
function isEmptyGroup(lines: readonly string[], index: number): boolean {
  if (!/^#{4} (Constructors|Properties|Accessors|Methods)$/.test(lines[index]!)) return false;
  const next = lines.slice(index + 1).find((line) => line !== "" && !line.startsWith("<a id="));
  return next === undefined || /^(#{1,4} |\*\*\*)/.test(next);
}

/** Where a member's section ends: at the next heading that is not below it. Other headings end where they stand. */
function endOfSection(lines: readonly string[], start: number): number {
  const depth = /^(#{5}) /.exec(lines[start]!)?.[1]?.length ?? 0;
  if (depth === 0) return start + 1;
  let end = start + 1;
  while (end < lines.length && !new RegExp(`^#{1,${depth}} `).test(lines[end]!)) end++;
  return end;
}
