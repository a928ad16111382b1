/** How this tool is called from where it was called: installed, by npx, or in the workspace that it is made in. */
export function invocation(): string {
  const { npm_command: command, npm_package_name: project } = process.env;
  if (process.argv[1]?.endsWith(".ts") || project === "mnist-workspace") return "npx pnpm mnist";
  return command === "exec" ? "npx mnist-cli" : "mnist";
}
