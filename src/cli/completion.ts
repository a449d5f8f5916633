/** `scaleproof completion`: prints the script that completes its commands in a shell. */
import { Command } from 'commander';

export const COMPLETION = 'completion';

export const COMPLETION_HELP = {
  description: 'Print the script that completes commands and options in bash, zsh or fish.',
  examples: `
Examples:
  source <(scaleproof completion bash)    in ~/.bashrc
  source <(scaleproof completion zsh)     in ~/.zshrc, after compinit
  scaleproof completion fish | source     in ~/.config/fish/config.fish
`,
} as const;

/** Whether these arguments ask for a completion: only then is the library loaded. */
export function completes([, , name]: readonly string[]): boolean {
  return name === COMPLETION || name === 'complete';
}

/** For the help; `complete.ts` adds the command itself. */
export function completionCommand(): Command {
  return new Command(COMPLETION)
    .description(COMPLETION_HELP.description)
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .addHelpText('after', COMPLETION_HELP.examples);
}
