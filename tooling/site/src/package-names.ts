/** An API page that calls packages as a program imports them, `@mnist/nn/optim`, where TypeDoc has `nn/src/optim`. */
export function withPackageNames(markdown: string): string {
  return markdown
    .replace(/^# mnist-workspace$/m, "# API\n\nAll that programs can import, package by package.")
    .replace(/^# (\w+)\/src(\/\w+)?$/m, "# @mnist/$1$2")
    .replaceAll(/\[(\w+)\/src(\/\w+)?\]\(/g, "[@mnist/$1$2](");
}
