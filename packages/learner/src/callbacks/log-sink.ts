/** Where a log goes that can say how long it is, and be cut back when a fit resumes before its end. */
export interface LogSink {
  write(text: string): void | Promise<void>;
  /** Of the text so far, in bytes; 0 where there is none. */
  readonly length: number;
  /** Cuts the text back to that length. */
  cut(length: number): void;
}

/** Takes a log's text, line by line. */
export type WriteLog = (text: string) => void | Promise<void>;

/** A sink that only passes the text on. */
class PassingOn implements LogSink {
  length = 0;

  constructor(readonly pass: WriteLog) {}

  write(text: string): void | Promise<void> {
    this.length += text.length;
    return this.pass(text);
  }

  cut(length: number): void {
    this.length = length;
  }
}

export function toSink(sink: LogSink | WriteLog): LogSink {
  return typeof sink === "function" ? new PassingOn(sink) : sink;
}
