/** How this tool is called from where it was called: installed, by npx, or from its sources. */
export function invocation(): string {
  if (process.env.npm_command === "exec" && !process.argv[1]?.endsWith(".ts")) return "npx mnist-cli";
  return process.argv[1]?.endsWith(".ts") ? "npx pnpm mnist" : "mnist";
}
