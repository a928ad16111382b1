import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface FileButtonProps {
  readonly children: ComponentChildren;
  /** As an input's `accept`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Ask for a folder in place of files. */
  readonly folder?: boolean;
  readonly quiet?: boolean;
  onFiles(files: File[]): void;
}

/** A button that asks for files. */
export function FileButton({
  children,
  accept,
  multiple = false,
  folder = false,
  quiet = false,
  onFiles,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={quiet ? "quiet" : ""} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (element !== null) element.webkitdirectory = folder;
        }}
        type="file"
        hidden
        accept={accept}
        multiple={multiple || folder}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
