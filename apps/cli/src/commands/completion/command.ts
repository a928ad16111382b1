import type { CommandSpec } from "../../command-line/command.js";

const shells = ["bash", "zsh", "fish"] as const;

/** Made last, as it knows all the others. */
export function completionOf(commands: readonly CommandSpec[]): CommandSpec {
  return {
    name: "completion",
    summary: "print what makes a shell complete this tool's words",
    arguments: [{ name: "<shell>", meaning: shells.join(", "), choices: shells }],
    examples: [
      'completion bash   then: eval "$(mnist completion bash)"',
      "completion fish > ~/.config/fish/completions/mnist.fish",
    ],
    load: async () => {
      const { complete } = await import("./run.js");
      return { run: (shell: string) => console.log(complete(shell, commands)) };
    },
  };
}
