// What neptune-scale writes, in protobuf: runs with forks, and points with previews.
import assert from "node:assert/strict";
import { address } from "./stage.mjs";

const whole = (number) => {
  const bytes = [];
  for (let rest = BigInt(number); bytes.length === 0 || rest > 0n; rest >>= 7n) bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
  return Buffer.from(bytes);
};
const varint = (field, number) => Buffer.concat([whole(field * 8), whole(number)]);
const bytes = (field, content) => Buffer.concat([whole(field * 8 + 2), whole(content.length), content]);
const text = (field, content) => bytes(field, Buffer.from(content));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));
const fixed = (field, write, size, number) => {
  const content = Buffer.alloc(size);
  content[write](number);
  return Buffer.concat([whole(field * 8 + (size === 8 ? 1 : 5)), content]);
};
const double = (field, number) => fixed(field, "writeDoubleLE", 8, number);
const float = (field, number) => fixed(field, "writeFloatLE", 4, number);
const step = (field, number) => message(field, varint(1, number));
const time = (field, seconds) => message(field, varint(1, seconds));

/** A client of one project. */
export function scale(token, project) {
  const send = async (run, operation) => {
    const answer = await fetch(`${address}/api/client/v1/ingest`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/x-protobuf" },
      body: Buffer.concat([text(1, project), text(2, run), operation]),
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  return {
    create: (run, { experiment, parent, at } = {}) => {
      const fork = parent ? [message(2, text(2, parent), step(4, at))] : [];
      const name = experiment ? [text(5, experiment)] : [];
      return send(run, message(6, ...fork, time(3, 1_700_000_000), text(4, run), ...name));
    },
    /** Values of one series at `[step, value, completion?]`: with a completion they are previews. */
    log: (run, path, points) => {
      const snapshots = points.map(([at, value, completion]) => {
        const preview = completion === undefined ? [] : [message(10, varint(1, 1), float(2, completion))];
        return message(1, step(1, at), time(2, 1_700_000_000 + at), message(8, text(1, path), message(2, double(1, value))), ...preview);
      });
      return send(run, message(8, ...snapshots));
    },
  };
}
