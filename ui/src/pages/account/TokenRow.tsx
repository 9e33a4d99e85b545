import { Button, Table } from "@mantine/core";
import { revokeToken } from "../../api/session";
import type { Token } from "../../api/types";
import { formatAgo, formatTime } from "../../lib/format";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";

const isExpired = (token: Token) => !!token.expiresAt && Date.parse(token.expiresAt) <= Date.now();
/** Whether the server refuses it. */
export const isPast = (token: Token) => token.revoked || isExpired(token);

export function TokenRow({ token, onDone }: { token: Token; onDone: () => void }) {
  const revoke = () =>
    confirm({
      title: "Revoke a token",
      text: `What uses ${token.name} is refused from now on.`,
      verb: "Revoke",
      onYes: () => void attempt(() => revokeToken(token.id)).then(onDone),
    });
  return (
    <Table.Tr className={isPast(token) ? "quiet" : undefined}>
      <Table.Td>
        <bdi>{token.name}</bdi>
      </Table.Td>
      <Table.Td>{formatTime(token.createdAt)}</Table.Td>
      <Table.Td>{token.expiresAt ? formatTime(token.expiresAt) : "never"}</Table.Td>
      <Table.Td>{token.lastUsedAt ? formatAgo(token.lastUsedAt) : "never"}</Table.Td>
      <Table.Td ta="end">
        {token.revoked ? (
          "revoked"
        ) : isExpired(token) ? (
          "expired"
        ) : (
          <Button size="compact-xs" variant="subtle" color="red" onClick={revoke}>
            Revoke
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
