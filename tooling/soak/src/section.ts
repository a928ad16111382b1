/** A part of the report. */
export interface Section {
  readonly title: string;
  /** Lines of Markdown. */
  readonly text: readonly string[];
  /** Whether all that is promised was seen. */
  readonly holds: boolean;
}
