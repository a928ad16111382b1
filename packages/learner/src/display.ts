/** The method by which a notebook asks a value how to show it. @source Deno's Jupyter kernel */
export const display: unique symbol = Symbol.for("Jupyter.display") as never;

/** What a notebook picks from, by MIME type. @source https://jupyter-client.readthedocs.io/en/latest/messaging.html#display-data */
export type MimeBundle = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
