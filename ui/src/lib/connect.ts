/** The lines that lead a client here. Pure text: names and tokens are quoted for the language they stand in. */

export type Shell = "bash" | "powershell" | "python";
export type Client = "neptune0" | "neptune1" | "curl";

export interface Place {
  /** `workspace/project` */
  name: string;
  /** Where clients reach the server, as `https://host:port`. */
  address: string;
  token: string | undefined;
}

/** The address a token carries (base64 of a JSON object), or undefined when it is not such a token. */
export function addressOfToken(token: string): string | undefined {
  try {
    const { api_address: address } = JSON.parse(atob(token)) as { api_address?: unknown };
    return typeof address === "string" ? address : undefined;
  } catch {
    return undefined;
  }
}

const quote: Record<Shell, (text: string) => string> = {
  bash: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  powershell: (text) => `'${text.replaceAll("'", "''")}'`,
  python: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
};

const assign: Record<Shell, (name: string, value: string) => string> = {
  bash: (name, value) => `export ${name}=${value}`,
  powershell: (name, value) => `$env:${name} = ${value}`,
  python: (name, value) => `os.environ['${name}'] = ${value}`,
};

/** What the clients themselves ask for when the address is plain http, or https with a certificate of our own making. */
export const transportVariable = (address: string): string =>
  address.startsWith("https:") ? "NEPTUNE_ALLOW_SELF_SIGNED_CERTIFICATE" : "OAUTHLIB_INSECURE_TRANSPORT";

export const transportReason = (address: string): string =>
  address.startsWith("https:")
    ? "only while the server's certificate is its own"
    : "the clients refuse plain http without it";

export function environmentLines(shell: Shell, { name, address, token }: Place): string {
  const set = (variable: string, value: string) => assign[shell](variable, quote[shell](value));
  return [
    ...(shell === "python" ? ["import os", ""] : []),
    set("NEPTUNE_API_TOKEN", token ?? "…"),
    set("NEPTUNE_PROJECT", name),
    `${set(transportVariable(address), "1")}  # ${transportReason(address)}`,
  ].join("\n");
}

export function clientLines(client: Client, { name, address }: Place): string {
  const project = quote.python(name);
  if (client === "neptune0")
    return `import neptune

neptune.init(${project})
neptune.create_experiment(name='first', params={'lr': 0.1}, tags=['hello'])
for step in range(100):
    neptune.send_metric('val/loss', step, 1 / (step + 1))
neptune.stop()`;
  if (client === "neptune1")
    return `import neptune

run = neptune.init_run(project=${project}, name='first', tags=['hello'])
run['parameters'] = {'lr': 0.1}
for step in range(100):
    run['val/loss'].append(1 / (step + 1))
run.stop()`;
  const insecure = address.startsWith("https:") ? " --insecure" : "";
  const url = `${address}/api/v1/projects/${name.split("/").map(encodeURIComponent).join("/")}/runs`;
  return `curl${insecure} ${quote.bash(url)} \\
  -H "Authorization: Bearer $NEPTUNE_API_TOKEN" -H 'Content-Type: application/json' \\
  -d '{"name": "first", "operations": [
    {"op": "assign", "path": "parameters/lr", "kind": "float", "value": 0.1},
    {"op": "append", "path": "val/loss", "kind": "floatSeries",
     "points": [{"step": 0, "value": 1}, {"step": 1, "value": 0.5}]}]}'`;
}
